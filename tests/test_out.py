"""`out` is filled itself, in C order, or refused before anything is drawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.arguments import shown
from support.functions import Function, every_dtype, every_function
from support.locks import held
from support.outcome import Make, freeze, state_of
from support.processes import isolated
from support.streams import assert_same, every_bit_generator
from support.threads import assert_waits, start
from support.watchdog import TIMEOUT


class Subclass(np.ndarray[Any, Any]):
    """An array that is nothing special."""


def streams() -> list[Make]:
    """Return a stream that is drawn in each way."""
    return [
        lambda: np.random.default_rng(3),
        lambda: np.random.RandomState(3),
        lambda: np.random.Generator(np.random.MT19937(3)),
        lambda: type("Sub", (np.random.Generator,), {})(np.random.PCG64(3)),
    ]


def misaligned(shape: Any, dtype: Any) -> Any:
    """Return an array whose memory begins at an odd address."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    return np.zeros(size + 1, np.uint8)[1:].view(dtype).reshape(shape)


def readonly(shape: Any, dtype: Any) -> Any:
    """Return an array that may not be written."""
    array = np.zeros(shape, dtype)
    array.flags.writeable = False
    return array


@every_dtype
@every_function
def test_filled(function: Function, dtype: Any) -> None:
    """Fill `out` itself and return it."""
    for make in streams():
        for shape in (0, 1, (), (3, 2), 1025, (300, 301), (0, 4)):
            assert_same(function, make, shape, dtype=dtype, with_out=True)


@every_bit_generator
@every_function
def test_same_as_without(function: Function, bit_generator: Any) -> None:
    """Draw the numbers that a new array has."""
    for shape in (7, 3000, 150_001):
        expected = function.ours(shape, rng=bit_generator(3))
        out = np.full(shape, np.nan)
        assert function.ours(shape, rng=bit_generator(3), out=out) is out
        assert out.tobytes() == expected.tobytes()


@every_dtype
@every_function
def test_views(function: Function, dtype: Any, tmp_path: Path) -> None:
    """Fill views, subclasses and files, and no byte beside them."""
    for shape in ((3, 4), (200, 500)):
        expected = function.reference(shape, rng=3, dtype=dtype)
        base = np.full((4, *shape), -7, dtype)
        assert function.ours(shape, rng=3, dtype=dtype, out=base[1]).tobytes() == expected.tobytes()
        assert base[1].tobytes() == expected.tobytes()
        assert (base[[0, 2, 3]] == -7).all()

        flat = np.full(2 + expected.size, -7, dtype)
        function.ours(shape, rng=3, dtype=dtype, out=flat[1:-1].reshape(shape))
        assert flat[1:-1].tobytes() == expected.tobytes()
        assert flat[0] == flat[-1] == -7

        for kind in (Subclass, np.matrix, np.recarray):
            array = np.zeros(shape, dtype).view(kind)
            assert function.ours(shape, rng=3, dtype=dtype, out=array) is array
            assert array.tobytes() == expected.tobytes()

        file = np.memmap(tmp_path / "numbers", dtype, "w+", shape=shape)
        assert function.ours(shape, rng=3, dtype=dtype, out=file) is file
        assert file.tobytes() == expected.tobytes()

        memory = bytearray(expected.nbytes)
        function.ours(shape, rng=3, dtype=dtype, out=np.frombuffer(memory, dtype).reshape(shape))
        assert bytes(memory) == expected.tobytes()


@every_function
def test_both_orders_at_once(function: Function) -> None:
    """Fill what is contiguous in either order."""
    for shape in ((5, 1), (1, 5), (1, 1), (1, 0)):
        out = np.zeros(shape, order="F")
        assert function.ours(shape, rng=3, out=out) is out
        assert out.tobytes() == function.reference(shape, rng=3).tobytes()


@pytest.fixture(params=[(3, 4), (300, 400)], ids=["small", "large"])
def shape(request: pytest.FixtureRequest) -> Any:
    """Give a shape."""
    return request.param


@pytest.fixture(
    params=[np.random.default_rng, np.random.RandomState], ids=["Generator", "RandomState"]
)
def rng(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Give a stream, and see that nothing was drawn from it."""
    rng = request.param(3)
    rng.standard_normal()
    state = state_of(rng)
    yield rng
    assert state_of(rng) == state


@every_dtype
@every_function
def test_wrong_type(function: Function, dtype: Any, shape: Any, rng: Any) -> None:
    """Refuse another type in NumPy's words."""
    other = np.float32 if dtype is np.float64 else np.float64
    for wrong in (other, np.int64, np.float16, object, [("a", dtype)]):
        out = np.zeros(shape, wrong)
        with pytest.raises(TypeError, match="Supplied output array has the wrong type"):
            function.ours(shape, rng=rng, dtype=dtype, out=out)
        assert not out.any() or out.dtype.fields


@every_dtype
@every_function
def test_numpys_words(function: Function, dtype: Any, shape: Any, rng: Any) -> None:
    """Refuse in the words of `standard_normal`."""
    other = np.float32 if dtype is np.float64 else np.float64
    outs = [
        np.zeros(shape, other),
        np.zeros(shape, np.int64),
        np.zeros((*shape, 1), dtype),
        np.zeros(7, dtype),
        np.zeros((), dtype),
        readonly(shape, dtype),
        misaligned(shape, dtype),
        np.zeros(tuple(2 * size for size in shape), dtype)[::2, ::2],
        np.zeros(shape, np.dtype(dtype).newbyteorder()),
        # Two faults at once: the memory is looked at first, then the type, then the shape.
        np.zeros(tuple(2 * size for size in shape), other)[::2, ::2],
        np.zeros(7, np.dtype(dtype).newbyteorder()),
        np.zeros(7, other),
    ]
    for out in outs:
        with pytest.raises((TypeError, ValueError)) as expected:
            np.random.default_rng(3).standard_normal(shape, dtype, out)
        with pytest.raises(expected.type) as raised:
            function.ours(shape, rng=rng, dtype=dtype, out=out)
        theirs = str(expected.value).replace("size must", "shape must")
        assert str(raised.value) == theirs or "C-contiguous" in str(raised.value), theirs
        assert not out.any()


@every_dtype
@every_function
def test_fortran_order(function: Function, dtype: Any, shape: Any, rng: Any) -> None:
    """Refuse Fortran order, which NumPy fills in the order of memory, and say so."""
    out = np.zeros(shape, dtype, order="F")
    with pytest.raises(ValueError, match="Fortran order"):
        function.ours(shape, rng=rng, dtype=dtype, out=out)
    assert not out.any()


@pytest.mark.parametrize(
    "out",
    [[0.0] * 3, (0.0,), 3.0, np.float64(3), "out", bytearray(24), memoryview(b"abc"), object()],
    ids=shown,
)
@every_function
def test_no_array(function: Function, out: Any, rng: Any) -> None:
    """Refuse what is no array."""
    with pytest.raises(TypeError, match="out must be an ndarray, not "):
        function.ours(3, rng=rng, out=out)


@every_function
def test_bad_shape(function: Function, rng: Any) -> None:
    """Refuse a shape that no array has, beside an `out` too."""
    for bad in (-1, (3, -1), 2**70, 2.5, "3"):
        with pytest.raises((TypeError, ValueError)):
            function.ours(bad, rng=rng, out=np.zeros(3))


@every_function
def test_shapes_of_other_types(function: Function) -> None:
    """Compare any shape that NumPy takes for one with that of `out`."""
    for shape in ([3, 4], (np.int64(3), 4), np.array([3, 4])):
        out = np.zeros((3, 4))
        assert function.ours(shape, rng=3, out=out) is out
    others: list[Any] = [12, np.int64(12), [12], (1, np.uint8(12)), ()]
    for other in others:
        filled = np.zeros(np.empty(other).shape)
        assert function.ours(other, rng=3, out=filled) is filled


@every_dtype
@every_function
@isolated
def test_one_out_in_two_calls(function: Function, dtype: Any) -> None:
    """Refuse memory that another call is filling, and no memory beside it."""
    base = np.zeros((4, 3000), dtype)
    for make in streams():
        rng = make()
        with held(
            (rng.bit_generator if hasattr(rng, "bit_generator") else rng._bit_generator).lock
        ):
            call = start(function.ours, (2, 3000), rng=rng, dtype=dtype, out=base[1:3])
            assert_waits(call)
            for first in (0, 1, 2):
                left = base.copy()
                with pytest.raises(ValueError, match="out is in use"):
                    function.ours((2, 3000), rng=5, dtype=dtype, out=base[first : first + 2])
                assert (base == left).all()
            function.ours((3000,), rng=5, dtype=dtype, out=base[0])
            function.ours((1, 3000), rng=5, dtype=dtype, out=base[3:])
        assert freeze(call.result(TIMEOUT)) == freeze(
            function.reference((2, 3000), rng=make(), dtype=dtype)
        )
        function.ours((4, 3000), rng=5, dtype=dtype, out=base)  # it is free again
