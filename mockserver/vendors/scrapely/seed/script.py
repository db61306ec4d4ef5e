"""Conversations that a fixture tells word by word, in a campaign or outside one.

Must not know the other entries of a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.conversations import traffic
from mockserver.vendors.scrapely.conversations.tables import ConversationRow, SentDmRow
from mockserver.vendors.scrapely.crm.schemas import BASE_TAGS
from mockserver.vendors.scrapely.seed.past import Past, named
from mockserver.vendors.scrapely.seed.section import Answer, Conversation, Crm, Line
from mockserver.world.messages import conversation_id
from mockserver.world.person import Person


class _Dm(NamedTuple):
    id: int
    campaign_id: str | None
    account_id: str
    sent_at: Instant
    conversation_id: str
    receiver_handle: str


_SENT_SINCE = Query(
    lambda: (
        select(
            col(SentDmRow.id),
            col(SentDmRow.campaign_id),
            col(SentDmRow.account_id),
            col(SentDmRow.sent_at),
            col(SentDmRow.conversation_id),
            col(ConversationRow.receiver_handle),
        )
        .join(
            ConversationRow,
            (col(ConversationRow.conversation_id) == col(SentDmRow.conversation_id))
            & (col(ConversationRow.account_id) == col(SentDmRow.account_id)),
        )
        .where(col(SentDmRow.id) > bindparam("after"))
        .order_by(col(SentDmRow.id))
    ),
    _Dm,
)


class Script:
    """What is to be said, and the notes that are made in the end. `tags` maps custom tags' names to their keys."""

    def __init__(self, workspace: Workspace, past: Past, tags: Mapping[str, str]) -> None:
        self._workspace = workspace
        self._past = past
        self._tags = tags
        self._seen = 0
        self._expected: dict[tuple[str, str], tuple[str, Answer]] = {}
        self._noted: list[tuple[str, str, str, Crm]] = []

    def plan(self, place: str, told: Conversation, account_of: Callable[[str], str]) -> None:
        """Tell a conversation outside any campaign."""

        def begin() -> None:
            account_id = account_of(told.account)
            person = self._workspace.world.people.remember(told.with_)
            first, *others = told.messages
            self._say(account_id, person, first)
            self._continue(place, account_id, person, self._past.start - told.ago, others)
            account = traffic.account_of(self._workspace, account_id)
            assert account is not None
            self._noted.append((place, conversation_id(account.user_id, person.user_id), account_id, told))

        self._past.plan(place, self._past.start - told.ago, begin)

    def expect(self, place: str, campaign_id: str, senders: Iterable[str], answer: Answer) -> None:
        """Let a lead answer once the campaign has written to him.

        He follows the senders, so that he takes their messages whatever the seed makes of him.
        """
        world = self._workspace.world
        lead = world.people.remember(answer.lead)
        for handle in senders:
            world.graph.follow(lead, world.people.remember(handle))
        self._expected[campaign_id, lead.key] = place, answer

    def go_on(self) -> None:
        """Look who was written to since the last time, and plan the answers told of."""
        if not self._expected:
            return
        for dm in self._workspace.database.all(_SENT_SINCE, after=self._seen):
            self._seen = dm.id
            place, answer = self._expected.pop((dm.campaign_id or "", dm.receiver_handle), ("", None))
            if answer is None:
                continue
            row = traffic.by_pair(self._workspace, dm.conversation_id, dm.account_id)
            person = self._workspace.world.people.get(dm.receiver_handle)
            assert row is not None and person is not None
            self._workspace.scheduler.cancel(traffic.REPLY, row.id)  # he says what is told, not what he might
            self._continue(place, dm.account_id, person, dm.sent_at, answer.lines)
            self._noted.append((place, dm.conversation_id, dm.account_id, answer))

    def finish(self) -> None:
        """Make the notes; raises `ValueError` for a lead who was not written to by now."""
        for place, answer in self._expected.values():
            with named(place):
                raise ValueError(f"@{answer.lead} was not written to by the campaign before the start")
        for place, of_conversation, account_id, crm in self._noted:
            row = traffic.by_pair(self._workspace, of_conversation, account_id)
            if row is None:
                continue
            with named(place):
                tag = row.tag if crm.tag is None else self._key_of(crm.tag)
            self._workspace.database.change(
                ConversationRow,
                {"id": row.id},
                tag=tag,
                notes=crm.notes,
                deal_value=crm.deal_value,
                deal_currency=crm.deal_currency,
                is_unread=row.is_unread if crm.unread is None else crm.unread,
            )

    def _continue(self, place: str, account_id: str, person: Person, since: Instant, lines: Sequence[Line]) -> None:
        """Plan lines one after the other; what they say after the start comes by a timer."""
        at = since
        for line in lines:
            at += line.after
            if at > self._past.start and line.them is not None:
                self._later(place, account_id, person, at, line)
            else:
                self._past.plan(place, at, partial(self._say, account_id, person, line))

    def _say(self, account_id: str, person: Person, line: Line) -> None:
        account = traffic.account_of(self._workspace, account_id)
        assert account is not None
        if line.us is not None:
            traffic.send(self._workspace, account, person, line.us, may_answer=False)
            return
        row = traffic.by_pair(self._workspace, conversation_id(account.user_id, person.user_id), account_id)
        if row is None:
            raise ValueError("a conversation begins with a message from us")
        traffic.receive(self._workspace, row, line.them or "", line.sentiment)

    def _later(self, place: str, account_id: str, person: Person, at: Instant, line: Line) -> None:
        account = traffic.account_of(self._workspace, account_id)
        assert account is not None
        row = traffic.by_pair(self._workspace, conversation_id(account.user_id, person.user_id), account_id)
        with named(place):
            if row is None:
                raise ValueError("a conversation begins with a message from us")
        self._workspace.scheduler.schedule(traffic.REPLY, row.id, at, {"text": line.them, "sentiment": line.sentiment})

    def _key_of(self, tag: str) -> str:
        if tag in BASE_TAGS:
            return tag
        if tag not in self._tags:
            raise ValueError(f"tag {tag!r} is neither a base tag nor the name of a custom one")
        return self._tags[tag]
