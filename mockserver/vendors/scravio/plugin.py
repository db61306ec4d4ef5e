"""Scravio, put together. Wiring only: every rule stands in the module it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mockserver.contract import MagicValue, SocketRoute, TourStep, Trigger, Vendor
from mockserver.vendors.scravio.errors import ScravioErrors
from mockserver.vendors.scravio.policy import CREDENTIALS, EDITIONS, KEYS, REQUEST_IDS, ScravioLimits

if TYPE_CHECKING:
    from mockserver.core.tables import Row
    from mockserver.engine.jobs import JobKind
    from mockserver.engine.scheduler import Step
    from mockserver.engine.workspace import Workspace
    from mockserver.gateway.messages import Request
    from mockserver.gateway.operation import Router


def _routers() -> Sequence[Router]:
    from mockserver.vendors.scravio.account import routes as account
    from mockserver.vendors.scravio.campaigns import routes as campaigns
    from mockserver.vendors.scravio.credits import routes as credit_transactions
    from mockserver.vendors.scravio.exports import routes as exports
    from mockserver.vendors.scravio.leads import routes as leads
    from mockserver.vendors.scravio.validation import routes as validation

    modules = (account, campaigns, leads, validation, exports, credit_transactions)
    return [module.router for module in modules]


def _tables() -> Sequence[type[Row]]:
    from mockserver.vendors.scravio.account.tables import AccountRow
    from mockserver.vendors.scravio.campaigns.tables import CampaignRow
    from mockserver.vendors.scravio.credits.tables import TransactionRow
    from mockserver.vendors.scravio.exports.tables import ExportRow
    from mockserver.vendors.scravio.leads.tables import LeadCheckRow, LeadCountRow, LeadRow, RevealRow
    from mockserver.vendors.scravio.validation.tables import (
        AddressRow,
        CampaignValidationRow,
        UploadRow,
        ValidationJobRow,
    )

    leads = (LeadRow, LeadCountRow, LeadCheckRow, RevealRow)
    validation = (ValidationJobRow, AddressRow, UploadRow, CampaignValidationRow)
    return (AccountRow, TransactionRow, CampaignRow, *leads, *validation, ExportRow)


def _workers(workspace: Workspace) -> tuple[Iterable[JobKind], Mapping[str, Step]]:
    from mockserver.vendors.scravio.campaigns import jobs as campaigns
    from mockserver.vendors.scravio.events import publishing
    from mockserver.vendors.scravio.exports import jobs as exports
    from mockserver.vendors.scravio.validation import jobs as validation

    publishing.subscribe(workspace)
    return [kind for module in (campaigns, validation, exports) for kind in module.kinds(workspace)], {}


def _sockets() -> Sequence[SocketRoute]:
    from mockserver.vendors.scravio.events import sockets

    return sockets.ROUTES


def _pages() -> Sequence[Router]:
    from mockserver.vendors.scravio.events import polling

    return [polling.router]


def _page_workspace(request: Request) -> str | None:
    from mockserver.vendors.scravio.events import polling

    return polling.workspace_of(request)


def _triggers() -> Mapping[str, Trigger]:
    from mockserver.vendors.scravio.credits import triggers as transactions
    from mockserver.vendors.scravio.leads import reveals

    return {reveals.EVENT: reveals.trigger, transactions.EVENT: transactions.trigger}


def _magic() -> Sequence[MagicValue]:
    from mockserver.vendors.scravio.magic import MAGIC

    return MAGIC


def _tour() -> Sequence[TourStep]:
    from mockserver.vendors.scravio.tour import TOUR

    return TOUR


def _seed(workspace: Workspace, section: Mapping[str, Any]) -> None:
    from mockserver.vendors.scravio.seed import load

    load(workspace, section)


VENDOR = Vendor(
    name="scravio",
    title="Scravio API",
    description="Email lists from social media: campaigns, leads, email validation, exports, credits.",
    hosts=("api.scravio.com",),
    base_path="/api",
    credentials=CREDENTIALS,
    errors=ScravioErrors(),
    rate_limits=ScravioLimits(),
    keys=KEYS,
    editions=EDITIONS,
    routers=_routers,
    tables=_tables,
    seed=_seed,
    job_kinds=("email_campaign", "campaign_validation", "email_validation", "list_export"),
    workers=_workers,
    triggers=_triggers,
    magic=_magic,
    sockets=_sockets,
    pages=_pages,
    page_workspace=_page_workspace,
    tour=_tour,
    request_ids=REQUEST_IDS,
    security_schemes={"ApiKeyHeader": {"type": "apiKey", "in": "header", "name": "X-API-Key"}},
)
