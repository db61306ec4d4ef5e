"""What is written to a lead and what he does: invitation, answer, follow-ups. Each step fires its event.

Must not know when a campaign sends its next invitation.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from mockserver.core.times import DAY, HOUR, MINUTE, Millis
from mockserver.engine.scheduler import Step
from mockserver.engine.tables import TimerRow
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr import magic
from mockserver.vendors.socialscalr.campaigns import service as campaigns
from mockserver.vendors.socialscalr.campaigns.schemas import NOTE, CampaignStatus
from mockserver.vendors.socialscalr.campaigns.tables import CampaignRow
from mockserver.vendors.socialscalr.leads import presenters, profiles, service
from mockserver.vendors.socialscalr.leads.schemas import LeadStatus
from mockserver.vendors.socialscalr.leads.tables import LeadRow
from mockserver.workers.messaging import personalise

INVITED, MESSAGED = "lead.invited", "lead.messaged"

ANSWER, FOLLOWUP = "socialscalr.answer", "socialscalr.followup"
"""The timers: a lead answers his invitation; a follow-up is due."""

# Assumption: of 100 invitations 40 are accepted and 15 declined, an hour to four days later; the others stay open.
_ACCEPTED, _DECLINED = 0.40, 0.15
_ANSWER_DELAY = (HOUR, 4 * DAY)
_MAGIC_DELAY = HOUR

# Assumption: the first follow-up goes out half an hour to six hours after the acceptance, each later one three days on.
_FIRST_FOLLOWUP = (30 * MINUTE, 6 * HOUR)
_NEXT_FOLLOWUP = 3 * DAY

# Assumption: a campaign without a follow-up template thanks for the connection.
DEFAULT_FOLLOWUP = "Thanks for connecting, {{first_name}}!"


def timers(workspace: Workspace) -> Mapping[str, Step]:
    """The steps of timers that belong to no job."""
    return {ANSWER: partial(_on_answer, workspace), FOLLOWUP: partial(_on_followup, workspace)}


def followups(campaign: CampaignRow) -> list[str]:
    """A campaign's follow-up messages, in order.

    Assumption: every template but the note is a follow-up, in the order in which they were sent.
    """
    texts: list[str] = []
    for name, template in campaign.templates.items():
        if name != NOTE:
            texts += [template] if isinstance(template, str) else template
    return texts or [DEFAULT_FOLLOWUP]


def invite(workspace: Workspace, campaign: CampaignRow, lead: LeadRow) -> None:
    """Send a lead the connection request, or note that there is no such profile."""
    person = service.addressee(workspace, lead)
    if person is None:
        _change(workspace, lead.id, status=LeadStatus.FAILED.value)
        return
    note = campaign.templates.get(NOTE)
    invited = _change(workspace, lead.id, status=LeadStatus.INVITED.value, invited_at=workspace.now())
    campaigns.count(workspace, campaign.id, invited=1)
    facts = {"note": None if note is None else personalise(note, person)}
    workspace.webhooks.emit("socialscalr", INVITED, _told(campaign, invited) | facts)
    _plan_answer(workspace, invited)


def accept(workspace: Workspace, lead: LeadRow) -> LeadRow:
    """Let a lead accept his invitation; the first follow-up is planned."""
    accepted = _change(workspace, lead.id, status=LeadStatus.ACCEPTED.value, responded_at=workspace.now())
    campaigns.count(workspace, lead.campaign_id, accepted=1)
    delay = workspace.entropy.stream("socialscalr.followup", lead.id).between(*_FIRST_FOLLOWUP)
    _plan_followup(workspace, lead.id, delay)
    return accepted


def message(workspace: Workspace, campaign: CampaignRow, lead: LeadRow) -> None:
    """Send a lead the next follow-up, the last one again where all were sent, and plan the one after it."""
    person = service.addressee(workspace, lead)
    if person is None:
        return
    texts = followups(campaign)
    text = personalise(texts[min(lead.messages_sent, len(texts) - 1)], person)
    sent = lead.messages_sent + 1
    messaged = _change(
        workspace, lead.id, status=LeadStatus.MESSAGED.value, messages_sent=sent, messaged_at=workspace.now()
    )
    campaigns.count(workspace, campaign.id, messaged=1 if sent == 1 else 0)
    facts = {"message": text, "step": sent}
    workspace.webhooks.emit("socialscalr", MESSAGED, _told(campaign, messaged) | facts)
    workspace.scheduler.cancel(FOLLOWUP, lead.id)
    if sent < len(texts):
        _plan_followup(workspace, lead.id, _NEXT_FOLLOWUP)


def _plan_answer(workspace: Workspace, lead: LeadRow) -> None:
    stream = workspace.entropy.stream("socialscalr.answer", lead.id)
    drawn = stream.uniform()
    accepts, declines = drawn < _ACCEPTED, _ACCEPTED <= drawn < _ACCEPTED + _DECLINED
    delay = stream.between(*_ANSWER_DELAY)
    name = profiles.slug(lead.profile_url)
    for value, outcome in ((magic.ACCEPTS, (True, False)), (magic.DECLINES, (False, True)), (magic.IGNORES, None)):
        if value.matches(name):
            accepts, declines = outcome or (False, False)
            delay = _MAGIC_DELAY
    if accepts or declines:
        workspace.scheduler.schedule(ANSWER, lead.id, workspace.now() + delay, {"accepts": accepts})


def _on_answer(workspace: Workspace, timer: TimerRow) -> None:
    lead = service.find(workspace, timer.subject)
    if lead is None or lead.status != LeadStatus.INVITED:
        return
    if timer.payload["accepts"]:
        accept(workspace, lead)
    else:
        _change(workspace, lead.id, status=LeadStatus.DECLINED.value, responded_at=workspace.now())


def _plan_followup(workspace: Workspace, lead_id: str, delay_ms: Millis) -> None:
    workspace.scheduler.schedule(FOLLOWUP, lead_id, workspace.now() + delay_ms)


def _on_followup(workspace: Workspace, timer: TimerRow) -> None:
    lead = service.find(workspace, timer.subject)
    campaign = None if lead is None else campaigns.find(workspace, lead.campaign_id)
    if lead is not None and campaign is not None and campaign.status == CampaignStatus.ACTIVE:
        message(workspace, campaign, lead)


def _told(campaign: CampaignRow, lead: LeadRow) -> dict[str, object]:
    return {"campaign": {"id": campaign.id, "name": campaign.name}, "lead": presenters.lead(lead)}


def _change(workspace: Workspace, lead_id: str, **changes: object) -> LeadRow:
    workspace.database.change(LeadRow, {"id": lead_id}, updated_at=workspace.now(), **changes)
    changed = service.find(workspace, lead_id)
    assert changed is not None
    return changed
