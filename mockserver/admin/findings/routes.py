"""What clients did wrong, worked out from the journal, the deliveries and the sockets when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.findings import habits, inputs, reports
from mockserver.admin.findings.catalogue import CATALOGUE
from mockserver.admin.findings.finding import Exchange, Finding, Sighting, gathered
from mockserver.admin.schemas import ControlQuery
from mockserver.core.clock import ClockMode
from mockserver.gateway.marks import Query
from mockserver.gateway.messages import Response
from mockserver.gateway.route_index import Match

router = control_router("Findings")

_FORMAT = "json, junit or sarif"


class Form(ControlQuery):
    """How findings are told."""

    format: Annotated[Literal["json", "junit", "sarif"], Field(description=_FORMAT)] = "json"


class FindingView(TypedDict):
    """A mistake at one place; `requests` are ids of the journal, the first twenty."""

    id: str
    severity: str
    title: str
    vendor: str
    place: str
    message: str
    advice: str
    count: int
    requests: list[str]


class FindingList(TypedDict):
    """Every mistake that the journal still shows."""

    findings: list[FindingView]
    total: int


class MistakeView(TypedDict):
    """A kind of mistake that is looked for."""

    id: str
    severity: str
    title: str
    advice: str


class Catalogue(TypedDict):
    """Every kind."""

    mistakes: list[MistakeView]


@router.get("/findings")
async def list_mistakes() -> Catalogue:
    """List what is looked for."""
    return {
        "mistakes": [
            {"id": each.id, "severity": each.severity.value, "title": each.title, "advice": each.advice}
            for each in CATALOGUE.values()
        ]
    }


@router.get(f"{WORKSPACE}/findings", response_model=FindingList)
async def list_findings(ctx: Ws, form: Annotated[Form, Query()]) -> FindingList | Response:
    """Say what the workspace's clients did wrong; `format` gives it as JUnit XML or SARIF too."""
    findings = gathered(_sightings(ctx))
    if form.format == "junit":
        return Response(200, reports.junit(findings), "application/xml")
    if form.format == "sarif":
        return Response.json(200, reports.sarif(findings))
    return {"findings": [_view(finding) for finding in findings], "total": len(findings)}


def _sightings(ctx: Ws) -> Iterator[Sighting]:
    clients: dict[tuple[str, str | None], list[Exchange]] = {}
    for entry in ctx.universe.journal:
        exchange = Exchange(entry, None)
        vendor = ctx.host.vendor_apps.get(entry.vendor)
        if vendor is not None and entry.status != 101:
            found = vendor.surface.routes.find(entry.method, entry.path)
            exchange = Exchange(entry, found.route if isinstance(found, Match) else None)
        clients.setdefault((entry.vendor, entry.key), []).append(exchange)
    clock_stands = ctx.universe.workspace.clock.mode is ClockMode.FROZEN
    for exchanges in clients.values():
        for exchange in exchanges:
            yield from inputs.sightings(exchange)
        yield from habits.sightings(exchanges, clock_stands=clock_stands)
    yield from _silent_sockets(ctx)


def _silent_sockets(ctx: Ws) -> Iterator[Sighting]:
    for connection in ctx.universe.workspace.streams.closed():
        if connection.was_silent:
            message = "The client answered no ping until it was cut off"
            yield Sighting("ping-missed", connection.vendor, f"WS {connection.path}", "", message)


def _view(finding: Finding) -> FindingView:
    mistake = CATALOGUE[finding.mistake]
    return {
        "id": mistake.id,
        "severity": mistake.severity.value,
        "title": mistake.title,
        "vendor": finding.vendor,
        "place": finding.place,
        "message": finding.message,
        "advice": mistake.advice,
        "count": finding.count,
        "requests": finding.requests,
    }
