"""Files of workspaces at their signed addresses: `/_files/{workspace}/{file}/{name}?expires=…&signature=…`.

PUT takes a file's content as it arrives, GET gives it piece by piece; neither holds a whole file in memory.
Stands in for the vendors' object storage, so refusals are plain text and no vendor's.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from mockserver.engine.files import CHUNK_BYTES, PATH, Replacement, TooLarge
from mockserver.engine.tables import FileRow
from mockserver.gateway.journal import BODY_BYTES, Entry, Stopwatch
from mockserver.gateway.messages import ClientGone, Request, Response, Streamed
from mockserver.gateway.sending import CORS, preflight, send_response, send_streamed
from mockserver.gateway.surface import RequestIds
from mockserver.server.runtime import Runtime
from mockserver.server.workspaces import Workspaces

_IDS = RequestIds()


class FilesApp:
    """Answers requests for files."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        request = Request.of(scope, scope["path"])
        if (answer := preflight(request)) is not None:
            await send_response(send, answer)
            return
        match = PATH.fullmatch(request.path)
        runtime = self._workspaces.get(match[1]) if match else None
        row = None if match is None or runtime is None else runtime.workspace.files.get(match[2])
        if runtime is None or row is None:
            await send_response(send, _refusal(404, "There is no such file"))
            return
        await _Exchange(runtime, row, request).answer(receive, send)


class _Exchange:
    """One request for one file."""

    def __init__(self, runtime: Runtime, row: FileRow, request: Request) -> None:
        self._runtime = runtime
        self._row = row
        self._request = request
        self._received = b""

    async def answer(self, receive: Any, send: Any) -> None:
        """Answer it and write it into the journal; a client that leaves early gets neither."""
        watch = Stopwatch()
        try:
            response = await self._respond(receive)
        except ClientGone:
            return
        if "origin" in self._request.headers:
            response.headers.update(CORS)
        if isinstance(response, Streamed):
            sent = await send_streamed(send, response)
        else:
            sent = response.body
            await send_response(send, response)
        runtime, request = self._runtime, self._request
        runtime.journal.add(
            Entry(
                id=runtime.request_id(_IDS),
                at=runtime.now(),
                vendor=self._row.vendor,
                method=request.method,
                path=request.path,
                query=request.query_string,
                status=response.status,
                duration_ms=watch.elapsed_ms,
                request_headers=request.headers,
                request_body=self._received,
                response_headers=response.headers,
                response_body=sent,
                key=None,
                cause=sent.decode() if response.status >= 400 else None,
                secret_fields=frozenset(),
            )
        )

    async def _respond(self, receive: Any) -> Response | Streamed:
        method = "GET" if self._request.method == "HEAD" else self._request.method
        if method not in ("GET", "PUT"):
            return _refusal(405, f"A file has no {method}")
        if not self._is_allowed(method):
            return _refusal(403, "The address has expired, or its signature does not fit the request")
        if method == "PUT":
            return await self._take(receive)
        return self._give()

    def _is_allowed(self, method: str) -> bool:
        return self._runtime.workspace.files.admits(method, self._row.id, self._request.query)

    def _give(self) -> Response | Streamed:
        row, files = self._row, self._runtime.workspace.files
        if not row.complete:
            return _refusal(404, "Nothing has been uploaded here yet")
        # What a client uploaded must never run as a page of ours.
        headers = {
            "Content-Disposition": _disposition(row.name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        }
        chunks = iter(()) if self._request.method == "HEAD" else files.chunks(row.id)
        return Streamed(200, chunks, row.media_type, headers, row.size)

    async def _take(self, receive: Any) -> Response:
        row, workspace = self._row, self._runtime.workspace
        declared = self._request.headers.get("content-length", "")
        if row.limit is not None and declared.isdigit() and int(declared) > row.limit:
            return _refusal(413, f"The file is larger than {row.limit} bytes")
        new: list[Replacement] = []
        workspace.write(lambda: new.append(workspace.files.replace(row.id)))
        replacement = new[0]
        try:
            async for piece in _pieces(receive):
                if len(self._received) < BODY_BYTES:
                    self._received += piece[: BODY_BYTES - len(self._received)]
                workspace.write(lambda piece=piece: replacement.append(piece))  # type: ignore[misc]
            workspace.write(replacement.finish)
        except TooLarge as error:
            workspace.write(replacement.abandon)
            return _refusal(413, f"The file is larger than {error.limit} bytes")
        except BaseException:
            workspace.write(replacement.abandon)
            raise
        return Response(200, b"", "text/plain")


async def _pieces(receive: Any) -> AsyncIterator[bytes]:
    """The body in pieces large enough to be worth a transaction each; raises `ClientGone`."""
    held = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        held += message.get("body", b"")
        more = message.get("more_body", False)
        if len(held) >= CHUNK_BYTES or (held and not more):
            yield bytes(held)
            held.clear()
        if not more:
            return


def _disposition(name: str) -> str:
    """Save the file under its name (RFC 6266); the plain form is for old clients and holds safe characters only."""
    plain = re.sub(r"[^\w.()-]", "_", name, flags=re.ASCII)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _refusal(status: int, reason: str) -> Response:
    return Response(status, reason.encode(), "text/plain; charset=utf-8")
