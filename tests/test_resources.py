"""A call needs little more than its result: it draws where stacks are small."""

import threading

import pytest
from helpers import DRAWING, TIMEOUT, assert_same, isolated, start

KIB = 1024


@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [50, 50], [300, 301], [1001, 701]], ids=str)
@isolated  # what needs more ends the process
def test_small_stack(layers_dims: list[int]) -> None:
    """Draw in a thread with a small stack, as NumPy does with one of half the size."""
    threading.stack_size(64 * KIB)
    for pair in DRAWING:
        start(assert_same, pair, layers_dims).result(TIMEOUT)
