"""Every test starts from the same stream and gives the global stream back as it found it."""

import gc
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from numpy.random.mtrand import get_bit_generator, set_bit_generator

# How long an example takes depends on its layers and on the machine.
settings.register_profile("paraminit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("paraminit")


def pytest_collection_finish() -> None:
    """Leave the tests themselves, some hundred thousand objects, out of every later collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _stream() -> Iterator[None]:
    bit_generator = get_bit_generator()
    state = np.random.get_state(legacy=False)
    np.random.seed(20)
    yield
    set_bit_generator(bit_generator)
    np.random.set_state(state)
