"""A server that somebody else has started, as tests hold it. Must not import the server."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from mockserver.testing.synchronous.control import Control
    from mockserver.testing.synchronous.workspace import Workspace

FROZEN: Mapping[str, str] = {"mode": "frozen"}


class RunningServer:
    """The server at `url`, while it is entered; `token` is what its control API asks for."""

    def __init__(self, url: str, *, token: str | None = None) -> None:
        self.url = url
        self.token = token
        self._control: Control | None = None

    def __enter__(self) -> Self:
        from mockserver.testing.synchronous.control import Control

        self._control = Control(self.url, token=self.token)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.control.close()
        self._control = None

    @property
    def control(self) -> Control:
        """The control API, for code that does not wait on an event loop."""
        if self._control is None:
            raise RuntimeError("enter it first: with MockServer() as server; in process there is async_control")
        return self._control

    def workspace(
        self,
        name: str | None = None,
        *,
        seed: int | None = None,
        fixture: str | None = None,
        clock: Mapping[str, Any] = FROZEN,
        settings: Mapping[str, Any] | None = None,
    ) -> Workspace:
        """A new workspace; its clock stands unless `clock` says otherwise."""
        return self.control.new_workspace(name, seed=seed, fixture=fixture, clock=clock, settings=settings)
