"""SocialScalr, put together. Wiring only: every rule stands in the module it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mockserver.contract import MagicValue, TourStep, Trigger, Vendor
from mockserver.core.settings import Edition
from mockserver.vendors.socialscalr.errors import SocialScalrErrors
from mockserver.vendors.socialscalr.policy import CREDENTIALS, EDITIONS, KEYS, SocialScalrLimits

if TYPE_CHECKING:
    from mockserver.core.tables import Row
    from mockserver.engine.jobs import JobKind
    from mockserver.engine.scheduler import Step
    from mockserver.engine.webhooks.policies import WebhookProfile
    from mockserver.engine.workspace import Workspace
    from mockserver.gateway.operation import Router


def _routers() -> Sequence[Router]:
    from mockserver.vendors.socialscalr.account import routes as account
    from mockserver.vendors.socialscalr.campaigns import routes as campaigns
    from mockserver.vendors.socialscalr.leads import routes as leads
    from mockserver.vendors.socialscalr.posts import routes as posts

    return [module.router for module in (account, campaigns, leads, posts)]


def _tables() -> Sequence[type[Row]]:
    from mockserver.vendors.socialscalr.account.tables import UserRow
    from mockserver.vendors.socialscalr.campaigns.tables import CampaignRow
    from mockserver.vendors.socialscalr.comments.tables import CommentRow
    from mockserver.vendors.socialscalr.leads.tables import LeadRow
    from mockserver.vendors.socialscalr.posts.tables import PostRow

    return UserRow, CampaignRow, LeadRow, PostRow, CommentRow


def _workers(workspace: Workspace) -> tuple[Iterable[JobKind], Mapping[str, Step]]:
    from mockserver.vendors.socialscalr.jobs import workers

    return workers(workspace)


def _webhooks(edition: Edition) -> WebhookProfile:
    from mockserver.vendors.socialscalr.webhooks import PROFILE

    return PROFILE


def _triggers() -> Mapping[str, Trigger]:
    from mockserver.vendors.socialscalr.webhooks import TRIGGERS

    return TRIGGERS


def _magic() -> Sequence[MagicValue]:
    from mockserver.vendors.socialscalr.magic import MAGIC

    return MAGIC


def _tour() -> Sequence[TourStep]:
    from mockserver.vendors.socialscalr.tour import TOUR

    return TOUR


def _seed(workspace: Workspace, section: Mapping[str, Any]) -> None:
    from mockserver.vendors.socialscalr.seed import load

    load(workspace, section)


VENDOR = Vendor(
    name="socialscalr",
    title="SocialScalr API",
    description="LinkedIn outreach: campaigns, leads, scheduled posts, and webhooks that tell what happens.",
    hosts=("socialscalr.com",),
    base_path="/api/v1",
    credentials=CREDENTIALS,
    errors=SocialScalrErrors(),
    rate_limits=SocialScalrLimits(),
    keys=KEYS,
    editions=EDITIONS,
    routers=_routers,
    tables=_tables,
    seed=_seed,
    job_kinds=("linkedin_outreach", "linkedin_extension", "linkedin_post", "linkedin_comment"),
    workers=_workers,
    webhooks=_webhooks,
    triggers=_triggers,
    security_schemes={"BearerAuth": {"type": "http", "scheme": "bearer"}},
    magic=_magic,
    tour=_tour,
)
