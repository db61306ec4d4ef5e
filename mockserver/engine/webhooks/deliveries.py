"""Webhooks of one workspace: who wants which event, what is under way, and every attempt.

A delivery's body is frozen when the event happens; it is sent outside any transaction and each attempt is
written down. Must not know how a vendor words an event (its profile composes it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.ids import HEX, Ids
from mockserver.core.json import dumps
from mockserver.core.times import Instant
from mockserver.engine.scheduler import Record, Scheduler
from mockserver.engine.tables import AttemptRow, DeliveryRow, TimerRow, WebhookRow
from mockserver.engine.webhooks import delivery_rows
from mockserver.engine.webhooks.delivery_rows import Chosen
from mockserver.engine.webhooks.distortions import Distortion, Parcel, distorted
from mockserver.engine.webhooks.policies import Envelope, Message, WebhookProfile
from mockserver.engine.webhooks.targets import check_url
from mockserver.engine.webhooks.transport import Answer, Transport, origin_of

TIMER = "webhook"

PENDING, DELIVERED = "pending", "delivered"

ALL_EVENTS = "*"

MASKED = "[redacted]"
"""Stands for the secret where a vendor sends it as it is."""

EVERYTHING = Chosen()

_RECEIVERS, _DELIVERED = "webhooks", "deliveries"
"""The sequences that count them; the clock cannot tell their order, since it may stand."""

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
        profile = self.profile(vendor)
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
        return self._database.all(delivery_rows.WEBHOOKS)

    def find(self, webhook_id: str) -> WebhookRow | None:
        """A receiver by its id."""
        return self._database.first(delivery_rows.WEBHOOK, id=webhook_id)

    def change(self, webhook_id: str, **changes: object) -> None:
        """Change a receiver's `events`, `secret` or `is_active`.

        While one is not active it gets nothing, and what is under way to it ends.
        """
        self._database.change(WebhookRow, {"id": webhook_id}, **changes)

    def rotate(self, webhook: WebhookRow, secret: str | None = None) -> str:
        """Give a receiver another secret, which signs from the next attempt on."""
        fresh = secret or self.new_secret(self.profile(webhook.vendor))
        self.change(webhook.id, secret=fresh)
        return fresh

    def remove(self, webhook_id: str) -> bool:
        """Forget a receiver; deliveries under way to it end at their next attempt."""
        return self._database.remove(WebhookRow, id=webhook_id) > 0

    # Deliveries

    def emit(self, vendor: str, event: str, facts: Mapping[str, Any]) -> list[str]:
        """Tell every receiver that wants the event, inside the caller's transaction; returns delivery ids."""
        profile = self.profile(vendor)
        receivers = self._database.all(delivery_rows.ACTIVE, vendor=vendor)
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
        return self._deliver(self.profile(webhook.vendor), webhook, message, dumps(message.payload))

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
        self._send(delivery)
        return delivery.id

    def _send(self, delivery: DeliveryRow, payload: Mapping[str, object] | None = None) -> None:
        """Let an attempt be made now."""
        lane = origin_of(delivery.url)
        self._scheduler.schedule(TIMER, delivery.id, self._clock.now(), payload, lane=lane)

    def redeliver(self, delivery: DeliveryRow, distortion: Distortion | None = None) -> None:
        """Send the same bytes again, now; raises `LookupError` when the receiver is gone or takes nothing.

        A spoilt delivery is an attempt beside the others: it changes neither the delivery's status nor its retries.
        """
        webhook = self.find(delivery.webhook_id)
        if webhook is None or not webhook.is_active:
            raise LookupError(delivery.webhook_id)
        if distortion is not None:
            self._send(delivery, {"as": distortion.value})
            return
        self._scheduler.cancel(TIMER, delivery.id)
        self._database.change(DeliveryRow, {"id": delivery.id}, status=PENDING)
        self._send(delivery)

    def give_up(self, delivery_id: str) -> None:
        """Try a delivery no more, inside the caller's transaction; one that has arrived stays delivered."""
        self._scheduler.cancel(TIMER, delivery_id)
        delivery = self.delivery(delivery_id)
        if delivery is not None and delivery.status != DELIVERED:
            self._give_up(delivery)

    def deliveries(self, chosen: Chosen = EVERYTHING, *, limit: int = 100, offset: int = 0) -> list[DeliveryRow]:
        """Deliveries, newest first."""
        return self._database.all(delivery_rows.NEWEST, limit=limit, offset=offset, **chosen.params())

    def oldest(self, chosen: Chosen, limit: int) -> list[DeliveryRow]:
        """Deliveries in the order in which they were made."""
        return self._database.all(delivery_rows.OLDEST, limit=limit, **chosen.params())

    def count_deliveries(self, chosen: Chosen = EVERYTHING) -> int:
        """How many there are."""
        return self._database.value(delivery_rows.COUNT, **chosen.params())

    def last_number(self) -> int:
        """The number of the newest delivery; 0 before the first."""
        return self._database.value(delivery_rows.LAST)

    def deliveries_after(self, number: int, vendor: str) -> list[DeliveryRow]:
        """A vendor's deliveries that came after the one of that number, in order."""
        return self._database.all(delivery_rows.AFTER, number=number, vendor=vendor)

    def delivery(self, delivery_id: str) -> DeliveryRow | None:
        """A delivery by its id."""
        return self._database.first(delivery_rows.DELIVERY, id=delivery_id)

    def attempts(self, delivery_id: str) -> list[AttemptRow]:
        """The attempts of a delivery, oldest first."""
        return self._database.all(delivery_rows.ATTEMPTS, id=delivery_id)

    async def _attempt(self, timer: TimerRow) -> Record:
        delivery = self.delivery(timer.subject)
        webhook = None if delivery is None else self.find(delivery.webhook_id)
        distortion = Distortion(str(timer.payload["as"])) if "as" in timer.payload else None
        if delivery is None:
            return lambda: None
        if webhook is None or not webhook.is_active:
            return lambda: self._give_up(delivery) if distortion is None else None
        profile = self.profile(delivery.vendor)
        parcel = self._pack(delivery, webhook, profile, timer.due_at, distortion)
        answer = await self._transport.post(delivery.url, parcel.body, parcel.headers, profile.timeout_ms)
        # A vendor may send the secret as it is: what is kept must not give it away.
        headers = {name: MASKED if value == webhook.secret else value for name, value in parcel.headers.items()}
        sent = Parcel(parcel.body, headers, parcel.is_detectable)
        return lambda: self._record(delivery.id, profile, sent, distortion, answer, timer.due_at)

    def _pack(
        self,
        delivery: DeliveryRow,
        webhook: WebhookRow,
        profile: WebhookProfile,
        at: Instant,
        distortion: Distortion | None,
    ) -> Parcel:
        """The bytes and headers of an attempt, signed now; those of a duplicate as at the last attempt."""
        if distortion is Distortion.DUPLICATE:
            at = next((each.at for each in reversed(self.attempts(delivery.id)) if each.distortion is None), at)
        envelope = Envelope(delivery.body, delivery.event, delivery.id, at)
        if distortion is not None:
            return distorted(distortion, profile.signer, webhook.secret, envelope, delivery.headers)
        return Parcel(delivery.body, {**delivery.headers, **profile.signer.sign(webhook.secret, envelope)})

    def _record(
        self,
        delivery_id: str,
        profile: WebhookProfile,
        sent: Parcel,
        distortion: Distortion | None,
        answer: Answer,
        at: Instant,
    ) -> None:
        delivery = self.delivery(delivery_id)
        if delivery is None:
            return
        number = delivery.attempts + (1 if distortion is None else 0)
        self._database.insert(
            AttemptRow,
            delivery_id=delivery_id,
            number=number,
            at=at,
            headers=sent.headers,
            body=None if sent.body == delivery.body else sent.body,
            distortion=None if distortion is None else distortion.value,
            is_detectable=None if distortion is None else sent.is_detectable,
            status=answer.status,
            error=answer.error,
            duration_ms=answer.duration_ms,
            response_body=answer.body,
        )
        if distortion is not None:
            return
        delay = None if answer.accepted else profile.retries.delay_after(number, answer.status)
        if answer.accepted:
            status = DELIVERED
        elif delay is None:
            status = profile.gave_up
        else:
            status = profile.waiting
            self._scheduler.schedule(TIMER, delivery_id, at + delay, lane=origin_of(delivery.url))
        self._database.change(DeliveryRow, {"id": delivery_id}, status=status, attempts=number)

    def _give_up(self, delivery: DeliveryRow) -> None:
        self._database.change(DeliveryRow, {"id": delivery.id}, status=self.profile(delivery.vendor).gave_up)

    def profile(self, vendor: str) -> WebhookProfile:
        """A vendor's webhooks in the workspace's edition; raises `LookupError` where it has none."""
        profile = self._profile_of(vendor)
        if profile is None:
            raise LookupError(f"{vendor} has no webhooks")
        return profile
