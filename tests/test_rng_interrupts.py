"""An interrupted call raises what its handler raises and leaves the stream as it was."""

import os
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np
import pytest

from support.locks import is_free
from support.processes import isolated
from support.streams import BIT_GENERATORS, Foreign, Function, assert_same, every_function, state_of
from support.threads import start
from support.watchdog import TIMEOUT

SIZES = (12_000_000, 24_000_000, 48_000_000, 96_000_000)
"""One is enough to look for an interrupt, which a call does every 20 ms."""

ATTEMPTS = 50
"""How often to try to interrupt a call: on a busy machine the interrupt can come after its end."""

STREAMS: dict[str, Callable[[], Any]] = {
    **{
        f"Generator({kind.__name__})": lambda kind=kind: np.random.Generator(kind(5))  # type: ignore[misc]
        for kind in BIT_GENERATORS
    },
    "Generator(foreign)": lambda: np.random.Generator(Foreign(5)),  # type: ignore[arg-type]
    "RandomState": lambda: np.random.RandomState(5),
    "RandomState(PCG64)": lambda: np.random.RandomState(np.random.PCG64(5)),
}
every_stream = pytest.mark.parametrize("make", STREAMS, ids=str)


def bit_generator_of(rng: Any) -> Any:
    """Return the bit generator that a stream draws from."""
    return rng._bit_generator


def begun(make: Callable[[], Any], function: Function, dtype: Any) -> Any:
    """Return a stream with half a word buffered, or a normal cached."""
    rng = make()
    rng.standard_normal()
    rng.bytes(5)
    function.ours(3, rng=rng, dtype=dtype)
    return rng


def interrupt_once_locked(lock: Any, over: Callable[[], bool]) -> None:
    """Raise SIGINT in the main thread when the lock is seen held, or the call is over."""

    def watch() -> None:
        while is_free(lock) and not over():
            time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGINT)

    start(watch)


@pytest.mark.skipif(os.name == "nt", reason="os.kill ends a process on Windows")
@every_stream
@every_function
@isolated
def test_interrupt(function: Function, make: str) -> None:
    """Raise out of a long call, with half a word and a cached normal where they were."""

    def handler(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGINT, handler)
    os.environ["PARAMINIT_NUM_THREADS"] = "2"
    for dtype in (np.float64, np.float32)[: 2 if "PCG64" in make else 1]:
        for attempt in range(ATTEMPTS):
            rng, undisturbed = (begun(STREAMS[make], function, dtype) for _ in range(2))
            bits, state = bit_generator_of(rng), state_of(rng)
            out = np.empty(SIZES[min(attempt, len(SIZES) - 1)], dtype)
            returned: list[bool] = []
            interrupt_once_locked(bits.lock, lambda: bool(returned))  # noqa: B023 - it ends first
            with pytest.raises(TimeoutError):  # noqa: PT012 - it may come late
                function.ours(out.shape, rng=rng, dtype=dtype, out=out)
                returned.append(True)
                time.sleep(TIMEOUT)
            if state_of(rng) == state:
                break
            # The interrupt came after the call had looked for the last time.
            function.ours(out.shape, rng=undisturbed, dtype=dtype, out=out)
            assert state_of(rng) == state_of(undisturbed)
        else:
            pytest.fail("no interrupt ended a call")
        assert is_free(bits.lock)
        assert start(is_free, bits.lock).result(TIMEOUT)
    for shape in (3, 1100, 70_001):
        assert_same(function, STREAMS[make], shape)
