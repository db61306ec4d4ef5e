"""Who may call what: API keys, sessions, and when a key was used last. Source: "API Keys", "Update Account".

Every operation of this vendor passes `admit` before its input is looked at. An operation says who may call it in its
`openapi_extra` (`SESSION_ONLY`, `SESSION_THEN_ANY`, `KEY_ONLY`); the rest take a key or a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.contract import Context
from mockserver.core.settings import Auth, Edition
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Operation, OperationRoute, Router
from mockserver.vendors.xquik.api_keys.service import note_use
from mockserver.vendors.xquik.errors import UNAUTHENTICATED
from mockserver.vendors.xquik.policy import KEY_PLACES, SESSION

_MARK = "x-auth"

SESSION_ONLY: Mapping[str, object] = {_MARK: "session", "security": [{"session": []}]}
"""Only who is logged in may call it, in both editions."""

SESSION_THEN_ANY: Mapping[str, object] = {_MARK: "session; any in observed"}
"""Only who is logged in may call it in `documented`; in `observed` a key does too."""

KEY_ONLY: Mapping[str, object] = {_MARK: "key", "security": [{"apiKey": []}, {"bearer": []}]}
"""A session does not do."""


def admit(ctx: Context, operation: Operation) -> None:
    """Note that the key was used; 401 `unauthenticated` where it is not of the kind that the operation wants.

    A session counts in its cookie only, and a key everywhere else. With `auth: any` everybody may call everything.
    """
    is_session = ctx.key.kind == SESSION
    if not is_session:
        note_use(ctx.workspace, ctx.key)
    if ctx.workspace.settings.auth is Auth.ANY:
        return
    if is_session is (KEY_PLACES.read(ctx.request) is not None):
        raise UNAUTHENTICATED()
    mark = operation.extras.get(_MARK)
    if mark is None or (mark == SESSION_THEN_ANY[_MARK] and ctx.edition is Edition.OBSERVED):
        return
    if is_session is (mark == KEY_ONLY[_MARK]):
        wanted = "an API key" if is_session else "a session; API keys are not accepted"
        raise UNAUTHENTICATED(f"This endpoint needs {wanted}.")


class XquikOperation(Operation):
    """An operation that asks who calls before it reads what is sent."""

    async def call(self, context: object, request: Request, path_params: dict[str, str]) -> object:
        """See `Operation.call`; raises `ApiError` 401 before any 400."""
        assert isinstance(context, Context)
        admit(context, self)
        return await super().call(context, request, path_params)


class XquikRoute(OperationRoute):
    """The route class of this vendor's routers."""

    def operations(self, base_path: str) -> list[Operation]:
        """As `OperationRoute.operations`, with `XquikOperation`."""
        return [XquikOperation(self, method, base_path) for method in sorted(self.methods or ())]


def xquik_router(tag: str, **declared: Any) -> Router:
    """A router for some of the vendor's endpoints."""
    return Router(tag, route_class=XquikRoute, **declared)
