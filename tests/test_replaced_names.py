"""What a program puts in the place of NumPy's names moves nothing, whenever it does so."""

import os
import subprocess
import sys
import textwrap
from typing import Any

import numpy as np
import paraminit
import pytest

from support.functions import Function
from support.outcome import freeze, state_of
from support.streams import ALL_STREAMS, WAYS
from support.watchdog import TIMEOUT

MTRAND = np.random.mtrand


NAMES: list[tuple[Any, str, Any]] = [
    *((np.random, name, None) for name in ("standard_normal", "randn", "normal", "uniform")),
    *((np.random, name, None) for name in ("get_state", "set_state", "get_bit_generator")),
    *((np.random, name, None) for name in ("Generator", "default_rng", "PCG64", "RandomState")),
    (MTRAND, "get_bit_generator", None),
    # Helpers that test a move to Generators put a RandomState of their own there for a while.
    (MTRAND, "_rand", np.random.RandomState(5)),
    # Not None: NumPy's own `get_state` makes its array through these names.
    (np, "zeros", np.ones),
    (np, "empty", np.ones),
]


@pytest.mark.parametrize(
    ("module", "name", "value"), NAMES, ids=[f"{each[0].__name__}.{each[1]}" for each in NAMES]
)
@pytest.mark.parametrize(
    ("function", "stream"), [way for way in WAYS if way[1] in ("PCG64", "RandomState", "np.random")]
)
def test_replaced_later(
    function: Function,
    stream: str,
    module: Any,
    name: str,
    value: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Draw from the stream itself, whatever NumPy's names stand for by now, and then again."""
    other = state_of(value) if name == "_rand" else None
    for count in (1, 2, 3, 8, 624, 6666, 90_601):
        expected, results = [], []
        rng = ALL_STREAMS[stream](3)
        rng.standard_normal()  # leaves a cached normal
        for _ in range(3):
            expected.append((freeze(function.expected(count, rng)), state_of(rng)))
        rng = ALL_STREAMS[stream](3)
        rng.standard_normal()
        for replaced in (False, True, False):
            with monkeypatch.context() as patch:
                if replaced:
                    patch.setattr(module, name, value)
                drawn = function.draw(count, rng)
            results.append((freeze(drawn), state_of(rng)))
        assert results == expected
    assert other is None or state_of(value) == other


def in_a_fresh_process(script: str) -> None:
    """Run a script that must have the process's first call."""
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(script)]
    subprocess.run(command, check=True, timeout=TIMEOUT)


def test_another_rand_during_the_first_call() -> None:
    """Draw from the right stream for ever after, too."""
    in_a_fresh_process("""
        import numpy as np
        import paraminit

        original = np.random.mtrand._rand
        np.random.mtrand._rand = np.random.RandomState(5)
        original.seed(3)  # `np.random.seed` would seed the other one now
        assert paraminit.initialize_parameters_he([2, 1])["W1"][0, 0] == 1.7886284734303186
        np.random.mtrand._rand = original
        np.random.seed(3)
        assert paraminit.initialize_parameters_he([2, 1])["W1"][0, 0] == 1.7886284734303186
    """)


@pytest.mark.parametrize("name", ["empty", "zeros", "sqrt", "multiply"])
def test_replaced_during_the_first_call(name: str) -> None:
    """Use NumPy's own functions in later calls: one that was replaced could share memory."""
    in_a_fresh_process(f"""
        import numpy as np
        import paraminit

        def draw():
            np.random.seed(3)
            return paraminit.initialize_parameters_he([np.int64(2)] * 3)

        original, shared = np.{name}, np.ones((4, 4))[::2, ::2]

        def replaced(*arguments, **named):
            # NumPy itself makes arrays of other shapes by these names.
            is_ours = "{name}" in ("sqrt", "multiply") or arguments == ((2, 2),)
            return shared if is_ours else original(*arguments, **named)

        np.{name} = replaced
        draw()
        np.{name} = original
        parameters = draw()
        assert not np.shares_memory(parameters["W1"], parameters["W2"])
        np.random.seed(3)
        assert np.array_equal(parameters["W1"], np.random.randn(2, 2))
        assert np.array_equal(parameters["W2"], np.random.randn(2, 2))
    """)


@pytest.mark.parametrize(
    "array",
    [
        "np.ones((2, 2)).T[:, :]",
        "np.ones((4, 4))[::2, ::2]",
        "np.ones((2, 2), dtype='>f8')",
        "np.ones((2, 2), dtype=np.float32)",
        "np.ones((2, 2)).view(np.matrix)",
        "np.ones((2, 2)).view(type('Sub', (np.ndarray,), {}))",
        "np.broadcast_to(1.0, (2, 2))",
        "SHARED",
    ],
)
def test_replaced_before_the_import(array: str) -> None:
    """Refuse to write to what is not a new array, and leave the stream as it was."""
    in_a_fresh_process(f"""
        import numpy as np

        SHARED = np.ones((2, 2))
        np.empty = lambda shape: {array}
        import paraminit

        np.random.seed(3)
        try:
            paraminit.initialize_parameters_he([np.int64(2)] * 3)
        except (RuntimeError, TypeError):
            assert np.array_equal(SHARED, np.ones((2, 2)))
            assert np.random.randn() == 1.7886284734303186
        else:
            raise AssertionError("not refused")
    """)


@pytest.mark.parametrize("find", ["gc.get_objects()", "gc.get_referrers(one)"])
@pytest.mark.parametrize("name", ["random", "he", "xavier", "zeros"])
def test_an_entry_that_looks_for_the_matrix(find: str, name: str) -> None:
    """Have nothing that other code could find before the call is complete."""
    in_a_fresh_process(f"""
        import gc

        import numpy as np
        import paraminit

        one, looked = "b1", []

        class Size:
            def __index__(self):
                looked.append(1)
                for thing in {find}:
                    if isinstance(thing, dict):
                        assert "W1" not in thing or thing is globals()
                    assert type(thing) is not np.ndarray
                return 2

            def __rtruediv__(self, numerator):
                return numerator / 2

            def __add__(self, other):
                return 2 + other

            __radd__ = __add__

        np.random.seed(3)
        parameters = paraminit.initialize_parameters_{name}([2, 2, Size()])
        assert looked
        assert list(parameters) == ["W1", "b1", "W2", "b2"]
        assert gc.get_referrers(parameters["W1"]) in ([parameters], [])
    """)


REPLACED = {
    "a lambda": "np.random.randn = lambda *shape: original(*shape)",
    "a partial": "np.random.randn = functools.partial(original)",
    "a Mock": "np.random.randn = unittest.mock.Mock(wraps=original)",
    "a function": "np.random.randn = functools.wraps(original)(lambda *shape: original(*shape))",
    "deleted": "del np.random.randn",
    "nnfs, of a book": "import nnfs; nnfs.init()",
    "another generator's": "np.random.randn = np.random.default_rng(3).standard_normal",
    "all of them": """for name in list(vars(np.random)):
            method = getattr(np.random, name)
            if isinstance(getattr(method, "__self__", None), np.random.RandomState):
                setattr(np.random, name, lambda *args: method(*args))""",
}


@pytest.mark.parametrize("replace", REPLACED.values(), ids=REPLACED.keys())
def test_randn_replaced_before_the_import(replace: str) -> None:
    """Find the stream by another name."""
    if "nnfs" in replace:
        pytest.importorskip("nnfs", reason="the book's package")
    in_a_fresh_process(f"""
        import functools
        import unittest.mock

        import numpy as np

        original = np.random.randn
        {replace}
        import paraminit

        for rng in (None, np.random):
            np.random.seed(3)
            if rng is None:
                [[drawn]] = paraminit.initialize_parameters_he([1, 1])["W1"] / np.sqrt(2)
            else:
                [drawn] = paraminit.normal(1, rng=np.random)
            np.random.seed(3)
            assert abs(drawn - original()) < 1e-15
    """)


def test_no_stream_at_the_import() -> None:
    """Refuse, at its call and in plain words, only what needs the global stream."""
    in_a_fresh_process("""
        import types

        import numpy as np
        import numpy.random.mtrand as mtrand

        for name in list(vars(np.random)):
            method = getattr(np.random, name)
            if isinstance(getattr(method, "__self__", None), np.random.RandomState):
                setattr(np.random, name, None)
        mtrand._rand = None
        import paraminit

        assert paraminit.initialize_parameters_zeros([2, 1])["W1"].shape == (1, 2)
        assert paraminit.normal(3, rng=3).shape == (3,)
        for draw in (
            lambda: paraminit.initialize_parameters_he([2, 1]),
            lambda: paraminit.initialize_parameters_random([2, 1]),
            lambda: paraminit.normal(3, rng=np.random),
        ):
            try:
                draw()
            except RuntimeError as error:
                assert "global stream could not be found" in str(error)
            else:
                raise AssertionError("not refused")
    """)


ANOTHER_STREAM = """
        class Stream:
            def __init__(self):
                self.stream = np.random.RandomState(1)

            def seed(self, seed):
                self.stream.seed(seed)

            def standard_normal(self, size=None):
                return -self.stream.standard_normal(size)

            def uniform(self, *args):
                return -self.stream.uniform(*args)

            def randn(self, *shape):
                return self.standard_normal(shape)

        stream = Stream()
        for name in ("seed", "standard_normal", "uniform", "randn"):
            setattr(np.random, name, getattr(stream, name))
"""
MKL_RANDOM = """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import mkl_random

        mkl_random.patch_numpy_random()
"""
every_package = pytest.mark.parametrize("package", ["mkl_random", "one like it"])


def replacing(package: str) -> str:
    """Return the code by which a package puts its stream in the place of NumPy's."""
    if package != "mkl_random":
        return ANOTHER_STREAM
    pytest.importorskip("mkl_random", reason="Intel's package")
    return MKL_RANDOM


@every_package
def test_another_package_before_the_import(package: str) -> None:
    """Draw what the notebook's code draws, by the methods of the stream that is there."""
    in_a_fresh_process(f"""
        import warnings

        import numpy as np

        original = np.random.randn
        {replacing(package)}
        import paraminit

        for layers_dims in ([2, 1], [300, 250, 3]):
            np.random.seed(3)
            parameters = paraminit.initialize_parameters_he(layers_dims)
            np.random.seed(3)
            for layer in range(1, len(layers_dims)):
                drawn = np.random.randn(layers_dims[layer], layers_dims[layer - 1])
                expected = drawn * np.sqrt(2 / layers_dims[layer - 1])
                assert (parameters[f"W{{layer}}"] == expected).all()
        assert np.random.randn is not original
    """)


@every_package
def test_another_package_after_the_import(package: str) -> None:
    """Warn once that np.random.seed has no effect any more, and draw from the stream as before."""
    in_a_fresh_process(f"""
        import warnings

        import numpy as np
        import paraminit

        seed = np.random.seed
        {replacing(package)}

        def draw():
            seed(3)
            return paraminit.initialize_parameters_he([2, 1])["W1"][0, 0]

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert draw() == draw() == 1.7886284734303186
        [warning] = caught
        assert warning.category is RuntimeWarning
        assert "np.random.seed was replaced" in str(warning.message)
        assert warning.filename == "<string>"
        np.random.seed = seed
        assert draw() == 1.7886284734303186
    """)


def test_environment_by_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the number of threads in Python's own environment."""
    asked: list[str] = []

    class Environment(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.append(name)
            return "2"

    monkeypatch.setattr(os, "environ", Environment())
    assert paraminit.normal(200_000, rng=3)[0] == np.random.default_rng(3).standard_normal()
    assert asked == ["PARAMINIT_NUM_THREADS"]
    monkeypatch.setattr(os, "environ", {"PARAMINIT_NUM_THREADS": "many"})
    assert paraminit.normal(200_000, rng=3)[0] == np.random.default_rng(3).standard_normal()


@pytest.mark.parametrize("version", ["1.26.4", "2.3.5", "2.4.0", "2.10.0rc1"])
def test_numpy_of_a_free_threaded_interpreter(version: str) -> None:
    """Refuse at the import a NumPy whose streams have no lock that is enough there."""
    in_a_fresh_process(f"""
        import sysconfig

        import numpy as np

        get = sysconfig.get_config_var
        sysconfig.get_config_var = lambda name: name == "Py_GIL_DISABLED" or get(name)
        np.__version__ = "{version}"
        try:
            import paraminit
        except ImportError as error:
            assert "NumPy 2.4 or newer" in str(error)
            assert "{version}" in ("1.26.4", "2.3.5")
        else:
            assert "{version}" not in ("1.26.4", "2.3.5")
    """)
