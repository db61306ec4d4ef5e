"""Timers that ran, in words that a tester knows: the job's kind and subject, the delivery's event and address."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import TypedDict

from mockserver.core.times import iso_ms
from mockserver.engine import jobs
from mockserver.engine.advance import Fired
from mockserver.engine.webhooks import deliveries
from mockserver.engine.workspace import Workspace


class FiredView(TypedDict):
    """A step of a job (`kind` is the job's), an attempt at a delivery (`webhook`), or another timer.

    `id` is the job's or the delivery's.
    """

    at: str
    kind: str
    subject: str
    id: str


def fired_views(workspace: Workspace, fired: Iterable[Fired]) -> list[FiredView]:
    """What ran, in order."""
    return [_view(workspace, each) for each in fired]


def _view(workspace: Workspace, fired: Fired) -> FiredView:
    kind, subject = fired.kind, fired.subject
    if kind == jobs.TIMER and (job := workspace.jobs.find(fired.subject)) is not None:
        kind, subject = job.kind, job.subject
    elif kind == deliveries.TIMER and (delivery := workspace.webhooks.delivery(fired.subject)) is not None:
        subject = f"{delivery.event} to {delivery.url}"
    return {"at": iso_ms(fired.at), "kind": kind, "subject": subject, "id": fired.subject}
