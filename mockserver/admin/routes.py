"""Every router of the control API, in the order of its document."""

from __future__ import annotations

from mockserver.admin import (
    clock,
    deliveries,
    documents,
    faults,
    har,
    inbox,
    jobs,
    keys,
    pact,
    requests,
    settings,
    snapshots,
    state,
    status,
    streams,
    trigger,
    tweets,
    webhooks,
    workspaces,
)
from mockserver.admin.findings import routes as findings

_MODULES = (
    *(status, workspaces, settings, clock, keys, webhooks, deliveries, inbox),
    *(trigger, tweets, jobs, faults, streams, requests, har, findings, snapshots, state, pact, documents),
)

ROUTES = tuple(route for module in _MODULES for route in module.router.routes)
