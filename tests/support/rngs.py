"""Streams of every kind, by the names that some tests have for them."""

from support.outcome import state_of as state
from support.streams import STREAMS as STREAMS

__all__ = ["STREAMS", "state"]
