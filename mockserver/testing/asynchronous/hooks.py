"""Webhooks of a workspace: receivers, what was sent to them, and the built-in inboxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from mockserver.testing.errors import Timeout
from mockserver.testing.wording import Moment, Span, given, path_of, seconds

if TYPE_CHECKING:
    from mockserver.admin.deliveries import DeliveryView, Redelivered
    from mockserver.admin.inbox import ReceivedView
    from mockserver.admin.webhooks import NewWebhookView, WebhookView
    from mockserver.testing.asynchronous.wire import AsyncWire

PAUSE_S = 0.05


class AsyncWebhooks:
    """Receivers: what a vendor's Settings page does. `wait` looks at what was sent to them."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/webhooks"
        self._deliveries = AsyncDeliveries(wire, workspace)

    async def list(self) -> Sequence[WebhookView]:
        """Every receiver, oldest first."""
        return cast("Sequence[WebhookView]", (await self._wire.ask("GET", self._path))["webhooks"])

    async def add(
        self, vendor: str, url: str, events: Sequence[str] | None = None, *, secret: str | None = None
    ) -> NewWebhookView:
        """Register a receiver, of all events unless some are named; its secret is in this answer only."""
        body = given(vendor=vendor, url=url, events=events, secret=secret)
        return cast("NewWebhookView", await self._wire.ask("POST", self._path, body))

    async def change(
        self, webhook_id: str, *, is_active: bool | None = None, events: Sequence[str] | None = None
    ) -> WebhookView:
        """Pause or resume a receiver, or change what it subscribes to."""
        body = given(is_active=is_active, events=events)
        return cast("WebhookView", await self._wire.ask("PATCH", self._path + path_of(webhook_id), body))

    async def rotate_secret(self, webhook_id: str, secret: str | None = None) -> NewWebhookView:
        """Give a receiver another secret."""
        path = f"{self._path}{path_of(webhook_id)}/rotate-secret"
        return cast("NewWebhookView", await self._wire.ask("POST", path, given(secret=secret)))

    async def remove(self, webhook_id: str) -> None:
        """Remove a receiver."""
        await self._wire.ask("DELETE", self._path + path_of(webhook_id))

    async def clear(self) -> int:
        """Remove every receiver; how many there were."""
        return int((await self._wire.ask("DELETE", self._path))["deleted"])

    async def wait(
        self,
        event: str | None = None,
        *,
        vendor: str | None = None,
        status: str | None = "delivered",
        count: int = 1,
        timeout: Span = "5s",  # noqa: ASYNC109 - the same name as that of `requests.wait`
    ) -> Sequence[DeliveryView]:
        """Wait on the machine's clock until that many deliveries are there; oldest first, or raises `Timeout`.

        With a frozen clock nothing is sent but in `advance` and `trigger`, which have waited for it already.
        """
        left = seconds(timeout)
        while True:
            found = await self._deliveries.list(vendor=vendor, event=event, status=status, limit=1_000)
            if len(found) >= count:
                return found[::-1]
            if left <= 0:
                break
            await self._wire.pause(min(PAUSE_S, left))
            left -= PAUSE_S
        seen = [f"{each['vendor']} {each['event']}: {each['status']}" for each in await self._deliveries.list(limit=10)]
        wanted = " ".join(part for part in (vendor, event, status) if part) or "any"
        there = "; ".join(seen) or "nothing was sent: is a receiver registered, and has time advanced?"
        raise Timeout(f"Expected {count} deliveries ({wanted}), but there are {len(found)}. Newest: {there}")


class AsyncDeliveries:
    """What was sent to receivers, each attempt with request and answer."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/deliveries"

    async def list(
        self,
        *,
        vendor: str | None = None,
        event: str | None = None,
        status: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> Sequence[DeliveryView]:
        """Deliveries, newest first."""
        query = given(vendor=vendor, event=event, status=status, limit=limit, offset=offset)
        return cast("Sequence[DeliveryView]", (await self._wire.ask("GET", self._path, query=query))["deliveries"])

    async def get(self, delivery_id: str) -> DeliveryView:
        """One delivery."""
        return cast("DeliveryView", await self._wire.ask("GET", self._path + path_of(delivery_id)))

    async def redeliver(self, delivery_id: str, *, as_: str | None = None) -> DeliveryView:
        """Send one again, or spoilt: `duplicate`, `tampered`, `wrong_secret`, `unsigned`, `stale` and more."""
        path = f"{self._path}{path_of(delivery_id)}/redeliver"
        return cast("DeliveryView", await self._wire.ask("POST", path, given(as_=as_)))

    async def redeliver_many(
        self,
        ids: Sequence[str] | None = None,
        *,
        vendor: str | None = None,
        event: str | None = None,
        status: str | None = None,
        from_: Moment | None = None,
        to: Moment | None = None,
        order: str | None = None,
        as_: str | None = None,
    ) -> Redelivered:
        """Send many again, at most 1000, oldest first or `order="newest_first"`."""
        body = given(ids=ids, vendor=vendor, event=event, status=status, from_=from_, to=to, order=order, as_=as_)
        return cast("Redelivered", await self._wire.ask("POST", f"{self._path}/redeliver", body))


class AsyncInboxes:
    """The built-in receivers, by name."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/inbox"

    def url(self, name: str) -> str:
        """The address to register as a receiver."""
        return self._wire.url + self._path + path_of(name)

    async def list(self, name: str) -> Sequence[ReceivedView]:
        """What came in, oldest first, with the verdict on its signature."""
        answer = await self._wire.ask("GET", self._path + path_of(name))
        return cast("Sequence[ReceivedView]", answer["requests"])

    async def post(self, name: str, body: Any) -> None:
        """Put something in, as a sender would."""
        await self._wire.ask("POST", self._path + path_of(name), body)

    async def clear(self, name: str) -> int:
        """Forget what came in; how much there was."""
        return int((await self._wire.ask("DELETE", self._path + path_of(name)))["deleted"])
