"""Loads the section by living through it: each entry does at its time what a user would have done through the API.

In between the workers run as they always do, so what a fixture leaves behind is what the product itself makes.
Must not know the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from mockserver.core.times import Millis
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.account.plans import PLANS
from mockserver.vendors.scravio.campaigns import service as campaigns
from mockserver.vendors.scravio.campaigns.pricing import thousandths
from mockserver.vendors.scravio.campaigns.schemas import CreateCampaignRequest
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.exports import service as exports
from mockserver.vendors.scravio.exports.schemas import CreateExportRequest
from mockserver.vendors.scravio.leads import masks, presenters, reveals
from mockserver.vendors.scravio.leads import service as leads
from mockserver.vendors.scravio.leads.service import Wishes
from mockserver.vendors.scravio.seed.past import Past, named
from mockserver.vendors.scravio.seed.section import Campaign, Export, LedgerLine, Section, ValidationJob, read
from mockserver.vendors.scravio.validation import campaigns as validations
from mockserver.vendors.scravio.validation import service as validation_jobs


def load(workspace: Workspace, section: Mapping[str, Any]) -> None:
    """Write the section in the caller's transaction; raises `ValueError` that names the entry at fault.

    The past goes by the clock, whatever moves jobs on in the workspace afterwards.
    """
    settings = workspace.settings
    workspace.settings = replace(settings, progression={})
    try:
        _Loader(workspace, read(section)).load()
    finally:
        workspace.settings = settings
    if settings.progression:
        workspace.jobs.repace()


class _Loader:
    def __init__(self, workspace: Workspace, section: Section) -> None:
        self._workspace = workspace
        self._section = section
        self._past = Past(workspace)
        self._campaigns: dict[int, str] = {}

    def load(self) -> None:
        """Plan every entry at its time, then let time pass until now."""
        section = self._section
        self._plan("ledger", [(line.ago, partial(self._ledger, line)) for line in section.ledger])
        self._plan(
            "campaigns", [(each.ago, partial(self._launch, n, each)) for n, each in enumerate(section.campaigns)]
        )
        for number, campaign in enumerate(section.campaigns):
            self._plan_rest(number, campaign)
        self._plan("validation_jobs", [(job.ago, partial(self._validate, job)) for job in section.validation_jobs])
        self._past.plan("account", self._past.earliest, self._open)
        self._past.live()
        for number, campaign in enumerate(section.campaigns):
            with named(f"campaigns[{number}].reveals"):
                self._reveal(number, campaign.reveals)

    def _plan(self, name: str, deeds: Sequence[tuple[Millis, Callable[[], None]]]) -> None:
        for number, (ago, do) in enumerate(deeds):
            self._past.plan(f"{name}[{number}]", self._past.start - ago, do)

    def _plan_rest(self, number: int, campaign: Campaign) -> None:
        """What was done to a campaign after its launch."""
        place, start = f"campaigns[{number}]", self._past.start
        if campaign.stopped is not None:
            self._past.plan(f"{place}.stopped", start - campaign.stopped, lambda: self._stop(number))
        if campaign.validated is not None:
            self._past.plan(f"{place}.validated", start - campaign.validated, lambda: self._validate_campaign(number))
        for at, export in enumerate(campaign.exports):
            self._past.plan(f"{place}.exports[{at}]", start - export.ago, partial(self._export, number, export))

    # One entry each, at its time

    def _open(self) -> None:
        wanted = self._section.account
        account = accounts.open_account(
            self._workspace, plan=wanted.plan, name=wanted.name, email=wanted.email, is_verified=wanted.verified
        )
        granted = PLANS[wanted.plan].credits if wanted.credits is None else thousandths(wanted.credits)
        ledger.record(
            self._workspace,
            account,
            TransactionType.SUBSCRIPTION_INITIAL,
            granted,
            description=f"Initial credits of the {wanted.plan} plan",
        )

    def _ledger(self, line: LedgerLine) -> None:
        ledger.record(
            self._workspace,
            accounts.current(self._workspace),
            line.type,
            thousandths(line.amount),
            description=line.description,
            payment_id=line.payment_id,
            payment_gateway=line.gateway,
        )

    def _launch(self, number: int, campaign: Campaign) -> None:
        body = {
            "title": campaign.title,
            "type": campaign.type,
            "inputs": campaign.inputs,
            "targetEmails": campaign.target_emails,
            "maxCreditCap": campaign.max_credit_cap,
            "enableEmailValidation": campaign.validate_emails,
            "enableDeepEmailSearch": campaign.deep_search,
        }
        request = CreateCampaignRequest.model_validate(
            {name: value for name, value in body.items() if value is not None}
        )
        edition = self._workspace.settings.edition("scravio")
        self._campaigns[number] = campaigns.create(self._workspace, request, edition).id

    def _stop(self, number: int) -> None:
        campaigns.stop(self._workspace, self._campaign(number))

    def _validate_campaign(self, number: int) -> None:
        validations.start(self._workspace, self._campaign(number))

    def _export(self, number: int, export: Export) -> None:
        wish = {
            "campaignId": self._campaign(number),
            "emailOnly": export.email_only,
            "onlyValidEmails": export.only_valid,
            "fileFormat": export.format,
        }
        exports.create(self._workspace, accounts.current(self._workspace), CreateExportRequest.model_validate(wish))

    def _validate(self, job: ValidationJob) -> None:
        validation_jobs.submit(self._workspace, accounts.current(self._workspace), job.emails)

    def _reveal(self, number: int, places: Sequence[int]) -> None:
        campaign = campaigns.require(self._workspace, self._campaign(number)) if places else None
        for place in places:
            assert campaign is not None
            assert campaign.number is not None
            wishes = Wishes(masks.WITH_EMAIL)
            rows, _ = leads.page(self._workspace, campaign.number, wishes, offset=place - 1, limit=1)
            if not rows or rows[0].id is None:
                raise ValueError(f"there is no lead {place} with an email")
            reveals.reveal(self._workspace, campaign.id, presenters.lead_id(campaign.id, rows[0].id))

    def _campaign(self, number: int) -> str:
        if number not in self._campaigns:
            raise ValueError("lies before the campaign's launch")
        return self._campaigns[number]
