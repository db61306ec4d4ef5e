"""A server: its vendors and its workspaces. What can be done inside a workspace stands in `workspace`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from mockserver.testing.asynchronous.wire import AsyncWire
from mockserver.testing.asynchronous.workspace import AsyncWorkspace
from mockserver.testing.wording import given, path_of

if TYPE_CHECKING:
    import httpx

    from mockserver.admin.findings.routes import MistakeView
    from mockserver.admin.pact import Prepared
    from mockserver.admin.status import Ready, VendorView

ROOT = "/_mock"


class AsyncControl:
    """The control API of the server at `url`; `token` is what it was started with, if it was."""

    def __init__(
        self, url: str, *, token: str | None = None, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._wire = AsyncWire(url, token=token, transport=transport)

    @property
    def url(self) -> str:
        """Where the server is."""
        return self._wire.url

    async def health(self) -> str:
        """`ok`, from a process that answers."""
        return str((await self._wire.ask("GET", f"{ROOT}/health"))["status"])

    async def ready(self) -> Ready:
        """Version and vendors of a server whose workspaces are open."""
        return cast("Ready", await self._wire.ask("GET", f"{ROOT}/ready"))

    async def vendors(self) -> Sequence[VendorView]:
        """What each vendor has: addresses, endpoints, events, triggers, kinds of job."""
        return cast("Sequence[VendorView]", (await self._wire.ask("GET", f"{ROOT}/vendors"))["vendors"])

    async def mistakes(self) -> Sequence[MistakeView]:
        """The kinds of mistake that findings look for."""
        return cast("Sequence[MistakeView]", (await self._wire.ask("GET", f"{ROOT}/findings"))["mistakes"])

    async def openapi(self) -> Mapping[str, Any]:
        """The control API's OpenAPI document."""
        return cast("Mapping[str, Any]", await self._wire.ask("GET", f"{ROOT}/openapi.json"))

    async def openapi_yaml(self) -> str:
        """The same as YAML."""
        return bytes(await self._wire.ask("GET", f"{ROOT}/openapi.yaml")).decode()

    async def vendor_openapi(self, vendor: str) -> Mapping[str, Any]:
        """A vendor's OpenAPI document."""
        return cast("Mapping[str, Any]", await self._wire.ask("GET", f"{path_of(vendor)}/openapi.json"))

    async def vendor_openapi_yaml(self, vendor: str) -> str:
        """The same as YAML."""
        return bytes(await self._wire.ask("GET", f"{path_of(vendor)}/openapi.yaml")).decode()

    async def new_workspace(
        self,
        name: str | None = None,
        *,
        seed: int | None = None,
        fixture: str | None = None,
        clock: Mapping[str, Any] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> AsyncWorkspace:
        """Make a workspace: a universe with keys, a clock and a world of its own."""
        body = given(name=name, seed=seed, fixture=fixture, clock=clock, settings=settings)
        return AsyncWorkspace(self._wire, await self._wire.ask("POST", f"{ROOT}/workspaces", body))

    async def workspaces(self) -> Sequence[AsyncWorkspace]:
        """Every workspace."""
        found = await self._wire.ask("GET", f"{ROOT}/workspaces")
        return [AsyncWorkspace(self._wire, view) for view in found["workspaces"]]

    async def workspace(self, name: str = "default") -> AsyncWorkspace:
        """The workspace of that name."""
        return AsyncWorkspace(self._wire, await self._wire.ask("GET", f"{ROOT}/workspaces{path_of(name)}"))

    async def provider_state(
        self,
        state: str,
        *,
        action: str | None = None,
        params: Mapping[str, Any] | None = None,
        consumer: str | None = None,
    ) -> Prepared:
        """Bring a workspace into a state as Pact's verifiers do."""
        body = given(state=state, action=action, params=params, consumer=consumer)
        return cast("Prepared", await self._wire.ask("POST", "/_pact/provider-states", body))

    async def aclose(self) -> None:
        """Hang up."""
        await self._wire.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
