"""Files at their signed addresses: taken and given in pieces, refused when expired, tampered with or too large."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.clock import ClockMode
from mockserver.engine.files import CHUNK_BYTES, TooLarge
from mockserver.engine.workspace import Workspace
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.runtime import Runtime

ORIGIN = "http://files.test"


@pytest.fixture
def app() -> Application:
    made = Application(Config(ephemeral=True, fixture="empty"))
    made.open()
    return made


@pytest.fixture
def runtime(app: Application) -> Runtime:
    return app.workspaces.create("w", mode=ClockMode.FROZEN)


@pytest.fixture
def workspace(runtime: Runtime) -> Workspace:
    return runtime.workspace


def made(workspace: Workspace, make: Callable[[], str]) -> str:
    """What `make` gives, in a transaction."""
    results: list[str] = []
    workspace.write(lambda: results.append(make()))
    return results[0]


def ask(app: Application, method: str, url: str, **rest: Any) -> httpx.Response:
    async def request() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.request(method, url, **rest)

    return asyncio.run(request())


def test_what_was_put_is_given_again_in_pieces(app: Application, workspace: Workspace) -> None:
    file_id = made(workspace, lambda: workspace.files.create("toy", "übung 1.csv", "text/csv"))
    soon = workspace.now() + 60_000
    content = bytes(range(256)) * 5_000
    answer = ask(app, "PUT", workspace.files.upload_url(file_id, ORIGIN, soon), content=content)
    assert (answer.status_code, answer.content) == (200, b"")
    row = workspace.files.get(file_id)
    assert row is not None
    assert (row.size, row.complete) == (len(content), True)
    pieces = list(workspace.files.chunks(file_id))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= CHUNK_BYTES

    url = workspace.files.download_url(file_id, ORIGIN, soon)
    assert urlsplit(url).path.endswith("/%C3%BCbung%201.csv")
    got = ask(app, "GET", url)
    assert got.content == content
    assert got.headers["content-type"] == "text/csv"
    assert got.headers["content-length"] == str(len(content))
    disposition = got.headers["content-disposition"]
    assert disposition == "attachment; filename=\"_bung_1.csv\"; filename*=UTF-8''%C3%BCbung%201.csv"
    head = ask(app, "HEAD", url)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(content)))


def test_an_address_expires_on_the_workspaces_clock(app: Application, workspace: Workspace) -> None:
    file_id = made(workspace, lambda: workspace.files.create("toy", "a.txt", "text/plain"))
    url = workspace.files.upload_url(file_id, ORIGIN, workspace.now() + 1_000)
    assert ask(app, "PUT", url, content=b"one").status_code == 200
    workspace.change_clock(ClockMode.FROZEN, now=workspace.now() + 1_000, speed=1.0)
    assert ask(app, "PUT", url, content=b"two").status_code == 403
    assert b"".join(workspace.files.chunks(file_id)) == b"one"
    assert ask(app, "GET", workspace.files.public_url(file_id, ORIGIN)).content == b"one"


def test_a_changed_address_is_refused(app: Application, workspace: Workspace) -> None:
    def create() -> str:
        file_id = workspace.files.create("toy", "a.txt", "text/plain")
        workspace.files.append(file_id, b"secret")
        workspace.files.finish(file_id)
        return file_id

    file_id = made(workspace, create)
    other = made(workspace, create)
    url = workspace.files.download_url(file_id, ORIGIN, workspace.now() + 1_000)
    assert ask(app, "GET", url).content == b"secret"
    last = "0" if url[-1] != "0" else "1"
    for changed in (
        url.replace("expires=", "expires=9"),
        url.replace(file_id, other),
        url[:-1] + last,
        url.partition("?")[0],
        url.partition("&")[0],
        url.replace("expires=", "expires=-"),
        workspace.files.public_url(other, ORIGIN).replace(other, file_id),
    ):
        assert ask(app, "GET", changed).status_code == 403, changed
    assert ask(app, "PUT", url, content=b"x").status_code == 403
    assert ask(app, "DELETE", url).status_code == 405
    for unknown in (url.replace("/w/", "/nowhere/"), url.replace(file_id, "f" * 24), f"{ORIGIN}/_files/"):
        assert ask(app, "GET", unknown).status_code == 404, unknown


def test_a_file_never_grows_over_its_limit(app: Application, workspace: Workspace) -> None:
    file_id = made(workspace, lambda: workspace.files.create("toy", "a.txt", "text/plain", limit=1_000_000))
    url = workspace.files.upload_url(file_id, ORIGIN, workspace.now() + 1_000)
    assert ask(app, "PUT", url, content=b"old").status_code == 200

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    for content in (b"x" * 1_000_001, unannounced()):
        answer = ask(app, "PUT", url, content=content)
        assert (answer.status_code, answer.text) == (413, "The file is larger than 1000000 bytes")
    assert b"".join(workspace.files.chunks(file_id)) == b"old"
    assert workspace.database.count_rows("file_chunks") == 1
    with pytest.raises(TooLarge):
        workspace.write(lambda: workspace.files.replace(file_id).append(b"x" * 1_000_001))


def test_what_is_not_there_yet_is_not_found_and_browsers_may_ask(app: Application, workspace: Workspace) -> None:
    file_id = made(workspace, lambda: workspace.files.create("toy", "a.html", "text/html"))
    url = workspace.files.public_url(file_id, ORIGIN)
    answer = ask(app, "GET", url, headers={"origin": "http://localhost:3000"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (404, "*")
    headers = {"origin": "http://localhost:3000", "access-control-request-method": "PUT"}
    assert ask(app, "OPTIONS", url, headers=headers).status_code == 204


def test_each_request_is_in_the_journal(app: Application, runtime: Runtime) -> None:
    workspace = runtime.workspace
    file_id = made(workspace, lambda: workspace.files.create("toy", "a.txt", "text/plain"))
    ask(app, "PUT", workspace.files.upload_url(file_id, ORIGIN, workspace.now() + 1), content=b"hello")
    ask(app, "GET", workspace.files.public_url(file_id, ORIGIN))
    ask(app, "GET", workspace.files.public_url(file_id, ORIGIN)[:-1])
    put, get, refused = runtime.journal
    assert (put.vendor, put.method, put.status, put.request_body) == ("toy", "PUT", 200, b"hello")
    assert (get.method, get.status, get.response_body) == ("GET", 200, b"hello")
    assert refused.status == 403
    assert refused.cause is not None


@pytest.fixture(scope="module")
def files() -> Iterator[Workspace]:
    made = Application(Config(ephemeral=True, fixture="empty"))
    made.open()
    workspace = made.workspaces.create("p", mode=ClockMode.FROZEN).workspace
    yield workspace
    workspace.database.close()


@given(pieces=st.lists(st.binary(max_size=40)), reads=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60))))
def test_a_file_reads_like_any_other(files: Workspace, pieces: list[bytes], reads: list[tuple[int, int]]) -> None:
    def write() -> str:
        file_id = files.files.create("toy", "a", "text/plain")
        for piece in pieces:
            files.files.append(file_id, piece)
        with files.files.writer(file_id) as end:
            end.write(b"end")
        files.files.finish(file_id)
        return file_id

    file_id = made(files, write)
    content = b"".join(pieces) + b"end"
    assert b"".join(files.files.chunks(file_id)) == content
    with files.files.open(file_id) as stream:
        assert stream.read() == content
        for position, length in reads:
            stream.seek(position)
            assert stream.read(length) == content[position : position + length]
    files.write(lambda: files.files.remove(file_id))
    assert files.files.get(file_id) is None
