"""Xquik, put together. Wiring only: every rule stands in the module it names, every resource in `packages`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mockserver.contract import MagicValue, TourStep, Trigger, Vendor
from mockserver.vendors.xquik.errors import XquikErrors
from mockserver.vendors.xquik.policy import CREDENTIALS, EDITIONS, KEYS, SECRET_FIELDS, SESSION_COOKIE, XquikLimits

if TYPE_CHECKING:
    from mockserver.core.settings import Edition
    from mockserver.core.tables import Row
    from mockserver.engine.jobs import JobKind
    from mockserver.engine.scheduler import Step
    from mockserver.engine.webhooks.policies import WebhookProfile
    from mockserver.engine.workspace import Workspace
    from mockserver.gateway.messages import Request
    from mockserver.gateway.operation import Router


def _routers() -> Sequence[Router]:
    from mockserver.vendors.xquik import packages

    return packages.routers()


def _pages() -> Sequence[Router]:
    from mockserver.vendors.xquik import packages

    return packages.pages()


def _page_workspace(request: Request) -> str | None:
    from mockserver.vendors.xquik.mcp import pages

    return pages.workspace_of(request)


def _tables() -> Sequence[type[Row]]:
    from mockserver.vendors.xquik import packages

    return packages.all_tables()


def _workers(workspace: Workspace) -> tuple[Iterable[JobKind], Mapping[str, Step]]:
    from mockserver.vendors.xquik import packages

    return packages.workers(workspace)


def _magic() -> Sequence[MagicValue]:
    from mockserver.vendors.xquik import packages

    return packages.all_magic()


def _webhooks(edition: Edition) -> WebhookProfile:
    from mockserver.vendors.xquik.webhooks.profile import profile

    return profile(edition)


def _triggers() -> Mapping[str, Trigger]:
    from mockserver.vendors.xquik.webhooks.triggers import TRIGGERS

    return TRIGGERS


def _tour() -> Sequence[TourStep]:
    from mockserver.vendors.xquik.tour import TOUR

    return TOUR


def _seed(workspace: Workspace, section: Mapping[str, Any]) -> None:
    from mockserver.vendors.xquik.seed import load

    load(workspace, section)


VENDOR = Vendor(
    name="xquik",
    title="Xquik API",
    description="X data platform: lookups, monitors, webhooks, extractions, draws, writes, composing, credits.",
    hosts=("xquik.com",),
    base_path="/api/v1",
    credentials=CREDENTIALS,
    errors=XquikErrors(),
    rate_limits=XquikLimits(),
    keys=KEYS,
    editions=EDITIONS,
    routers=_routers,
    tables=_tables,
    seed=_seed,
    workers=_workers,
    webhooks=_webhooks,
    triggers=_triggers,
    tour=_tour,
    secret_fields=SECRET_FIELDS,
    security_schemes={
        "apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"},
        "bearer": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
    },
    magic=_magic,
    pages=_pages,
    page_workspace=_page_workspace,
)
