"""The worker of a campaign: one job, a lane for each account, one DM a step; follow-ups by timers of their own.

All state is in rows and timers, so a killed process goes on where it stood. Must not know routes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from mockserver.engine.jobs import Done, JobKind, Outcome, Park, Wait
from mockserver.engine.scheduler import Step
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.campaigns import followups, lanes, outreach
from mockserver.vendors.scrapely.campaigns.lanes import Lane
from mockserver.vendors.scrapely.campaigns.service import KIND
from mockserver.vendors.scrapely.conversations import sessions, traffic


def kind(workspace: Workspace) -> JobKind:
    """The kind of job that a campaign is; the job's id is the campaign's."""
    return JobKind(
        name=KIND,
        vendor="scrapely",
        step=partial(step, workspace),
        fail=partial(fail, workspace),
        default_error="Campaign failed",
    )


def timers(workspace: Workspace) -> Mapping[str, Step]:
    """The steps of timers that belong to no job: follow-ups and answers."""
    return {
        followups.TIMER: partial(followups.on_timer, workspace),
        traffic.REPLY: partial(traffic.on_reply, workspace),
    }


def step(workspace: Workspace, campaign_id: str) -> Outcome:
    """Send the DM of the lane that is next, due or not, and say when the one after it is due."""
    left = lanes.open_of(workspace, campaign_id)
    if not _hold_blocked(workspace, left):
        for lane in left:
            account = traffic.account_of(workspace, lane.account_id) if lane.can_send else None
            if account is None:
                continue
            if sessions.found_expired(workspace, account):
                lanes.hold(workspace, lane)
            else:
                outreach.write_to_next(workspace, lane, account)
            break
    return _what_next(workspace, campaign_id)


def _hold_blocked(workspace: Workspace, left: Sequence[Lane]) -> bool:
    """Hold lanes that are due but whose account cannot send; whether this step was for such a lane alone."""
    now = workspace.now()
    blocked = [lane for lane in left if lane.next_at <= now and not lane.can_send]
    for lane in blocked:
        lanes.hold(workspace, lane)
    return bool(blocked) and not any(lane.next_at <= now and lane.can_send for lane in left)


def _what_next(workspace: Workspace, campaign_id: str) -> Outcome:
    left = lanes.open_of(workspace, campaign_id)
    if not left:
        lanes.exhaust(workspace, campaign_id)
        return Done()
    progress = lanes.progress(workspace, campaign_id)
    ready = [lane.next_at for lane in left if lane.can_send]
    # Assumption: leads of an account that cannot send wait for it; they are not handed to another one.
    return Wait(max(0, min(ready) - workspace.now()), progress) if ready else Park(progress)


def fail(workspace: Workspace, campaign_id: str, error: str) -> None:
    """Fail every DM that is still to be sent; the leads were not exhausted, so nobody is told."""
    for lane in lanes.open_of(workspace, campaign_id):
        lanes.close(workspace, lane.campaign_id, lane.account_id, error)
    lanes.end(workspace, campaign_id)


def account_changed(workspace: Workspace, account_id: str) -> None:
    """Go on with, or give up, what an account sends: it was paused, let go on, removed or reactivated.

    Called in the transaction that changed the account. Assumption: the DMs that a removed account has not sent fail.
    """
    account = traffic.account_of(workspace, account_id)
    if account is None:
        return
    campaigns = lanes.campaigns_of(workspace, account_id)
    if account.removed_at is not None:
        followups.drop_held(workspace, account_id)
        for campaign_id in campaigns:
            lanes.close(workspace, campaign_id, account_id, "Account was removed")
    else:
        followups.release(workspace, account)
        if account.is_active and not account.is_paused:
            lanes.restart(workspace, account_id, campaigns)
    for campaign_id in campaigns:
        outcome = _what_next(workspace, campaign_id)
        if isinstance(outcome, Done):
            workspace.jobs.finish(campaign_id)
        elif isinstance(outcome, Wait):
            workspace.jobs.wake(campaign_id, delay_ms=outcome.delay_ms)
