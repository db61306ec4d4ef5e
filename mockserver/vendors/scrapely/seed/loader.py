"""Loads the section by living through it: each entry does at its time what a user would have done through the API.

In between the workers run as they always do, so what a fixture leaves behind is what the product itself makes.
Must not know the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from mockserver.core.times import DAY, SECOND
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts import service as accounts
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.campaigns import service as campaigns
from mockserver.vendors.scrapely.campaigns.schemas import LaunchCampaignRequest
from mockserver.vendors.scrapely.conversations.tables import CustomTagRow
from mockserver.vendors.scrapely.cookies import service as cookies
from mockserver.vendors.scrapely.cookies.schemas import ExtractCookiesRequest
from mockserver.vendors.scrapely.seed.past import Past
from mockserver.vendors.scrapely.seed.script import Script
from mockserver.vendors.scrapely.seed.section import (
    Account,
    Campaign,
    CookieJob,
    LedgerLine,
    ScheduledTweet,
    Section,
    Source,
    Tag,
    read,
)
from mockserver.vendors.scrapely.sources import credits as ledger
from mockserver.vendors.scrapely.sources import service as sources
from mockserver.vendors.scrapely.sources.credits import CreditKind
from mockserver.vendors.scrapely.sources.schemas import Filters, Target
from mockserver.vendors.scrapely.tweets import service as tweets


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
        self._accounts: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._script = Script(workspace, self._past, self._tags)

    def load(self) -> None:
        """Plan every entry at its time, then let time pass until now."""
        section = self._section
        self._plan("tags", section.tags, lambda entry: 365 * DAY, self._tag)
        self._plan("accounts", section.accounts, lambda entry: entry.ago, self._account)
        self._plan("ledger", section.ledger, lambda entry: entry.ago, self._ledger)
        self._plan("sources", section.sources, lambda entry: entry.ago, self._source)
        self._plan("campaigns", section.campaigns, lambda entry: entry.ago, self._campaign)
        self._plan("cookie_jobs", section.cookie_jobs, lambda entry: entry.ago, self._cookie_job)
        self._plan("scheduled_tweets", section.scheduled_tweets, _scheduled_ago, self._scheduled_tweet)
        for number, conversation in enumerate(section.conversations):
            self._script.plan(f"conversations[{number}]", conversation, self._account_of)
        for number, account in enumerate(section.accounts):
            if account.paused is not None:
                pause = partial(self._pause, account.handle)
                self._past.plan(f"accounts[{number}].paused", self._past.start - account.paused, pause)
        self._past.plan("credits", self._past.earliest, self._grant)
        self._past.live(self._script.go_on)
        self._script.finish()

    def _plan(self, name: str, entries: list[Any], ago: Callable[[Any], int], do: Callable[[Any], None]) -> None:
        for number, entry in enumerate(entries):
            self._past.plan(f"{name}[{number}]", self._past.start - ago(entry), partial(do, entry))

    # One entry each, at its time

    def _grant(self) -> None:
        ledger.grant(self._workspace, CreditKind.LEAD, self._section.credits.lead, "plan")
        ledger.grant(self._workspace, CreditKind.ENRICHMENT, self._section.credits.enrichment, "plan")

    def _ledger(self, line: LedgerLine) -> None:
        kind = CreditKind(line.kind)
        if line.amount < 0:
            ledger.spend(self._workspace, kind, -line.amount, line.reason, "")
        else:
            ledger.grant(self._workspace, kind, line.amount, line.reason)

    def _tag(self, tag: Tag) -> None:
        tag_id = self._workspace.ids.uuid("scrapely.custom_tag")
        self._tags[tag.name] = f"custom_{tag_id}"
        self._workspace.database.insert(
            CustomTagRow, id=tag_id, name=tag.name, color=tag.color, key=self._tags[tag.name]
        )

    def _account(self, account: Account) -> None:
        stream = self._workspace.entropy.stream("scrapely.seed.session", account.handle.lower())
        row, _ = accounts.connect(
            self._workspace,
            handle=account.handle,
            cookies=[
                {"name": "auth_token", "value": account.auth_token or _hex(stream.text, 40), "domain": ".x.com"},
                {"name": "ct0", "value": _hex(stream.text, 160), "domain": ".x.com"},
            ],
            proxy=account.proxy,
            proxy_auth=account.proxy_auth,
            xchat_pin=account.xchat_pin,
        )
        self._accounts[row.handle] = row.id
        self._workspace.database.change(
            AccountRow,
            {"id": row.id},
            followups_paused=account.followups_paused,
            warmup_paused=account.warmup_paused,
            ai_setter_enabled=account.ai_setter,
        )
        if account.tags:
            accounts.set_tags(self._workspace, row.id, account.tags)

    def _pause(self, handle: str) -> None:
        accounts.pause(self._workspace, self._account_of(handle), paused=True)

    def _source(self, source: Source) -> None:
        row, _ = sources.create(
            self._workspace,
            name=source.name,
            targets=[Target.model_validate(each.model_dump()) for each in source.scrape],
            filters=None if source.filters is None else Filters.model_validate(source.filters),
        )
        self._sources[source.name] = row.id

    def _campaign(self, campaign: Campaign) -> None:
        own = {"ago", "sources", "accounts", "answers"}
        body = campaign.model_dump(exclude=own, exclude_none=True)
        body["lead_source_ids"] = [self._source_of(name) for name in campaign.sources]
        if campaign.accounts is not None:
            body["account_ids"] = [self._account_of(handle) for handle in campaign.accounts]
        launched = campaigns.launch(self._workspace, LaunchCampaignRequest.model_validate(body))
        place = f"campaigns[{self._section.campaigns.index(campaign)}]"
        senders = [account.handle for account, _ in launched.shares]
        for number, answer in enumerate(campaign.answers):
            self._script.expect(f"{place}.answers[{number}]", launched.campaign.id, senders, answer)

    def _cookie_job(self, job: CookieJob) -> None:
        cookies.queue(self._workspace, ExtractCookiesRequest.model_validate(job.model_dump(exclude={"ago"})))

    def _scheduled_tweet(self, tweet: ScheduledTweet) -> None:
        after_start = tweet.in_ if tweet.ago is None else -tweet.ago
        assert after_start is not None
        tweets.schedule(
            self._workspace,
            account_id=self._account_of(tweet.account),
            text=tweet.text,
            at=self._past.start + after_start,
        )

    # Names

    def _account_of(self, handle: str) -> str:
        key = handle.removeprefix("@").lower()
        if key not in self._accounts:
            raise ValueError(f"@{key} is not among the accounts connected by then")
        return self._accounts[key]

    def _source_of(self, name: str) -> str:
        if name not in self._sources:
            raise ValueError(f"{name!r} is not among the sources created by then")
        return self._sources[name]


def _scheduled_ago(tweet: ScheduledTweet) -> int:
    """When a tweet was scheduled: a day before it was due, or a second before the start for one still to come."""
    return SECOND if tweet.ago is None else tweet.ago + DAY


def _hex(text: Callable[[str, int], str], length: int) -> str:
    return text("0123456789abcdef", length)
