"""Equality as paraminit means it: the same bits, and NumPy's global stream in the same state."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["same_bits", "same_stream", "stream_state"]


def same_bits(a: Mapping[str, NDArray[Any]], b: Mapping[str, NDArray[Any]]) -> bool:
    """Compare two dictionaries of arrays bit for bit.

    Parameters
    ----------
    a, b : mapping of str to ndarray
        Parameters, as an initialization returns them.

    Returns
    -------
    bool
        True if names, their order, types, shapes and every single bit agree. Unlike ``==``, this
        tells 0.0 from -0.0, and finds a NaN equal to itself.
    """
    return list(a) == list(b) and all(
        a[name].dtype == b[name].dtype
        and a[name].shape == b[name].shape
        and a[name].tobytes() == b[name].tobytes()
        for name in a
    )


def stream_state() -> dict[str, Any]:
    """Return the whole state of the stream that ``np.random.seed`` seeds.

    Returns
    -------
    dict
        The 624 words of the bit generator under "key" and the position of the next one under
        "pos". Normals come in pairs: "has_gauss" is 1 while the second of a pair is cached for
        the next call, and "gauss" is that number, or else 0.0.
    """
    state = np.random.get_state(legacy=False)
    assert isinstance(state, dict)
    return {
        "key": state["state"]["key"].copy(),
        "pos": state["state"]["pos"],
        "has_gauss": state["has_gauss"],
        "gauss": state["gauss"],
    }


def same_stream(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Compare two states of the stream, the cached normal included.

    Parameters
    ----------
    a, b : mapping
        What `stream_state` returned.

    Returns
    -------
    bool
        True if whatever is drawn next is the same from both.
    """
    return (
        a["key"].tobytes() == b["key"].tobytes()
        and a["pos"] == b["pos"]
        and a["has_gauss"] == b["has_gauss"]
        and float(a["gauss"]).hex() == float(b["gauss"]).hex()
    )
