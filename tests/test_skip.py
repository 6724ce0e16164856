"""`skip` leaves a stream where drawing leaves it: any bit generator, any state, any number."""

import os
import pickle
import signal
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from itertools import product
from types import FrameType
from typing import Any

import numpy as np
import pytest
from paraminit import skip

from support.functions import (
    DISTRIBUTIONS,
    DTYPES,
    NORMAL,
    Function,
    every_distribution,
    every_dtype,
)
from support.locks import is_free
from support.memory import resident
from support.outcome import state_of
from support.processes import isolated
from support.streams import ALL_STREAMS, BY_METHODS, GENERATORS, every_bit_generator, generator
from support.threads import start
from support.watchdog import TIMEOUT

# Of any arguments, wrong ones too.
skipped: Callable[..., Any] = skip

STARTS = (0, 1, 2, 3, 623)
SIZES = (0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 4095, 4097, 65_537, 131_073)


def assert_skips(
    make: Callable[[], Any], shape: Any, function: Function = NORMAL, dtype: Any = np.float64
) -> None:
    """Assert that skipping and drawing leave the same state, and the same next numbers."""
    ours = make()
    assert skipped(shape, function.name, rng=ours, dtype=dtype) is None
    left = state_of(ours)
    function.ours(shape, rng=(theirs := make()), dtype=dtype)
    assert left == state_of(theirs), (shape, function, dtype)


def begun(make: Callable[[int], Any], start: int) -> Any:
    """Return a stream with a buffered half of a word, or a cached normal, or both, or neither."""
    rng = make(7)
    rng.bytes(4 * start)
    if start % 2:
        rng.standard_normal()
    return rng


@pytest.mark.parametrize("stream", ALL_STREAMS)
@every_dtype
@every_distribution
def test_streams(function: Function, dtype: Any, stream: str) -> None:
    """Skip any number of numbers from any state, with a cached normal or half a word or without."""
    for start_, size in product(STARTS, (0, 3, 1025) if stream in BY_METHODS else SIZES):
        assert_skips(partial(begun, ALL_STREAMS[stream], start_), size, function, dtype)


@every_bit_generator
@every_dtype
@every_distribution
def test_bit_generators(function: Function, dtype: Any, bit_generator: Any) -> None:
    """Skip numbers of a RandomState on each, and of each as `np.random.default_rng` would draw."""
    legacy = partial(generator, bit_generator, wrap=np.random.RandomState)
    for size in SIZES:
        assert_skips(partial(bit_generator, 7), size, function, dtype)
        for start_ in STARTS:
            assert_skips(partial(begun, legacy, start_), size, function, dtype)


@pytest.mark.parametrize("bit_generator", [np.random.PCG64, np.random.PCG64DXSM])
@every_dtype
@every_distribution
def test_odd_states(function: Function, dtype: Any, bit_generator: Any) -> None:
    """Skip from states that no seed gives, with half a word that is left from before."""

    def make(state: int, inc: int, has_uint32: int) -> Any:
        bits = bit_generator(1)
        half = {"has_uint32": has_uint32, "uinteger": 2**32 - 1}
        bits.state = {**bits.state, "state": {"state": state, "inc": inc}, **half}
        return np.random.Generator(bits)

    for state, inc in ((2**128 - 1, 2**128 - 1), (5, 7), (0, 1)):
        for has_uint32 in (0, 1):
            for size in (0, 1, 2, 5, 2049, 70_001):
                assert_skips(partial(make, state, inc, has_uint32), size, function, dtype)


@pytest.mark.parametrize("threads", ["1", "2"])
@every_bit_generator
@every_dtype
@every_distribution
def test_many(
    function: Function,
    dtype: Any,
    bit_generator: Any,
    threads: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Skip ten million at once, where it may use threads."""
    monkeypatch.setenv("PARAMINIT_NUM_THREADS", threads)
    assert_skips(lambda: np.random.Generator(bit_generator(7)), 10**7, function, dtype)


@pytest.mark.parametrize("threads", ["1", "2"])
def test_many_of_a_random_state(threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip ten million normals of a legacy stream."""
    monkeypatch.setenv("PARAMINIT_NUM_THREADS", threads)
    for function in DISTRIBUTIONS:
        assert_skips(lambda: np.random.RandomState(7), 10**7 + 1, function)


def test_parts() -> None:
    """Come to the same place in one step or in many, and let what is drawn between be the same."""
    for function in DISTRIBUTIONS:
        draw, distribution = function.ours, function.name
        for dtype in DTYPES:
            whole = draw((90, 7), rng=np.random.default_rng(3), dtype=dtype)
            for first, last in ((0, 90), (1, 2), (37, 80), (89, 90)):
                rng = np.random.default_rng(3)
                skipped((first, 7), distribution, rng=rng, dtype=dtype)
                rows = draw((last - first, 7), rng=rng, dtype=dtype)
                skipped((90 - last, 7), distribution, rng=rng, dtype=dtype)
                assert np.array_equal(rows, whole[first:last])
                every = np.random.default_rng(3)
                draw((90, 7), rng=every, dtype=dtype)
                assert state_of(rng) == state_of(every)


def test_shapes() -> None:
    """Take what NumPy takes for a shape."""
    for shape in (5, (5,), [2, 3], (), (0, 4), np.int64(3), (np.int8(2), 3), (2, 1, 3)):
        assert_skips(lambda: np.random.default_rng(3), shape)


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    *(
        ({"rng": seed}, TypeError, "rng")
        for seed in (None, 3, np.int64(3), [1, 2], np.arange(3), np.random.SeedSequence(3), "3")
    ),
    ({"distribution": "gamma"}, ValueError, "distribution"),
    ({"dtype": np.int64}, TypeError, "int64"),
    ({"shape": -1}, ValueError, "negative"),
    ({"shape": (3, -1)}, ValueError, "negative"),
    ({"shape": 1.5}, TypeError, "integer|float"),
    ({"shape": (2**62, 2**62)}, ValueError, "large|big|Maximum allowed"),
]


@pytest.mark.parametrize(("changed", "error", "words"), REFUSED)
def test_refused(
    changed: dict[str, Any], error: type[Exception], words: str, untouched: Any
) -> None:
    """Refuse a seed, which would be forgotten, and what is no call; the stream stays as it was."""
    with pytest.raises(error, match=words):
        skipped(**{"shape": 5, "rng": untouched, **changed})


def test_rng_is_required() -> None:
    """Ask for `rng`, by its name."""
    with pytest.raises(TypeError, match="rng"):
        skipped(5)
    with pytest.raises(TypeError, match="positional"):
        skipped(5, "normal", np.random.default_rng(3))


@every_bit_generator
@every_distribution
def test_memory(function: Function, bit_generator: Any) -> None:
    """Take less than a MiB, whatever is skipped."""
    rng = np.random.Generator(bit_generator(7))
    skipped(10**6, function.name, rng=rng)
    tracemalloc.start()
    try:
        skipped(3 * 10**6, function.name, rng=rng)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2**20


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="reads /proc")
@isolated
def test_resident_memory() -> None:
    """Take less than a MiB that `tracemalloc` does not see, on two threads, too."""
    os.environ["PARAMINIT_NUM_THREADS"] = "2"
    for make in (lambda: np.random.default_rng(7), lambda: np.random.RandomState(7)):
        for function in DISTRIBUTIONS:
            skipped(10**6, function.name, rng=make())
            before = peak_resident()
            skipped(10**7, function.name, rng=make())
            assert peak_resident() - before < 2**20
    assert resident() <= peak_resident()


def peak_resident() -> int:
    """Return the most memory that this process has had, in bytes."""
    with open("/proc/self/status", encoding="ascii") as status:
        (line,) = (line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


JUMPING = [*GENERATORS, "RandomState"]
"""The streams that paraminit itself skips in."""


@pytest.mark.skipif(os.name == "nt", reason="os.kill ends a process on Windows")
@pytest.mark.parametrize("kind", JUMPING)
@isolated
def test_interrupt(kind: str) -> None:
    """Raise out of a long call, with half a word and a cached normal where they were."""

    def handler(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGINT, handler)
    for size in (2 * 10**7, 10**8, 10**9, 10**10):
        rng = begun(ALL_STREAMS[kind], 3)
        before, lock = state_of(rng), rng._bit_generator.lock
        over: list[bool] = []

        def interrupt(lock: Any = lock, over: list[bool] = over) -> None:
            while is_free(lock) and not over:
                pass
            os.kill(os.getpid(), signal.SIGINT)

        interrupting = start(interrupt)
        with pytest.raises(TimeoutError):  # noqa: PT012 - it may come late
            skipped(size, "normal", rng=rng)
            over.append(True)
            interrupting.result(TIMEOUT)
            time.sleep(TIMEOUT)
        assert is_free(lock)
        after = state_of(rng)
        if after == before:
            break
        # The interrupt came after the call had looked for the last time.
        rng = begun(ALL_STREAMS[kind], 3)
        skipped(size, "normal", rng=rng)
        assert state_of(rng) == after
    else:
        pytest.fail("no interrupt ended a call")
    assert_skips(lambda: begun(ALL_STREAMS[kind], 3), 1025)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@isolated
def test_forks() -> None:
    """Skip in a child as in its parent, after a call that used threads."""
    os.environ["PARAMINIT_NUM_THREADS"] = "2"
    for kind in JUMPING:
        rng = ALL_STREAMS[kind](5)
        skipped(10**6, rng=rng)
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            skipped(10**6, rng=rng)
            os.write(writer, pickle.dumps(state_of(rng)))
            os._exit(0)
        skipped(10**6, rng=rng)
        os.close(writer)
        with os.fdopen(reader, "rb") as stream:
            there = pickle.loads(stream.read())
        assert os.waitpid(child, 0)[1] == 0
        assert there == state_of(rng)


def test_threads_share_a_stream() -> None:
    """Take the lock: calls of several threads on one stream are one after another."""
    rng, alone = np.random.default_rng(3), np.random.default_rng(3)
    calls = [start(skipped, 200_000, "normal", rng=rng) for _ in range(4)]
    for call in calls:
        call.result(TIMEOUT)
    skipped(800_000, rng=alone)
    assert state_of(rng) == state_of(alone)
