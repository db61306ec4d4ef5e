"""Webhooks of one workspace: who wants which event, what is under way, and every attempt.

A delivery's body is frozen when the event happens; it is sent outside any transaction and each attempt is
written down. Must not know how a vendor words an event (its profile composes it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, func, select, true

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.ids import HEX, Ids
from mockserver.core.json import dumps
from mockserver.core.statements import Query
from mockserver.engine.scheduler import Record, Scheduler
from mockserver.engine.tables import AttemptRow, DeliveryRow, TimerRow, WebhookRow
from mockserver.engine.webhooks.policies import Envelope, Message, WebhookProfile
from mockserver.engine.webhooks.targets import check_url
from mockserver.engine.webhooks.transport import Answer, Transport

TIMER = "webhook"

PENDING, DELIVERED = "pending", "delivered"

ALL_EVENTS = "*"

_RECEIVERS, _DELIVERED = "webhooks", "deliveries"
"""The sequences that count them; the clock cannot tell their order, since it may stand."""

_ACTIVE = Query(
    lambda: (
        select(WebhookRow)
        .where(col(WebhookRow.vendor) == bindparam("vendor"), col(WebhookRow.is_active) == true())
        .order_by(col(WebhookRow.number))
    ),
    WebhookRow,
)
_WEBHOOKS = Query(lambda: select(WebhookRow).order_by(col(WebhookRow.number)), WebhookRow)
_WEBHOOK = Query(lambda: select(WebhookRow).where(col(WebhookRow.id) == bindparam("id")), WebhookRow)
_DELIVERY = Query(lambda: select(DeliveryRow).where(col(DeliveryRow.id) == bindparam("id")), DeliveryRow)
_DELIVERIES = Query(
    lambda: (
        select(DeliveryRow)
        .order_by(col(DeliveryRow.number).desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    ),
    DeliveryRow,
)
_AFTER = Query(
    lambda: (
        select(DeliveryRow)
        .where(col(DeliveryRow.number) > bindparam("number"), col(DeliveryRow.vendor) == bindparam("vendor"))
        .order_by(col(DeliveryRow.number))
    ),
    DeliveryRow,
)
_COUNT = Query(lambda: select(func.count()).select_from(DeliveryRow), int)
_LAST = Query(lambda: select(func.coalesce(func.max(DeliveryRow.number), 0)), int)
_ATTEMPTS = Query(
    lambda: select(AttemptRow).where(col(AttemptRow.delivery_id) == bindparam("id")).order_by(col(AttemptRow.number)),
    AttemptRow,
)

ProfileOf = Callable[[str], WebhookProfile | None]
"""The profile a vendor serves in the workspace's present edition."""


class Webhooks:
    """Registers receivers and delivers to them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: Ids,
        scheduler: Scheduler,
        transport: Transport,
        profile_of: ProfileOf,
        universe: object,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._scheduler = scheduler
        self._transport = transport
        self._profile_of = profile_of
        self._universe = universe
        scheduler.on_exchange(TIMER, self._attempt)

    # Receivers

    def register(self, vendor: str, url: str, events: list[str], secret: str | None = None) -> WebhookRow:
        """Write a receiver down; raises `RefusedTarget` for an address that none may have."""
        profile = self._profile(vendor)
        return self._database.insert(
            WebhookRow,
            id=self._ids.uuid("webhook"),
            number=self._ids.number(_RECEIVERS),
            vendor=vendor,
            url=check_url(url),
            events=events,
            secret=secret or self.new_secret(profile),
            created_at=self._clock.now(),
        )

    def new_secret(self, profile: WebhookProfile) -> str:
        """A secret in the vendor's format."""
        return self._ids.token("webhook_secret", profile.secret_length, prefix=profile.secret_prefix, alphabet=HEX)

    def all(self) -> list[WebhookRow]:
        """Receivers of all vendors, oldest first."""
        return self._database.all(_WEBHOOKS)

    def find(self, webhook_id: str) -> WebhookRow | None:
        """A receiver by its id."""
        return self._database.first(_WEBHOOK, id=webhook_id)

    def remove(self, webhook_id: str) -> bool:
        """Forget a receiver; deliveries under way to it end at their next attempt."""
        return self._database.remove(WebhookRow, id=webhook_id) > 0

    # Deliveries

    def emit(self, vendor: str, event: str, facts: Mapping[str, Any]) -> list[str]:
        """Tell every receiver that wants the event, inside the caller's transaction; returns delivery ids."""
        profile = self._profile(vendor)
        receivers = self._database.all(_ACTIVE, vendor=vendor)
        if not receivers:
            return []
        message = profile.compose(self._universe, event, facts)
        if message is None:
            return []
        wanted = [each for each in receivers if message.event in each.events or ALL_EVENTS in each.events]
        body = dumps(message.payload) if wanted else b""
        return [self._deliver(profile, receiver, message, body) for receiver in wanted]

    def send_to(self, webhook: WebhookRow, message: Message) -> str:
        """Deliver a message to one receiver, whatever it subscribed to; returns the delivery's id."""
        return self._deliver(self._profile(webhook.vendor), webhook, message, dumps(message.payload))

    def _deliver(self, profile: WebhookProfile, webhook: WebhookRow, message: Message, body: bytes) -> str:
        now = self._clock.now()
        delivery = self._database.insert(
            DeliveryRow,
            id=self._ids.uuid("delivery"),
            number=self._ids.number(_DELIVERED),
            vendor=webhook.vendor,
            webhook_id=webhook.id,
            event=message.event,
            url=webhook.url,
            body=body,
            headers={"Content-Type": "application/json", "User-Agent": "mockserver-webhooks", **profile.headers},
            status=PENDING,
            created_at=now,
        )
        self._scheduler.schedule(TIMER, delivery.id, now)
        return delivery.id

    def redeliver(self, delivery: DeliveryRow) -> None:
        """Send the same bytes again, now; raises `LookupError` when the receiver is gone."""
        if self.find(delivery.webhook_id) is None:
            raise LookupError(delivery.webhook_id)
        self._scheduler.cancel(TIMER, delivery.id)
        self._database.change(DeliveryRow, {"id": delivery.id}, status=PENDING)
        self._scheduler.schedule(TIMER, delivery.id, self._clock.now())

    def deliveries(self, *, limit: int = 100, offset: int = 0) -> list[DeliveryRow]:
        """Deliveries, newest first."""
        return self._database.all(_DELIVERIES, limit=limit, offset=offset)

    def count_deliveries(self) -> int:
        """How many there are."""
        return self._database.value(_COUNT)

    def last_number(self) -> int:
        """The number of the newest delivery; 0 before the first."""
        return self._database.value(_LAST)

    def deliveries_after(self, number: int, vendor: str) -> list[DeliveryRow]:
        """A vendor's deliveries that came after the one of that number, in order."""
        return self._database.all(_AFTER, number=number, vendor=vendor)

    def delivery(self, delivery_id: str) -> DeliveryRow | None:
        """A delivery by its id."""
        return self._database.first(_DELIVERY, id=delivery_id)

    def attempts(self, delivery_id: str) -> list[AttemptRow]:
        """The attempts of a delivery, oldest first."""
        return self._database.all(_ATTEMPTS, id=delivery_id)

    async def _attempt(self, timer: TimerRow) -> Record:
        delivery = self.delivery(timer.subject)
        webhook = None if delivery is None else self.find(delivery.webhook_id)
        if delivery is None:
            return lambda: None
        if webhook is None:
            return lambda: self._give_up(delivery)
        profile = self._profile(delivery.vendor)
        envelope = Envelope(delivery.body, delivery.event, delivery.id, timer.due_at)
        headers = {**delivery.headers, **profile.signer.sign(webhook.secret, envelope)}
        answer = await self._transport.post(delivery.url, delivery.body, headers, profile.timeout_ms)
        return lambda: self._record(delivery.id, profile, headers, answer, timer.due_at)

    def _record(
        self, delivery_id: str, profile: WebhookProfile, headers: dict[str, str], answer: Answer, at: int
    ) -> None:
        delivery = self.delivery(delivery_id)
        if delivery is None:
            return
        number = delivery.attempts + 1
        self._database.insert(
            AttemptRow,
            delivery_id=delivery_id,
            number=number,
            at=at,
            status=answer.status,
            error=answer.error,
            duration_ms=answer.duration_ms,
            response_body=answer.body,
        )
        delay = None if answer.accepted else profile.retries.delay_after(number, answer.status)
        if answer.accepted:
            status = DELIVERED
        elif delay is None:
            status = profile.gave_up
        else:
            status = profile.waiting
            self._scheduler.schedule(TIMER, delivery_id, at + delay)
        self._database.change(DeliveryRow, {"id": delivery_id}, status=status, attempts=number, headers=headers)

    def _give_up(self, delivery: DeliveryRow) -> None:
        self._database.change(DeliveryRow, {"id": delivery.id}, status=self._profile(delivery.vendor).gave_up)

    def _profile(self, vendor: str) -> WebhookProfile:
        profile = self._profile_of(vendor)
        if profile is None:
            raise LookupError(f"{vendor} has no webhooks")
        return profile
