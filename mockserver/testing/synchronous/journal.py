"""What clients asked of the vendors: to look at, to verify, to wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mockserver.testing.errors import VerificationFailed
from mockserver.testing.wording import Match, Span, given, path_of

if TYPE_CHECKING:
    from mockserver.admin.requests import EntryView, Verdict
    from mockserver.testing.synchronous.wire import Wire


class Requests:
    """The journal. Which requests is said by `vendor`, `method`, `path` (a glob), `status`, `body` (a JSON subset)."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/requests"

    def list(self, *, limit: int | None = None, offset: int | None = None) -> Sequence[EntryView]:
        """Requests, newest first."""
        answer = self._wire.ask("GET", self._path, query=given(limit=limit, offset=offset))
        return cast("Sequence[EntryView]", answer["requests"])

    def get(self, request_id: str) -> EntryView:
        """One request, by the id that the vendor's answer told."""
        return cast("EntryView", self._wire.ask("GET", self._path + path_of(request_id)))

    def find(
        self,
        *,
        vendor: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        body: Any = None,
    ) -> Sequence[EntryView]:
        """The requests that match, oldest first."""
        match = given(vendor=vendor, method=method, path=path, status=status, body=body)
        found = self._wire.ask("POST", f"{self._path}/find", {"match": match})
        return cast("Sequence[EntryView]", found["requests"])

    def check(
        self,
        match: Match | None = None,
        *,
        count: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        order: Sequence[Match] | None = None,
    ) -> Verdict:
        """The verdict on a count or an order, whichever it is."""
        body = given(match=match, count=count, at_least=at_least, at_most=at_most, order=order)
        return cast("Verdict", self._wire.ask("POST", f"{self._path}/verify", body))

    def verify(
        self,
        *,
        vendor: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        body: Any = None,
        count: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> Verdict:
        """Assert that such requests came, at least once or as often as is said; raises `VerificationFailed`."""
        match = given(vendor=vendor, method=method, path=path, status=status, body=body)
        return _held(self.check(match, count=count, at_least=at_least, at_most=at_most))

    def verify_order(self, *order: Match) -> Verdict:
        """Assert that requests came one after another, others between them; raises `VerificationFailed`."""
        return _held(self.check(order=order))

    def wait(
        self,
        *,
        vendor: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        body: Any = None,
        count: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        timeout: Span | None = None,
    ) -> Verdict:
        """Wait on the machine's clock until such requests have come; raises `VerificationFailed`."""
        match = given(vendor=vendor, method=method, path=path, status=status, body=body)
        wanted = given(match=match, count=count, at_least=at_least, at_most=at_most, timeout=timeout)
        return _held(self._wire.ask("POST", f"{self._path}/wait", wanted))

    def wait_order(self, *order: Match, timeout: Span | None = None) -> Verdict:
        """Wait on the machine's clock for requests one after another; raises `VerificationFailed`."""
        return _held(self._wire.ask("POST", f"{self._path}/wait", given(order=order, timeout=timeout)))

    def har(self) -> Mapping[str, Any]:
        """The journal as HAR 1.2."""
        return cast("Mapping[str, Any]", self._wire.ask("GET", f"{self._path}.har"))

    def clear(self) -> int:
        """Forget every request; how many there were."""
        return int((self._wire.ask("DELETE", self._path))["deleted"])


def _held(verdict: Any) -> Verdict:
    """The verdict if it is ok; raises `VerificationFailed`."""
    __tracebackhide__ = True
    if not verdict["ok"]:
        raise VerificationFailed(verdict)
    return cast("Verdict", verdict)
