"""What moves in a workspace and how: its clock, its workers' jobs, its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mockserver.testing.wording import Moment, Span, given, path_of

if TYPE_CHECKING:
    from mockserver.admin.clock import AdvanceView, ClockView
    from mockserver.admin.jobs import JobView
    from mockserver.admin.settings import SettingsView
    from mockserver.testing.synchronous.wire import Wire


class Clock:
    """The workspace's time."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/clock"

    def get(self) -> ClockView:
        """Mode, time and speed."""
        return cast("ClockView", self._wire.ask("GET", self._path))

    def now(self) -> str:
        """The workspace's time, as ISO 8601."""
        return (self.get())["now"]

    def set(self, *, mode: str | None = None, now: Moment | None = None, speed: float | None = None) -> ClockView:
        """Let time pass another way: `real`, `frozen`, or `scaled` with a speed."""
        return cast("ClockView", self._wire.ask("PUT", self._path, given(mode=mode, now=now, speed=speed)))

    def freeze(self) -> ClockView:
        """Stop time."""
        return self.set(mode="frozen")

    def run(self, *, speed: float | None = None) -> ClockView:
        """Let time pass, as on the wall or `speed` times as fast."""
        return self.set(mode="real" if speed is None else "scaled", speed=speed)

    def advance(self, by: Span | None = None, *, to: Moment | None = None, until: str | None = None) -> AdvanceView:
        """Run all that falls due, webhooks included: `by` a length, `to` a time, or `until="idle"`."""
        body = given(by=by, to=to, until=until)
        return cast("AdvanceView", self._wire.ask("POST", f"{self._path}/advance", body))


class Jobs:
    """The workers' jobs."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/jobs"

    def list(
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
        return cast("Sequence[JobView]", (self._wire.ask("GET", self._path, query=query))["jobs"])

    def complete(self, job_id: str) -> JobView:
        """Do all that is left of a job at once."""
        return self._steer(job_id, "complete")

    def fail(self, job_id: str, error: str | None = None) -> JobView:
        """End a job with an error, in the vendor's words."""
        return self._steer(job_id, "fail", error)

    def stall(self, job_id: str) -> JobView:
        """Let no step of a job come until it is resumed."""
        return self._steer(job_id, "stall")

    def resume(self, job_id: str) -> JobView:
        """Let a stalled job go on."""
        return self._steer(job_id, "resume")

    def _steer(self, job_id: str, action: str, error: str | None = None) -> JobView:
        body = given(action=action, error=error)
        return cast("JobView", self._wire.ask("POST", self._path + path_of(job_id), body))


class Settings:
    """How the workspace behaves."""

    def __init__(self, wire: Wire, workspace: str) -> None:
        self._wire = wire
        self._path = f"{workspace}/settings"

    def get(self) -> SettingsView:
        """Every setting."""
        return cast("SettingsView", self._wire.ask("GET", self._path))

    def change(
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
        return cast("SettingsView", self._wire.ask("PATCH", self._path, body))
