"""What is measured, one module a subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.bench import Bench
from benchmarks.suites import http, lab, leads, start, stream

SUITES: Mapping[str, Callable[[Bench], None]] = {
    "start": start.run,
    "lab": lab.run,
    "stream": stream.run,
    "http": http.run,
    "leads": leads.run,
}
"""In the order they run: of those with rounds the long one last, so that it is the one cut short when time is up."""
