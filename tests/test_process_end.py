"""A process ends in peace while daemon threads draw."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.once

EXITS = 12
"""Enough: one process in three aborted before the wait for the GIL was guarded."""

HAS_FORK = hasattr(os, "fork")

# Each child goes on behind the loop, and ends as any process does. One import of NumPy is enough.
FORKS = """if True:
    import os

    import numpy as np

    for _ in range({forks}):
        if not (child := os.fork()):
            break
        if status := os.waitpid(child, 0)[1]:
            raise SystemExit(f"a child ended with status {{status}}")
"""

SCRIPT = """if True:
    import threading
    import time

    import numpy as np
    import paraminit

    RNG, RANDOM_STATE = np.random.default_rng(3), np.random.RandomState(3)
    line_up = threading.Barrier(4)

    def draw():
        line_up.wait()
        while True:
            {call}

    for _ in range(3):
        threading.Thread(target=draw, daemon=True).start()
    line_up.wait()
    time.sleep(0.05)  # not waited for, only to let them get somewhere
"""

CALLS = [
    "paraminit.initialize_parameters_he([300, 300, 1])",
    "paraminit.initialize_parameters_he([301, 301])",
    "paraminit.initialize_parameters_he([3, 2, 1])",
    "paraminit.initialize_parameters_random([np.int64(300)] * 3)",
    "paraminit.initialize_parameters_zeros([100, 100])",
    "paraminit.normal((300, 300), rng=RNG)",
    "paraminit.uniform(1100, rng=RNG)",
    "paraminit.normal(3, rng=np.random.default_rng())",
    "paraminit.normal(70_001, rng=RANDOM_STATE, dtype='f4')",
]


@pytest.mark.parametrize("call", CALLS)
def test_daemon_threads(call: str) -> None:
    """End with exit code 0, as with NumPy's own functions, wherever the threads are."""
    script = SCRIPT.format(call=call)
    if HAS_FORK:
        script = FORKS.format(forks=EXITS - 1) + script
    for _ in range(1 if HAS_FORK else EXITS):
        process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        assert process.returncode == 0, process.stderr
