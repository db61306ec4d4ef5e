"""A server: its vendors and its workspaces. What can be done inside a workspace stands in `workspace`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from mockserver.testing.synchronous.wire import Wire
from mockserver.testing.synchronous.workspace import Workspace
from mockserver.testing.wording import given, path_of

if TYPE_CHECKING:
    import httpx

    from mockserver.admin.findings.routes import MistakeView
    from mockserver.admin.pact import Prepared
    from mockserver.admin.status import Ready, VendorView

ROOT = "/_mock"


class Control:
    """The control API of the server at `url`; `token` is what it was started with, if it was."""

    def __init__(self, url: str, *, token: str | None = None, transport: httpx.BaseTransport | None = None) -> None:
        self._wire = Wire(url, token=token, transport=transport)

    @property
    def url(self) -> str:
        """Where the server is."""
        return self._wire.url

    def health(self) -> str:
        """`ok`, from a process that answers."""
        return str((self._wire.ask("GET", f"{ROOT}/health"))["status"])

    def ready(self) -> Ready:
        """Version and vendors of a server whose workspaces are open."""
        return cast("Ready", self._wire.ask("GET", f"{ROOT}/ready"))

    def vendors(self) -> Sequence[VendorView]:
        """What each vendor has: addresses, endpoints, events, triggers, kinds of job."""
        return cast("Sequence[VendorView]", (self._wire.ask("GET", f"{ROOT}/vendors"))["vendors"])

    def mistakes(self) -> Sequence[MistakeView]:
        """The kinds of mistake that findings look for."""
        return cast("Sequence[MistakeView]", (self._wire.ask("GET", f"{ROOT}/findings"))["mistakes"])

    def openapi(self) -> Mapping[str, Any]:
        """The control API's OpenAPI document."""
        return cast("Mapping[str, Any]", self._wire.ask("GET", f"{ROOT}/openapi.json"))

    def openapi_yaml(self) -> str:
        """The same as YAML."""
        return bytes(self._wire.ask("GET", f"{ROOT}/openapi.yaml")).decode()

    def vendor_openapi(self, vendor: str) -> Mapping[str, Any]:
        """A vendor's OpenAPI document."""
        return cast("Mapping[str, Any]", self._wire.ask("GET", f"{path_of(vendor)}/openapi.json"))

    def vendor_openapi_yaml(self, vendor: str) -> str:
        """The same as YAML."""
        return bytes(self._wire.ask("GET", f"{path_of(vendor)}/openapi.yaml")).decode()

    def new_workspace(
        self,
        name: str | None = None,
        *,
        seed: int | None = None,
        fixture: str | None = None,
        clock: Mapping[str, Any] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Workspace:
        """Make a workspace: a universe with keys, a clock and a world of its own."""
        body = given(name=name, seed=seed, fixture=fixture, clock=clock, settings=settings)
        return Workspace(self._wire, self._wire.ask("POST", f"{ROOT}/workspaces", body))

    def workspaces(self) -> Sequence[Workspace]:
        """Every workspace."""
        found = self._wire.ask("GET", f"{ROOT}/workspaces")
        return [Workspace(self._wire, view) for view in found["workspaces"]]

    def workspace(self, name: str = "default") -> Workspace:
        """The workspace of that name."""
        return Workspace(self._wire, self._wire.ask("GET", f"{ROOT}/workspaces{path_of(name)}"))

    def provider_state(
        self,
        state: str,
        *,
        action: str | None = None,
        params: Mapping[str, Any] | None = None,
        consumer: str | None = None,
    ) -> Prepared:
        """Bring a workspace into a state as Pact's verifiers do."""
        body = given(state=state, action=action, params=params, consumer=consumer)
        return cast("Prepared", self._wire.ask("POST", "/_pact/provider-states", body))

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
