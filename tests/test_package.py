"""The package is what its stub and its metadata say, and importing it does nothing else."""

import importlib.metadata
import importlib.resources
import importlib.util
import inspect
import multiprocessing
import os
import pickle
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import paraminit
import pytest

from reference.notebook import Parameters
from support.outcome import bits
from support.pairs import Pair, every_pair
from support.processes import isolated
from support.watchdog import TIMEOUT


@every_pair
def test_signature(pair: Pair) -> None:
    """Take exactly `layers_dims`, by position or by name."""
    signature = inspect.signature(pair.ours)
    assert str(signature) == "(layers_dims)"
    assert signature.parameters["layers_dims"].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert signature == inspect.signature(lambda layers_dims: None)


@every_pair
def test_by_name(pair: Pair) -> None:
    """Do the same with a named argument."""
    function: Callable[..., Parameters] = pair.ours
    np.random.seed(1)
    expected = bits(function([3, 2, 1]))
    np.random.seed(1)
    assert bits(function(layers_dims=[3, 2, 1])) == expected


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], {}),
        ([[3, 2], [3, 2]], {}),
        ([3, 2, 1], {}),
        ([[3, 2]], {"layers_dims": [3, 2]}),
        ([[3, 2]], {"seed": 1}),
        ([], {"layer_dims": [3, 2]}),
        ([], {"dims": [3, 2]}),
    ],
)
@every_pair
def test_wrong_calls(pair: Pair, arguments: list[Any], named: dict[str, Any]) -> None:
    """Refuse any other arguments."""
    function: Callable[..., Parameters] = pair.ours
    with pytest.raises(TypeError, match="argument"):
        function(*arguments, **named)


@every_pair
def test_name(pair: Pair) -> None:
    """Say that the functions are the package's own."""
    name = f"initialize_parameters_{pair.name}"
    assert pair.ours.__module__ == "paraminit"
    assert pair.ours.__name__ == name
    assert pair.ours.__qualname__ == name
    assert getattr(paraminit, name) is pair.ours


def test_all() -> None:
    """Export the version and four functions, and nothing else in public."""
    assert paraminit.__all__ == [
        "__version__",
        "initialize_parameters_he",
        "initialize_parameters_random",
        "initialize_parameters_xavier",
        "initialize_parameters_zeros",
    ]
    public = {name for name in vars(paraminit) if not name.startswith("_")}
    assert public <= set(paraminit.__all__)


def test_version() -> None:
    """Have one version, that of the installed distribution."""
    assert paraminit.__version__ == importlib.metadata.version("paraminit")


@pytest.mark.parametrize("name", ["py.typed", "_core.pyi"])
def test_types_are_shipped(name: str) -> None:
    """Ship what type checkers look for."""
    assert importlib.resources.files("paraminit").joinpath(name).is_file()


@every_pair
def test_pickle(pair: Pair) -> None:
    """Survive pickling, by every protocol, as the same function."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(pair.ours, protocol)) is pair.ours


def seeded(function: Callable[[Any], Parameters], layers_dims: list[int]) -> Parameters:
    """Call a function from a known seed, in whatever process."""
    np.random.seed(8)
    return function(layers_dims)


def test_spawned_process() -> None:
    """Do in a process that was spawned, from a pickled function, what is done here."""
    pairs: list[Pair] = list(every_pair.args[1])
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for pair in pairs:
            there = pool.submit(seeded, pair.ours, [3, 50, 41]).result(TIMEOUT)
            assert bits(there) == bits(seeded(pair.reference, [3, 50, 41]))


def test_import_draws_nothing() -> None:
    """Leave the stream alone on import, the cached gaussian too."""
    code = """if True:
        import numpy as np
        np.random.seed(1)
        np.random.randn()
        before = str(np.random.get_state(legacy=False)), np.random.get_state()[1].tobytes()
        import paraminit
        after = str(np.random.get_state(legacy=False)), np.random.get_state()[1].tobytes()
        assert before == after
    """
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=TIMEOUT)


@isolated
def test_second_interpreter() -> None:
    """Refuse another interpreter of the process in words, and go on in the first."""
    name = "_interpreters" if importlib.util.find_spec("_interpreters") else "_xxsubinterpreters"
    interpreters = importlib.import_module(name)
    reader, writer = os.pipe()
    script = f"""
        import os
        try:
            import paraminit
        except ImportError as error:
            os.write({writer}, str(error).encode())
        else:
            os.write({writer}, b"imported")
    """
    interpreters.run_string(interpreters.create(), textwrap.dedent(script))
    words = os.read(reader, 999).decode()
    assert words in {
        "paraminit cannot be loaded by a second interpreter",
        "module paraminit._core does not support loading in subinterpreters",  # Python's own
    }
    np.random.seed(3)
    assert paraminit.initialize_parameters_he([2, 1])["W1"][0, 0] == 1.7886284734303186


def test_without_numpy() -> None:
    """Say at the import that NumPy is not to be had; need no more of its modules afterwards."""
    code = """if True:
        import sys
        import numpy
        gone = ["numpy._core.multiarray", "numpy.core.multiarray"]
        before = {name: sys.modules.get(name) for name in gone}
        sys.modules.update(dict.fromkeys(gone))
        try:
            import paraminit
        except ImportError:
            sys.modules.update(before)
        else:
            raise AssertionError("imported without NumPy")
        import paraminit
        sys.modules.update(dict.fromkeys(gone))
        assert paraminit.initialize_parameters_zeros([2, 1])["W1"].shape == (1, 2)
    """
    subprocess.run([sys.executable, "-c", code], check=True, timeout=TIMEOUT)
