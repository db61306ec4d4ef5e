"""Scrapest, put together. Wiring only: every rule stands in the module it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mockserver.contract import SocketRoute, TourStep, Vendor
from mockserver.vendors.scrapest.errors import ScrapestErrors
from mockserver.vendors.scrapest.policy import API_KEY, CREDENTIALS, EDITIONS, KEYS, NAME, NoLimits

if TYPE_CHECKING:
    from mockserver.core.tables import Row
    from mockserver.engine.jobs import JobKind
    from mockserver.engine.scheduler import Step
    from mockserver.engine.workspace import Workspace
    from mockserver.gateway.operation import Router


def _routers() -> Sequence[Router]:
    from mockserver.vendors.scrapest.tracking.routes import router

    return (router,)


def _sockets() -> Sequence[SocketRoute]:
    from mockserver.vendors.scrapest.stream.sockets import SOCKETS

    return SOCKETS


def _tables() -> Sequence[type[Row]]:
    from mockserver.vendors.scrapest.tracking.tables import TrackedRow

    return (TrackedRow,)


def _workers(workspace: Workspace) -> tuple[Iterable[JobKind], Mapping[str, Step]]:
    from mockserver.vendors.scrapest.stream.service import listen

    listen(workspace)
    return (), {}


def _tour() -> Sequence[TourStep]:
    from mockserver.vendors.scrapest.tour import TOUR

    return TOUR


def _seed(workspace: Workspace, section: Mapping[str, Any]) -> None:
    from mockserver.vendors.scrapest.seed import load

    load(workspace, section)


VENDOR = Vendor(
    name=NAME,
    title="Scrapest stream",
    description="Tweets of the accounts that a key tracks, over the websocket at /ws, the moment they are written.",
    hosts=("scrape.st",),
    base_path="",
    base_socket="/ws",
    credentials=CREDENTIALS,
    errors=ScrapestErrors(),
    rate_limits=NoLimits(),
    keys=KEYS,
    editions=EDITIONS,
    routers=_routers,
    sockets=_sockets,
    tables=_tables,
    seed=_seed,
    workers=_workers,
    security_schemes={"ApiKey": {"type": "apiKey", "in": "header", "name": API_KEY}},
    tour=_tour,
)
