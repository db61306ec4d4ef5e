"""What is measured: names, titles, units, and which way is better. Must not know how, nor what is good enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

TIMES, NOTHING = "\N{MULTIPLICATION SIGN}", "\N{EN DASH}"
"""Between a factor and what it multiplies; where there is no number."""


class Better(StrEnum):
    """Which of two numbers wins."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that a suite takes once a round."""

    key: str
    title: str
    unit: str
    better: Better = Better.LOWER

    def show(self, value: float) -> str:
        """A value with its unit, with as many digits as say something."""
        return f"{figure(value)} {self.unit}".rstrip()


def figure(value: float) -> str:
    """Three digits that count, more only before the point; thousands apart."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.3f}"


_METRICS = (
    Metric("http.read", "GET of a list of three, unchanged", "/s", Better.HIGHER),
    Metric("http.read_p99", "GET of a list of three, 99th percentile at 16 connections", "ms"),
    Metric("http.fresh", "GET of a list of three, just changed, one connection", "/s", Better.HIGHER),
    Metric("http.create", "POST that creates and commits", "/s", Better.HIGHER),
    Metric("http.create_p99", "POST that creates, 99th percentile at 16 connections", "ms"),
    Metric("http.ready", "Process start to first 200", "s"),
    Metric("http.memory", "Resident memory when ready", "MB"),
    Metric("http.busy", "Share of a core that the server used while it was read from", "%", Better.HIGHER),
    Metric("http.bytes", "Bytes of the list with its head", "B"),
    Metric("start.new", "Process start to first 200 of a vendor, new data folder", "s"),
    Metric("start.existing", "Process start to first 200 of a vendor, existing data folder", "s"),
    Metric("start.crowded", "The same with 50 more demo workspaces in it", "s"),
    Metric("start.memory", "Resident memory, idle", "MB"),
    Metric("start.workspace_memory", "Resident memory of a further idle demo workspace", "MB"),
    Metric("lab.workspace", "New workspace, demo fixture, ready to use", "ms"),
    Metric("lab.advance", "`advance` over 30 virtual days of the demo workspace", "s"),
    Metric("lab.fired", "Timers that fell due in these 30 days", "", Better.HIGHER),
    Metric("lab.webhooks", "Webhook deliveries to one fast receiver", "/s", Better.HIGHER),
    Metric("lab.scrape", "Scraping 25,000 followers", "s"),
    Metric("lab.snapshot", "Snapshot of 100,000 rows", "ms"),
    Metric("lab.restore", "Restore of 100,000 rows", "ms"),
    Metric("stream.hundred", "Stream delivery of 1.2 KB tweets to 100 sockets", "/s", Better.HIGHER),
    Metric("stream.messages", "Stream delivery of 1.2 KB tweets to 1,000 sockets", "/s", Better.HIGHER),
    Metric("leads.campaign", "A campaign of 1,000,000 emails, each validated", "s"),
    Metric("leads.page", "A page of 1,000,000 leads, the slowest of all filters and depths", "ms"),
    Metric("leads.csv", "CSV of 1,000,000 leads", "s"),
    Metric("leads.csv_memory", "Resident memory that the CSV takes on top", "MB"),
    Metric("leads.xlsx", "XLSX of 1,000,000 leads", "s"),
    Metric("leads.xlsx_memory", "Resident memory that the XLSX takes on top", "MB"),
)

METRICS: Mapping[str, Metric] = {metric.key: metric for metric in _METRICS}
