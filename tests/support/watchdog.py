"""Guards against hangs: none of them ends a test that is merely slow."""

import faulthandler

TIMEOUT = 300.0
"""Seconds after which a thread or a process is taken to hang; each needs a few at most."""


def watch(seconds: float = TIMEOUT) -> None:
    """End the process, with a traceback of each thread, unless called again within this time.

    The thread that does it is not Python's: it also ends a process that never releases the GIL.
    """
    faulthandler.dump_traceback_later(seconds, exit=True, file=2)


def unwatch() -> None:
    """Watch no longer. To be called before a fork, which that thread's locks do not survive."""
    faulthandler.cancel_dump_traceback_later()
