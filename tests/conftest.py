"""Every test starts from the same stream and gives the global stream back as it found it."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import settings
from numpy.random.mtrand import get_bit_generator, set_bit_generator

# The time of an example depends on its layers: a deadline would only measure that.
settings.register_profile("paraminit", deadline=None)
settings.load_profile("paraminit")


@pytest.fixture(autouse=True)
def _stream() -> Iterator[None]:
    generator = get_bit_generator()
    state = np.random.get_state(legacy=False)
    np.random.seed(20)
    yield
    set_bit_generator(generator)
    np.random.set_state(state)
