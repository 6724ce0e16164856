"""A call draws where stacks are small."""

import threading

import pytest

from support.functions import DRAWING
from support.outcome import assert_same
from support.processes import isolated
from support.threads import start
from support.watchdog import TIMEOUT

KIB = 1024


@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [50, 50], [300, 301], [1001, 701]], ids=str)
@isolated  # an overflow ends the process
def test_small_stack(layers_dims: list[int]) -> None:
    """Draw in a thread with a stack of 64 KiB; NumPy itself needs half of that."""
    threading.stack_size(64 * KIB)
    for function in DRAWING:
        start(assert_same, function, layers_dims).result(TIMEOUT)
