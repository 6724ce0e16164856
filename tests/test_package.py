"""The package exports what its metadata say, and importing it does nothing else."""

import importlib.metadata
import importlib.resources
import importlib.util
import os
import subprocess
import sys
import textwrap

import numpy as np
import paraminit
import pytest

from support.processes import isolated
from support.watchdog import TIMEOUT


@isolated
def test_all() -> None:
    """Have nothing in public but what is exported: the functions that the README names."""
    public = {name for name in vars(paraminit) if not name.startswith("_")}
    assert public <= set(paraminit.__all__)


def test_version() -> None:
    """Have one version, that of the installed distribution."""
    assert paraminit.__version__ == importlib.metadata.version("paraminit")


@pytest.mark.parametrize("name", ["py.typed", "_core.pyi"])
def test_types_are_shipped(name: str) -> None:
    """Ship what type checkers look for."""
    assert importlib.resources.files("paraminit").joinpath(name).is_file()


def test_import_draws_nothing() -> None:
    """Leave the stream alone on import, the cached normal too."""
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
    """Refuse another interpreter of the process with an ImportError, and go on in the first."""
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
    other = interpreters.create()
    interpreters.run_string(other, textwrap.dedent(script))
    interpreters.destroy(other)  # Python 3.14 warns of one that is left
    words = os.read(reader, 999).decode()
    assert words in {
        "paraminit cannot be loaded by a second interpreter",
        "module paraminit._core does not support loading in subinterpreters",  # Python's own
    }
    np.random.seed(3)
    assert paraminit.initialize_parameters_he([2, 1])["W1"][0, 0] == 1.7886284734303186


def test_without_numpy() -> None:
    """Fail to import without NumPy, and need no more of its modules once imported."""
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


def test_imported_anew() -> None:
    """Know the functions of each module object, where a program has dropped the first one."""
    code = """if True:
        import sys
        import paraminit
        from paraminit import he_normal
        for name in [name for name in sys.modules if name.split(".")[0] == "paraminit"]:
            del sys.modules[name]
        import paraminit
        assert paraminit.he_normal is not he_normal
        for function in (he_normal, paraminit.he_normal):
            planned = paraminit._core.plan(function, {}, (4, 2), "f8")
            assert planned == ("normal", 0.0, 1.0), planned
    """
    subprocess.run([sys.executable, "-c", code], check=True, timeout=TIMEOUT)
