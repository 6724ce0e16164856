"""The version of NumPy, where its behaviour depends on it."""

import numpy as np

NUMPY = tuple(map(int, np.__version__.split(".")[:2]))

LOCK_IS_REENTRANT = NUMPY >= (2, 4)
"""Whether a bit generator's lock is an RLock; before 2.4 it is a plain Lock."""
