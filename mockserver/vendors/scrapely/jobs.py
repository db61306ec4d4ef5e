"""Scrapely's workers, bound to a workspace. Wiring only: each resource's `jobs` module says what a step does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mockserver.engine.jobs import JobKind
from mockserver.engine.scheduler import Step
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.campaigns import jobs as campaigns
from mockserver.vendors.scrapely.conversations import elsewhere
from mockserver.vendors.scrapely.cookies import jobs as cookies
from mockserver.vendors.scrapely.sources import jobs as sources
from mockserver.vendors.scrapely.tweets import jobs as tweets


def workers(workspace: Workspace) -> tuple[Iterable[JobKind], Mapping[str, Step]]:
    """The kinds of job, and the steps of timers that belong to no job; messages are listened to from now on."""
    elsewhere.listen(workspace)
    kinds = (
        cookies.kind(workspace),
        sources.kind(workspace),
        campaigns.kind(workspace),
        tweets.kind(workspace),
    )
    return kinds, campaigns.timers(workspace)
