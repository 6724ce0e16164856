"""The NumPy code in the docstrings is what the functions do: this runs its very text."""

import inspect
import re
import textwrap
from functools import partial
from typing import Any

import numpy as np
import paraminit
import pytest

from reference.schemes import DISTRIBUTIONS, MODES, SCHEMES
from support.functions import every_dtype
from support.outcome import freeze, state_of
from support.streams import STREAMS, every_stream, in_a_row

ARGUMENTS: dict[str, list[dict[str, Any]]] = {
    "normal": [{"shape": (3, 4), "std": 0.7}, {"shape": 5, "std": 1.0}],
    "uniform": [
        {"shape": (3, 4), "bound": 0.7},
        {"shape": 5, "bound": 1.0},
        {"shape": 50, "bound": (-0.1, 0.7)},
    ],
    "truncated_normal": [{"shape": (30, 40), "std": 0.7}, {"shape": 5, "std": 1.0}],
    **{
        name: [
            {"shape": (3, 4), "in_axis": 1, "out_axis": 0},
            {"shape": (3, 4, 5), "in_axis": -2, "out_axis": -1},
        ]
        for name in SCHEMES
    },
    "variance_scaling": [
        {
            "shape": (3, 4, 5),
            "scale": 1 / 3,
            "mode": mode,
            "distribution": distribution,
            "in_axis": 1,
            "out_axis": 2,
        }
        for mode in MODES
        for distribution in DISTRIBUTIONS
    ],
    "orthogonal": [{"shape": shape, "gain": 2.0} for shape in [(3, 4), (5, 2, 2)]],
    "initialize_parameters": [
        {"layers_dims": [5, 4, 3], "initializer": initializer, "layout": layout}
        for layout in ["out_in", "in_out"]
        for initializer in [
            paraminit.he_normal,
            partial(paraminit.variance_scaling, distribution="uniform"),
        ]
    ],
}


def blocks(name: str) -> list[str]:
    """Return the literal blocks, without their indentation."""
    text = inspect.getdoc(getattr(paraminit, name))
    assert text
    code = text.partition("\nExamples\n")[0]
    return [textwrap.dedent(block) for block in re.findall(r"::\n\n((?:(?: {4}.*)?\n)+)", code)]


def run(code: list[str], streams: list[Any], dtype: Any, arguments: dict[str, Any]) -> Any:
    """Run blocks one after another, each with a stream of its own; return what is then there."""
    names = {"np": np, "dtype": dtype, **vars(paraminit), **arguments}
    for block, stream in zip(code, streams, strict=True):
        names["rng"] = stream
        exec(block, names)
    return names.get("weights", names.get("parameters"))


@every_stream
@every_dtype
@pytest.mark.parametrize("name", ARGUMENTS)
def test_formula(name: str, dtype: Any, stream: str) -> None:
    """Return what the first block returns, and leave the stream where it does.

    For float32 it is the second block, with the first one's names, if there is one; of a legacy
    stream, the first block's numbers rounded.
    """
    make = in_a_row(stream)
    for arguments in ARGUMENTS[name]:
        numpys = make()
        code, streams = blocks(name), [numpys]
        if dtype is np.float64 or isinstance(numpys, np.random.RandomState):
            code = code[:1]
        elif len(code) == 2:
            streams = [STREAMS[stream](3), numpys]
        expected = run(code, streams, dtype, arguments)
        if isinstance(expected, np.ndarray):
            expected = expected.astype(dtype)
        actual = getattr(paraminit, name)(**arguments, rng=(ours := make()), dtype=dtype)
        assert freeze(actual) == freeze(expected)
        assert state_of(ours) == state_of(numpys)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_number_of_blocks(name: str) -> None:
    """Have a block for float64, and one for float32 where it takes another method."""
    takes_dtype = name in {"variance_scaling", "orthogonal", "initialize_parameters"}
    assert len(blocks(name)) == (1 if takes_dtype else 2)
