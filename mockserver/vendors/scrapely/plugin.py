"""Scrapely, put together. Wiring only: every rule stands in the module it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mockserver.contract import MagicValue, TourStep, Trigger, Vendor
from mockserver.core.settings import Edition
from mockserver.vendors.scrapely.errors import ScrapelyErrors
from mockserver.vendors.scrapely.policy import CREDENTIALS, EDITIONS, KEYS, SECRET_FIELDS, ScrapelyLimits

if TYPE_CHECKING:
    from mockserver.core.tables import Row
    from mockserver.engine.jobs import JobKind
    from mockserver.engine.scheduler import Step
    from mockserver.engine.webhooks.policies import WebhookProfile
    from mockserver.engine.workspace import Workspace
    from mockserver.gateway.operation import Router


def _routers() -> Sequence[Router]:
    from mockserver.vendors.scrapely.accounts import routes as accounts
    from mockserver.vendors.scrapely.campaigns import routes as campaigns
    from mockserver.vendors.scrapely.conversations import routes as conversations
    from mockserver.vendors.scrapely.cookies import routes as cookies
    from mockserver.vendors.scrapely.crm import routes as crm
    from mockserver.vendors.scrapely.enrichment import routes as enrichment
    from mockserver.vendors.scrapely.sources import routes as sources
    from mockserver.vendors.scrapely.tweets import routes as tweets

    modules = (accounts, cookies, sources, campaigns, conversations, crm, tweets, enrichment)
    return [module.router for module in modules]


def _tables() -> Sequence[type[Row]]:
    from mockserver.vendors.scrapely.accounts.tables import AccountRow
    from mockserver.vendors.scrapely.campaigns.tables import CampaignRow, DmJobRow, LaneRow
    from mockserver.vendors.scrapely.conversations.tables import ConversationRow, CustomTagRow, SentDmRow
    from mockserver.vendors.scrapely.cookies.tables import CookieJobRow
    from mockserver.vendors.scrapely.enrichment.tables import EnrichmentRow
    from mockserver.vendors.scrapely.sources.tables import CreditRow, LeadRow, ScrapeJobRow, SourceRow
    from mockserver.vendors.scrapely.tweets.tables import ScheduledTweetRow

    accounts = (AccountRow, CookieJobRow, ScheduledTweetRow)
    leads = (SourceRow, ScrapeJobRow, LeadRow, CreditRow, EnrichmentRow)
    outreach = (CampaignRow, LaneRow, DmJobRow, ConversationRow, SentDmRow, CustomTagRow)
    return (*accounts, *leads, *outreach)


def _workers(workspace: Workspace) -> tuple[Iterable[JobKind], Mapping[str, Step]]:
    from mockserver.vendors.scrapely.jobs import workers

    return workers(workspace)


def _webhooks(edition: Edition) -> WebhookProfile:
    from mockserver.vendors.scrapely.webhooks import PROFILES

    return PROFILES[edition]


def _triggers() -> Mapping[str, Trigger]:
    from mockserver.vendors.scrapely.webhooks import TRIGGERS

    return TRIGGERS


def _magic() -> Sequence[MagicValue]:
    from mockserver.vendors.scrapely.magic import MAGIC

    return MAGIC


def _tour() -> Sequence[TourStep]:
    from mockserver.vendors.scrapely.tour import TOUR

    return TOUR


def _seed(workspace: Workspace, section: Mapping[str, Any]) -> None:
    from mockserver.vendors.scrapely.seed import load

    load(workspace, section)


VENDOR = Vendor(
    name="scrapely",
    title="Scrapely API",
    description="Twitter DM outreach: accounts, lead scraping, campaigns, conversations, CRM, scheduled tweets.",
    hosts=("app.scrapely.co",),
    base_path="/api/v1",
    credentials=CREDENTIALS,
    errors=ScrapelyErrors(),
    rate_limits=ScrapelyLimits(),
    keys=KEYS,
    editions=EDITIONS,
    routers=_routers,
    tables=_tables,
    seed=_seed,
    job_kinds=("cookie_extraction", "scraping", "dm_campaign", "scheduled_tweet"),
    workers=_workers,
    webhooks=_webhooks,
    triggers=_triggers,
    secret_fields=SECRET_FIELDS,
    security_schemes={
        "ApiKeyHeader": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        "BearerAuth": {"type": "http", "scheme": "bearer"},
    },
    magic=_magic,
    tour=_tour,
)
