"""What monitors do by themselves: watch, and be paid for by the hour."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.engine.jobs import JobKind
from mockserver.engine.scheduler import Step
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.monitors import service, watching


def workers(workspace: Workspace) -> tuple[list[JobKind], Mapping[str, Step]]:
    """No job, and the timer of the hours."""
    watching.watch(workspace)
    return [], {service.BILLING: lambda timer: service.bill(workspace, int(timer.subject))}
