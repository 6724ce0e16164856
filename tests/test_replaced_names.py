"""What a program puts in the place of NumPy's names moves nothing, whenever it does so."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from support.outcome import assert_same, bits, full_state
from support.pairs import Pair, every_drawing_pair
from support.watchdog import TIMEOUT

MTRAND = np.random.mtrand


@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [300, 301, 1]], ids=["small", "large"])
@every_drawing_pair
def test_another_rand(pair: Pair, layers_dims: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw from the stream of np.random.randn while mtrand._rand is another one.

    Helpers that test a move to Generators put a RandomState of their own there for a while.
    """
    other = np.random.RandomState(5)
    untouched = str(other.get_state(legacy=False))
    np.random.randn()  # leaves a cached normal
    monkeypatch.setattr(MTRAND, "_rand", other)
    # Not `get_state`: that is the method of the stream itself, as `randn` is.
    assert_same(pair, layers_dims)
    assert str(other.get_state(legacy=False)) == untouched


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
def test_an_entry_that_finds_the_matrix(find: str) -> None:
    """Refuse a matrix to which an entry has made another reference, or draw the notebook's."""
    in_a_fresh_process(f"""
        import gc

        import numpy as np
        import paraminit

        one, found = "b1", []

        class Size:
            def __index__(self):
                for thing in {find}:
                    if isinstance(thing, dict) and "W1" in thing:
                        found.append(thing["W1"])
                        thing["W1"].shape = (1, 4)
                return 2

            def __rtruediv__(self, numerator):
                return numerator / 2

        np.random.seed(3)
        try:
            parameters = paraminit.initialize_parameters_he([2, 2, Size()])
        except RuntimeError:
            assert found
            assert np.random.randn() == 1.7886284734303186
        else:
            assert not found
            assert parameters["W1"][0, 0] == 1.7886284734303186
    """)


def test_randn_replaced_before_the_import() -> None:
    """Say at the import that the stream cannot be told."""
    in_a_fresh_process("""
        import numpy as np

        np.random.randn = np.random.default_rng(3).standard_normal
        try:
            import paraminit
        except ImportError as error:
            assert "np.random.randn" in str(error)
        else:
            raise AssertionError("imported")
    """)


@every_drawing_pair
def test_restored(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the same before, during and after a replacement."""

    def seeded(function: Callable[[Any], Any]) -> object:
        np.random.seed(8)
        return bits(function([3, 5, 2])), full_state()

    expected = seeded(pair.reference)
    assert seeded(pair.ours) == expected
    with monkeypatch.context() as patch:
        patch.setattr(MTRAND, "get_bit_generator", None)
        patch.setattr(np.random, "get_bit_generator", None)
        assert seeded(pair.ours) == expected
    assert seeded(pair.ours) == expected
