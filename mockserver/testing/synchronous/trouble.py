"""What can be made to go wrong: the vendors' answers, and their websockets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mockserver.testing.wording import Moment, Span, given, path_of

if TYPE_CHECKING:
    from mockserver.admin.faults import FaultView
    from mockserver.admin.streams import ConnectionView, LogView
    from mockserver.testing.synchronous.wire import Wire


class Faults:
    """Ordered rules; the first that applies to a request decides what becomes of its answer."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/faults"

    def list(self) -> Sequence[FaultView]:
        """The rules in their order, with how many requests each struck."""
        return cast("Sequence[FaultView]", (self._wire.ask("GET", self._path))["faults"])

    def add(
        self,
        *,
        vendor: str | None = None,
        method: str | None = None,
        path: str | None = None,
        key: str | None = None,
        nth: int | None = None,
        every: int | None = None,
        probability: float | None = None,
        times: int | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
        status: int | None = None,
        code: str | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        delay: Span | Mapping[str, Any] | None = None,
        fault: str | None = None,
    ) -> FaultView:
        """Add a rule: which requests (`vendor` to `until`), and what becomes of them (`status` to `fault`)."""
        match = given(
            vendor=vendor,
            method=method,
            path=path,
            key=key,
            nth=nth,
            every=every,
            probability=probability,
            times=times,
            since=since,
            until=until,
        )
        then = given(status=status, code=code, body=body, headers=headers, delay=delay, fault=fault)
        return cast("FaultView", self._wire.ask("POST", self._path, {"match": match, "then": then}))

    def remove(self, fault_id: str) -> None:
        """Remove one rule."""
        self._wire.ask("DELETE", self._path + path_of(fault_id))

    def clear(self) -> int:
        """Remove every rule; how many there were."""
        return int((self._wire.ask("DELETE", self._path))["deleted"])


class Streams:
    """The vendors' websockets: who is connected, what became of each message, and disturbances."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/streams"

    def list(self, *, state: str | None = None, vendor: str | None = None) -> Sequence[ConnectionView]:
        """The open connections and the last that were closed."""
        answer = self._wire.ask("GET", self._path, query=given(state=state, vendor=vendor))
        return cast("Sequence[ConnectionView]", answer["connections"])

    def get(self, connection_id: str, *, limit: int | None = None, offset: int | None = None) -> LogView:
        """What became of each message of a connection, oldest first."""
        query = given(limit=limit, offset=offset)
        return cast("LogView", self._wire.ask("GET", self._path + path_of(connection_id), query=query))

    def disturb(
        self,
        do: str,
        *,
        connection: str | None = None,
        vendor: str | None = None,
        count: int | None = None,
        code: int | None = None,
        reason: str | None = None,
        delay: Span | None = None,
    ) -> Sequence[str]:
        """Withhold, double or shuffle messages, break or slow lines; the connections it was done to."""
        body = given(do=do, connection=connection, vendor=vendor, count=count, code=code, reason=reason, delay=delay)
        return cast("Sequence[str]", (self._wire.ask("POST", f"{self._path}/disturb", body))["disturbed"])

    def burst(self, count: int, *, author: str | None = None, text: str | None = None) -> Sequence[str]:
        """Publish many tweets at once; their ids, oldest first."""
        body = given(count=count, author=author, text=text)
        return cast("Sequence[str]", (self._wire.ask("POST", f"{self._path}/burst", body))["tweets"])
