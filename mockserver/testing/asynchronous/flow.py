"""What moves in a workspace and how: its clock, its workers' jobs, its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mockserver.testing.wording import Moment, Span, given, path_of

if TYPE_CHECKING:
    from mockserver.admin.clock import AdvanceView, ClockView
    from mockserver.admin.jobs import JobView
    from mockserver.admin.settings import SettingsView
    from mockserver.testing.asynchronous.wire import AsyncWire


class AsyncClock:
    """The workspace's time."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/clock"

    async def get(self) -> ClockView:
        """Mode, time and speed."""
        return cast("ClockView", await self._wire.ask("GET", self._path))

    async def now(self) -> str:
        """The workspace's time, as ISO 8601."""
        return (await self.get())["now"]

    async def set(self, *, mode: str | None = None, now: Moment | None = None, speed: float | None = None) -> ClockView:
        """Let time pass another way: `real`, `frozen`, or `scaled` with a speed."""
        return cast("ClockView", await self._wire.ask("PUT", self._path, given(mode=mode, now=now, speed=speed)))

    async def freeze(self) -> ClockView:
        """Stop time."""
        return await self.set(mode="frozen")

    async def run(self, *, speed: float | None = None) -> ClockView:
        """Let time pass, as on the wall or `speed` times as fast."""
        return await self.set(mode="real" if speed is None else "scaled", speed=speed)

    async def advance(
        self, by: Span | None = None, *, to: Moment | None = None, until: str | None = None
    ) -> AdvanceView:
        """Run all that falls due, webhooks included: `by` a length, `to` a time, or `until="idle"`."""
        body = given(by=by, to=to, until=until)
        return cast("AdvanceView", await self._wire.ask("POST", f"{self._path}/advance", body))


class AsyncJobs:
    """The workers' jobs."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/jobs"

    async def list(
        self,
        *,
        vendor: str | None = None,
        kind: str | None = None,
        status: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> Sequence[JobView]:
        """Jobs, newest first."""
        query = given(vendor=vendor, kind=kind, status=status, limit=limit, offset=offset)
        return cast("Sequence[JobView]", (await self._wire.ask("GET", self._path, query=query))["jobs"])

    async def complete(self, job_id: str) -> JobView:
        """Do all that is left of a job at once."""
        return await self._steer(job_id, "complete")

    async def fail(self, job_id: str, error: str | None = None) -> JobView:
        """End a job with an error, in the vendor's words."""
        return await self._steer(job_id, "fail", error)

    async def stall(self, job_id: str) -> JobView:
        """Let no step of a job come until it is resumed."""
        return await self._steer(job_id, "stall")

    async def resume(self, job_id: str) -> JobView:
        """Let a stalled job go on."""
        return await self._steer(job_id, "resume")

    async def _steer(self, job_id: str, action: str, error: str | None = None) -> JobView:
        body = given(action=action, error=error)
        return cast("JobView", await self._wire.ask("POST", self._path + path_of(job_id), body))


class AsyncSettings:
    """How the workspace behaves."""

    def __init__(self, wire: AsyncWire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/settings"

    async def get(self) -> SettingsView:
        """Every setting."""
        return cast("SettingsView", await self._wire.ask("GET", self._path))

    async def change(
        self,
        *,
        editions: Mapping[str, str] | None = None,
        rate_limits: str | None = None,
        auth: str | None = None,
        validation: str | None = None,
        progression: Mapping[str, str] | None = None,
        activity: Mapping[str, Any] | str | None = None,
        track: str | None = None,
    ) -> SettingsView:
        """Change some; what is left out stays."""
        body = given(
            editions=editions,
            rate_limits=rate_limits,
            auth=auth,
            validation=validation,
            progression=progression,
            activity=activity,
            track=track,
        )
        return cast("SettingsView", await self._wire.ask("PATCH", self._path, body))
