"""What can go wrong in a measurement. A number that is not sure is never reported."""

from __future__ import annotations


class BenchmarkError(Exception):
    """A server cannot be measured; the message says why."""


class NotBuilt(Exception):
    """What is to be measured does not exist yet."""
