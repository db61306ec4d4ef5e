"""Deliveries over real sockets: bounded in time and size, never redirected, and apart from each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from mockserver.engine.webhooks import transport as transports
from mockserver.engine.webhooks.transport import Answer, HttpTransport

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return head + await reader.readexactly(length)


@asynccontextmanager
async def receiver(serve: Serve) -> AsyncIterator[str]:
    serving: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            await serve(reader, writer)
        except (asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
            pass  # the test is over, or the other side has given up
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?a=1"
        # From Python 3.12 on a server waits for those it serves, and some of these hang on purpose.
        for task in serving:
            task.cancel()


def deliver(serve: Serve, *, timeout_ms: int = 5_000) -> Answer:
    async def run() -> Answer:
        transport = HttpTransport()
        async with receiver(serve) as url:
            try:
                return await transport.post(url, b'{"a": 1}', {"X-Sign": "yes"}, timeout_ms)
            finally:
                await transport.close()

    return asyncio.run(run())


def test_the_exact_bytes_and_headers_arrive() -> None:
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await request(reader))
        writer.write(OK)

    answer = deliver(serve)
    assert (answer.status, answer.body, answer.error, answer.accepted) == (200, "ok", None, True)
    head, _, body = seen[0].partition(b"\r\n\r\n")
    assert body == b'{"a": 1}'
    assert head.startswith(b"POST /hook?a=1 HTTP/1.1\r\n")
    assert b"x-sign: yes" in head.lower()


def test_a_receiver_that_does_not_answer_is_given_up() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    answer = deliver(serve, timeout_ms=50)
    assert (answer.status, answer.error) == (None, "no answer within 0.05 s")


def test_a_receiver_that_drips_is_given_up_too() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        for _ in range(100):
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.01)

    assert deliver(serve, timeout_ms=100).error == "no answer within 0.1 s"


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await request(reader))
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n")

    answer = deliver(serve)
    assert (answer.status, answer.accepted, len(asked)) == (302, False, 1)


def test_of_an_endless_answer_only_the_beginning_is_read() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100_000)
        await asyncio.Event().wait()

    answer = deliver(serve)
    assert (answer.status, answer.body) == (200, "x" * 2_000)


def test_what_cannot_be_reached_says_why() -> None:
    async def run() -> list[Answer]:
        transport = HttpTransport()
        try:
            urls = ["http://127.0.0.1:1/", "http://169.254.169.254/", "http://no-such-host.invalid/"]
            return [await transport.post(url, b"{}", {}, 5_000) for url in urls]
        finally:
            await transport.close()

    refused, metadata, unknown = asyncio.run(run())
    assert refused.error is not None
    assert "ConnectError" in refused.error
    assert metadata.error is not None
    assert metadata.error.startswith("refused: 169.254.169.254")
    assert unknown.error is not None
    assert unknown.error.startswith("cannot resolve no-such-host.invalid")


def test_a_receiver_that_hangs_holds_no_other_up() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(OK)

    async def run() -> tuple[Answer, list[bool]]:
        transport = HttpTransport()
        async with receiver(hang) as stuck, receiver(serve) as quick:
            waiting = [asyncio.create_task(transport.post(stuck, b"{}", {}, 60_000)) for _ in range(20)]
            answer = await transport.post(quick, b"{}", {}, 5_000)
            still = [not task.done() for task in waiting]
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            await transport.close()
            return answer, still

    answer, still = asyncio.run(run())
    assert answer.accepted
    assert all(still)


def test_those_who_wait_behind_a_silent_receiver_share_its_outcome() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await request(reader))
        await asyncio.Event().wait()

    async def run() -> list[Answer]:
        transport = HttpTransport()
        async with receiver(hang) as stuck:
            answers = await asyncio.gather(*(transport.post(stuck, b"{}", {}, 100) for _ in range(100)))
            await transport.close()
            return answers

    asked: list[bytes] = []
    answers = asyncio.run(run())
    assert len(asked) <= 8, "the others were not sent"
    errors = [answer.error for answer in answers]
    assert errors.count("no answer within 0.1 s") == 8
    assert errors.count("no answer within 0.1 s to an earlier delivery") == 92


def test_those_who_wait_behind_a_receiver_that_answers_have_their_turn() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            body = (await request(reader)).partition(b"\r\n\r\n")[2]
            if body == b"[]":
                await asyncio.Event().wait()
            writer.write(OK)

    async def run() -> list[Answer]:
        transport = HttpTransport()
        async with receiver(serve) as url:
            bodies = [b"[]", *[b"{}"] * 60]
            answers = await asyncio.gather(*(transport.post(url, body, {}, 1_500) for body in bodies))
            await transport.close()
            return answers

    stuck, *others = asyncio.run(run())
    assert stuck.error == "no answer within 1.5 s"
    assert all(answer.accepted for answer in others)


def test_so_many_are_under_way_in_all_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transports, "_CONNECTIONS_IN_ALL", 5)
    under_way, most = 0, 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal under_way, most
        while True:
            await request(reader)
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)  # whoever else is let in comes now
            under_way -= 1
            writer.write(OK)

    async def run() -> list[Answer]:
        transport = HttpTransport()
        async with receiver(serve) as one, receiver(serve) as two:
            answers = await asyncio.gather(
                *(transport.post(url, b"{}", {}, 30_000) for _ in range(40) for url in (one, two))
            )
            await transport.close()
            return answers

    assert all(answer.accepted for answer in asyncio.run(run()))
    assert 0 < most <= 5
