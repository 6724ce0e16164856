"""Every test starts from the same stream and gives the global stream back as it found it."""

import gc
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.outcome import full_state, state_of

# How long an example takes depends on its layers and on the machine.
settings.register_profile("paraminit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("paraminit")


def pytest_collection_finish() -> None:
    """Leave the tests themselves, some hundred thousand objects, out of every later collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture(
    params=[np.random.default_rng, np.random.RandomState], ids=["Generator", "RandomState"]
)
def untouched(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Give a stream, halfway through a word or a pair of normals, that nothing may draw from."""
    rng = request.param(3)
    rng.standard_normal()
    rng.bytes(4)
    before = state_of(rng), full_state()
    yield rng
    assert (state_of(rng), full_state()) == before


@pytest.fixture(autouse=True)
def _stream() -> Iterator[None]:
    bit_generator = get_bit_generator()
    state = np.random.get_state(legacy=False)
    np.random.seed(20)
    yield
    set_bit_generator(bit_generator)
    np.random.set_state(state)
