"""Pages: a browser opens them without a key, in the workspace that the address names; the API stays closed to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

import httpx
import pytest

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.keys import VISITOR
from mockserver.gateway.messages import Response
from mockserver.gateway.operation import Router
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.registry import Registry
from tests.admin.toy_vendor import TOY, WidgetRow, add_widget


def _pages() -> Sequence[Router]:
    router = vendor_router("Pages")

    @router.get("/shop/{workspace}/{widget}")
    async def show(ctx: Ctx, workspace: str, widget: str) -> Response:
        """Show who looks at what, and where."""
        return Response(200, f"{ctx.key.kind} {ctx.workspace.id} {widget}".encode(), "text/html")

    @router.post("/shop/{workspace}/{widget}")
    async def buy(ctx: Ctx, workspace: str, widget: str) -> Response:
        """Buy it."""
        add_widget(ctx.workspace, widget, "0")
        return Response(303, headers={"Location": "/thanks"})

    return [router]


@pytest.fixture
def app() -> Iterator[Application]:
    """A server whose one vendor has pages, and two workspaces."""
    app = Application(Config(ephemeral=True, fixture="empty"), registry=Registry([replace(TOY, pages=_pages)]))
    app.open()
    app.workspaces.create("other")
    yield app
    asyncio.run(app.shutdown())


def ask(app: Application, method: str, path: str) -> httpx.Response:
    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.request(method, f"http://localhost:4545{path}")

    return asyncio.run(send())


@pytest.mark.parametrize("workspace", ["default", "other"])
def test_a_page_opens_without_a_key_in_the_workspace_it_names(app: Application, workspace: str) -> None:
    answer = ask(app, "GET", f"/toy/shop/{workspace}/lamp")
    assert (answer.status_code, answer.text) == (200, f"{VISITOR} {workspace} lamp")


def test_what_a_page_does_is_written_and_kept_in_the_journal_of_its_workspace(app: Application) -> None:
    assert ask(app, "POST", "/toy/shop/other/lamp").status_code == 303
    other, default = app.workspaces.get("other"), app.workspaces.get("default")
    assert other is not None
    assert default is not None
    assert other.database.count_rows(str(WidgetRow.__tablename__)) == 1
    assert default.database.count_rows(str(WidgetRow.__tablename__)) == 0
    assert [entry.path for entry in other.journal] == ["/shop/other/lamp"]
    assert list(default.journal) == []


def test_a_page_of_no_workspace_and_the_api_itself_want_a_key(app: Application) -> None:
    assert ask(app, "GET", "/toy/shop/nowhere/lamp").status_code == 401
    assert ask(app, "GET", f"/toy{TOY.base_path}/widgets/default").status_code == 401


def test_pages_are_no_part_of_the_api_s_documents(app: Application) -> None:
    assert "shop" not in ask(app, "GET", "/toy/openapi.json").text
