"""Clusters of processes, and what runs on their workers."""

import hashlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import dask
import distributed


@contextmanager
def cluster(workers: int, memory: str | int = 0) -> Iterator[Any]:
    """Start so many workers with so much memory each (0: any); return the client.

    They are as patient as a slow machine needs. Their logs, of workers that die, are not shown.
    """
    timeouts = ("comm.timeouts.connect", "comm.timeouts.tcp", "deploy.lost-worker-timeout")
    patient = {f"distributed.{timeout}": "1 hour" for timeout in timeouts}
    with dask.config.set(patient):
        processes = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=memory,
            dashboard_address=None,
            silence_logs=50,
        )
        try:
            with distributed.Client(processes) as client:
                client.wait_for_workers(workers)
                yield client
        finally:
            # What LocalCluster keeps of its workers misses one that died before it was heard of.
            with suppress(KeyError):
                processes.close()


def digest(block: Any) -> str:
    """Return what stands for the bits of a block."""
    return hashlib.blake2b(block, digest_size=16).hexdigest()


def digest_or_die(block: Any, died: Path) -> str:
    """End the worker's process, the first time; return the digest once it has died."""
    with suppress(FileExistsError):
        died.touch(exist_ok=False)
        os.kill(os.getpid(), signal.SIGKILL)
    return digest(block)
