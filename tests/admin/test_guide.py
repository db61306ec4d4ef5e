"""docs/control-api.md: it shows every call, and what it shows is what happens."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.admin.routes import ROUTES
from mockserver.core.json import loads
from mockserver.server.registry import Registry
from tests.admin.lab import HOST, Post, Reply, Server
from tests.architecture.source import ROOT

GUIDE = (ROOT / "docs" / "control-api.md").read_text(encoding="utf-8")
LEFT_OUT = "…"


@dataclass(frozen=True)
class Example:
    """A shell block of curl lines, and what the last of them answers (None where that is not shown)."""

    commands: list[str]
    answer: str | None


def examples(guide: str) -> Iterator[Example]:
    for block, answer in re.findall(r"```sh\n(.*?)```\n(?:\n```json\n(.*?)```)?", guide, re.DOTALL):
        yield Example(re.split(r"\n(?=curl )", block.strip()), answer or None)


def ids_in(answer: Any) -> Iterator[tuple[str, str]]:
    """The ids that later examples name: KEY_ID and so on."""
    match answer:
        case {"key": str(), "kind": str(), "id": str(key)}:
            yield "KEY_ID", key
        case {"secret": str(), "id": str(webhook)}:
            yield "WEBHOOK_ID", webhook
        case {"event": str(), "deliveries": [str(delivery), *_]}:
            yield "DELIVERY_ID", delivery
        case {"jobs": [{"id": str(job)}, *_]}:
            yield "JOB_ID", job
        case {"requests": [{"id": str(request)}, *_], "total": int()}:
            yield "REQUEST_ID", request


def ask(server: Server, command: str, ids: Mapping[str, str], files: dict[str, bytes]) -> Reply:
    """Run a curl line in process; `files` stands for the folder it is run in."""
    for name, value in ids.items():
        command = command.replace(name, value)
    words = iter(shlex.split(command.replace("\\\n", " "))[1:])
    method, url, body, output, headers = "", "", None, None, {}
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-d":
                body = next(words).encode()
            case "--data-binary":
                body = files[next(words).removeprefix("@")]
            case "--output":
                output = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name.replace("-", "_")] = value
            case _:
                url = word.removeprefix("localhost:4545")
    reply = server.call(method or ("GET" if body is None else "POST"), url, body, **headers)
    if output is not None:
        files[output] = reply.content
    return reply


def agrees(shown: Any, actual: Any) -> bool:
    """Equal, but that `…` stands for anything, or for the rest of an object or array."""
    if shown == LEFT_OUT:
        return True
    if isinstance(shown, dict) and isinstance(actual, dict):
        told = {name: value for name, value in shown.items() if name != LEFT_OUT}
        complete = LEFT_OUT in shown or told.keys() == actual.keys()
        return complete and all(name in actual and agrees(value, actual[name]) for name, value in told.items())
    if isinstance(shown, list) and isinstance(actual, list):
        told_items = [item for item in shown if item != LEFT_OUT]
        complete = len(told_items) < len(shown) or len(told_items) == len(actual)
        return complete and len(told_items) <= len(actual) and all(map(agrees, told_items, actual))
    if isinstance(shown, str) and LEFT_OUT in shown and isinstance(actual, str):
        return re.fullmatch(re.escape(shown).replace(LEFT_OUT, ".*"), actual, re.DOTALL) is not None
    return bool(shown == actual)


def loop_back(server: Server) -> None:
    """Let deliveries come back to the server itself, as they do over a socket."""

    async def react(post: Post) -> int:
        headers = {name.replace("-", "_"): value for name, value in post.headers.items()}
        return (await server.send("POST", post.url.removeprefix(HOST), post.body, **headers)).status

    server.receiver.react = react


def test_the_guide_shows_every_call_and_no_other() -> None:
    shown = re.findall(r"^### `(GET|POST|PUT|PATCH|DELETE) (/_(?:mock|pact)\S*)`$", GUIDE, re.MULTILINE)
    assert sorted(shown) == sorted((method, route.path) for route in ROUTES for method in route.methods or ())


def test_what_the_guide_shows_is_what_happens() -> None:
    with Server(registry=Registry()) as server:
        loop_back(server)
        ids: dict[str, str] = {}
        files: dict[str, bytes] = {}
        for example in examples(GUIDE):
            for command in example.commands:
                reply = ask(server, command, ids, files)
                assert reply.status < 300 or example.answer is not None, f"{command}\n{reply.text}"
            if example.answer is not None:
                assert agrees(loads(example.answer), reply.json), f"{command}\n{reply.text}"
                ids.update(ids_in(reply.json))


def test_every_answer_is_shown_but_for_documents_and_files() -> None:
    silent = [
        example.commands[-1]
        for example in examples(GUIDE)
        if example.answer is None and "--output" not in example.commands[-1]
    ]
    assert [command.rpartition("/")[2] for command in silent] == ["openapi.yaml", "docs"]
