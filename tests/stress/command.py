"""The command line of a stress test."""

import argparse
import inspect
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from support.forks import FaultError as FaultError
from support.watchdog import unwatch


def run(stress: Callable[..., str]) -> int:
    """Run a stress test, whose parameters are the options of its command; print its summary."""
    parser = argparse.ArgumentParser(description=stress.__doc__)
    for name, parameter in inspect.signature(stress).parameters.items():
        default = parameter.default
        parser.add_argument(
            "--" + name.replace("_", "-"),
            type=type(default),
            default=default,
            help=f"{default} if not given",
        )
    options = vars(parser.parse_args())
    began = time.perf_counter()
    try:
        status, summary = 0, stress(**options)
    except Exception as error:
        if not isinstance(error, FaultError):
            traceback.print_exc()
        status, summary = 1, f"FAILED: {error!r}"
    unwatch()
    name = Path(inspect.getfile(stress)).stem
    print(f"{name}: {summary}, {time.perf_counter() - began:.0f} s", flush=True)
    return status
