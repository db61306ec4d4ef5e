"""A workspace: where its vendors are, and everything that can be seen and steered in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mockserver.testing.access import VendorAccess
from mockserver.testing.asynchronous.flow import AsyncClock, AsyncJobs, AsyncSettings
from mockserver.testing.asynchronous.hooks import AsyncDeliveries, AsyncInboxes, AsyncWebhooks
from mockserver.testing.asynchronous.journal import AsyncRequests
from mockserver.testing.asynchronous.snapshots import AsyncKeys, AsyncSnapshots, AsyncState
from mockserver.testing.asynchronous.trouble import AsyncFaults, AsyncStreams
from mockserver.testing.wording import Moment, given, path_of

if TYPE_CHECKING:
    from mockserver.admin.findings.routes import FindingView
    from mockserver.admin.trigger import Triggered
    from mockserver.admin.tweets import TweetView
    from mockserver.admin.workspaces import WorkspaceView
    from mockserver.testing.asynchronous.wire import AsyncWire


class AsyncWorkspace:
    """One universe. Each vendor is an attribute: `workspace.<vendor>.base_url`, `workspace.<vendor>.api_key`."""

    def __init__(self, wire: AsyncWire, view: WorkspaceView) -> None:
        self._wire = wire
        self.id = view["id"]
        self._path = f"/_mock/workspaces{path_of(self.id)}"
        self._take(view)
        self.clock = AsyncClock(wire, self._path)
        self.jobs = AsyncJobs(wire, self._path)
        self.settings = AsyncSettings(wire, self._path)
        self.requests = AsyncRequests(wire, self._path)
        self.webhooks = AsyncWebhooks(wire, self._path)
        self.deliveries = AsyncDeliveries(wire, self._path)
        self.inbox = AsyncInboxes(wire, self._path)
        self.faults = AsyncFaults(wire, self._path)
        self.streams = AsyncStreams(wire, self._path)
        self.snapshots = AsyncSnapshots(wire, self._path)
        self.keys = AsyncKeys(wire, self._path)
        self.state = AsyncState(wire, self._path)

    def _take(self, view: WorkspaceView) -> None:
        self.view = view
        self.seed = view["seed"]
        self.fixture = view["fixture"]
        self.vendors: Mapping[str, VendorAccess] = {
            name: VendorAccess(name, url, view["keys"].get(name, ""), self._wire.transport)
            for name, url in view["base_urls"].items()
        }

    def __getattr__(self, name: str) -> VendorAccess:
        # Only called for what is no attribute; `vendors` itself is missing while the object is being copied.
        if name != "vendors" and name in self.vendors:
            return self.vendors[name]
        known = "" if name == "vendors" else f"; vendors: {', '.join(self.vendors)}"
        raise AttributeError(f"a workspace has no {name!r}{known}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.vendors]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} seed={self.seed} fixture={self.fixture}>"

    @property
    def control_url(self) -> str:
        """Where the control API has this workspace."""
        return self._wire.url + self._path

    async def trigger(self, vendor: str, event: str, data: Mapping[str, Any] | None = None) -> Triggered:
        """Make an event really happen, and wait until its deliveries have been attempted."""
        body = given(vendor=vendor, event=event, data=data)
        return cast("Triggered", await self._wire.ask("POST", f"{self._path}/trigger", body))

    async def tweet(
        self,
        author: str,
        text: str | None = None,
        *,
        reply_to: str | None = None,
        quote: str | None = None,
        retweet_of: str | None = None,
        media: Sequence[str] | None = None,
        note: bool | None = None,
        card_url: str | None = None,
        lang: str | None = None,
        source: str | None = None,
        at: Moment | None = None,
    ) -> TweetView:
        """Publish a tweet that every vendor sees, or with `retweet_of` a retweet."""
        body = given(
            author=author,
            text=text,
            reply_to=reply_to,
            quote=quote,
            retweet_of=retweet_of,
            media=media,
            note=note,
            card_url=card_url,
            lang=lang,
            source=source,
            at=at,
        )
        return cast("TweetView", await self._wire.ask("POST", f"{self._path}/tweets", body))

    async def findings(self) -> Sequence[FindingView]:
        """What the clients of this workspace did wrong."""
        found = await self._wire.ask("GET", f"{self._path}/findings")
        return cast("Sequence[FindingView]", found["findings"])

    async def findings_report(self, format: str) -> bytes:  # noqa: A002 - the parameter's name in the API
        """The same as `junit` or `sarif`, for CI systems."""
        report = await self._wire.ask("GET", f"{self._path}/findings", query={"format": format})
        if isinstance(report, bytes):
            return report
        from mockserver.core.json import dumps

        return dumps(report)

    async def reset(self, *, fixture: str | None = None, seed: int | None = None) -> None:
        """Go back to the fixture and to the clock's start; keys and settings stay."""
        self._take(await self._wire.ask("POST", f"{self._path}/reset", given(fixture=fixture, seed=seed)))

    async def drop(self) -> None:
        """Remove the workspace with all that is in it."""
        await self._wire.ask("DELETE", self._path)
