"""What support does as time goes by. Wiring only."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.engine.jobs import JobKind
from mockserver.engine.scheduler import Step
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.support import service


def workers(workspace: Workspace) -> tuple[list[JobKind], Mapping[str, Step]]:
    """No jobs; the timers of tickets."""
    return [], service.steps(workspace)
