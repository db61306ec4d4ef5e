"""The servers we measure ourselves against, one declaration each. Must not know how load is put on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks import documents
from benchmarks.client import HOST, Call, Client
from benchmarks.documents import LIST, NEW
from benchmarks.machine import MOTO, NODE, NODE_MODULES, moto_version, npm_version
from benchmarks.payload import Payload


@dataclass(frozen=True, slots=True)
class Targets:
    """What to ask: several calls of a kind are sent in turn. A server without state has nothing to `change`."""

    read: Sequence[Call]
    create: Sequence[Call]
    change: Sequence[Call] = ()


@dataclass(frozen=True, slots=True)
class Contender:
    """A server that is measured.

    `keeps` says what a write costs it; `command(port, folder)` starts it among the `files(port, payload)`;
    `prepare` brings three objects into it and says how to ask for them; `closes` is for servers that close the
    connection after each answer; `version` is None where it is not installed.
    """

    name: str
    keeps: str
    version: Callable[[], str | None]
    command: Callable[[int, Path], Sequence[str]]
    ready: Call
    prepare: Callable[[Client, Payload], Targets]
    files: Callable[[int, Payload], Mapping[str, str]] = lambda port, payload: {}
    closes: bool = False


def _node(program: str, *arguments: str) -> list[str]:
    """A command of an npm package, run by the pinned Node whatever the machine has."""
    return [str(NODE), str(NODE_MODULES / program), *arguments]


# emulate 0.12.2 lets each bearer token make 5,000 requests an hour; the number is in its code and no option, seed or
# variable changes it. Every token has a count of its own, so many tokens take turns: the server stays as it is shipped.
EMULATE_TOKENS = 400


def _emulate_targets(client: Client, payload: Payload) -> Targets:
    # Resend is the emulated vendor whose objects (16 fields) and calls (JSON) are nearest to ours.
    email = {"from": "one@example.com", "to": ["two@example.com"], "subject": "Hello"}
    text = payload.account_json
    html = text[: max(0, len(text) - _EMULATE_FRAME)]
    for _ in payload.accounts:
        client.send(Call.json("POST", "/emails", {**email, "html": html}, {"Authorization": "Bearer prepare"}))
    created = {**email, "text": payload.scheduled_tweet["tweet_text"]}
    return Targets(
        read=_for_each_token(Call("GET", "/emails")),
        create=_for_each_token(Call.json("POST", "/emails", created)),
        # No call changes an email in place. emulate remembers no answers, so any write will do.
        change=_for_each_token(Call.json("POST", "/audiences", {"name": "Everybody"})),
    )


_EMULATE_FRAME = 420
"""Bytes of an email beside its text, so that a listed email is as long as a listed account."""


def _for_each_token(call: Call) -> list[Call]:
    return [
        replace(call, headers={**call.headers, "Authorization": f"Bearer benchmark_{number}"})
        for number in range(EMULATE_TOKENS)
    ]


def _listing(client: Client, payload: Payload, *, change: bool) -> Targets:
    """The targets of servers that serve the payload as it is."""
    first = f"{LIST}/{payload.accounts[0]['id']}"
    return Targets(
        read=[Call("GET", LIST)],
        create=[Call.json("POST", NEW, payload.scheduled_tweet)],
        change=[Call.json("PATCH", first, {"cookies": payload.cookies})] if change else (),
    )


def _moto_call(method: str, path: str, body: object = None) -> Call:
    scope = "AKID/20260101/us-east-1/apigateway/aws4_request"
    signature = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"}
    return Call(method, path, signature) if body is None else Call.json(method, path, body, signature)


def _moto_targets(client: Client, payload: Payload) -> Targets:
    # API Gateway is a vendor of plain REST whose objects have 13 fields.
    text = payload.account_json
    padding = text[: max(0, len(text) - _MOTO_FRAME)]
    made = [
        client.send(_moto_call("POST", "/restapis", {"name": "benchmark", "description": padding}))
        for _ in payload.accounts
    ]
    change = {"patchOperations": [{"op": "replace", "path": "/name", "value": "changed"}]}
    created = {"name": "benchmark", "description": payload.scheduled_tweet["tweet_text"]}
    return Targets(
        read=[_moto_call("GET", "/restapis")],
        create=[_moto_call("POST", "/restapis", created)],
        change=[_moto_call("PATCH", f"/restapis/{made[0]['id']}", change)],
    )


_MOTO_FRAME = 420
"""Bytes of an API beside its description."""


PEERS: Sequence[Contender] = (
    Contender(
        name="emulate",
        keeps="state in memory",
        version=partial(npm_version, "emulate"),
        command=lambda port, folder: _node(
            "emulate/dist/index.js", "start", "--service", "resend", "--port", str(port)
        ),
        ready=Call("GET", "/emails"),
        prepare=_emulate_targets,
    ),
    Contender(
        name="mountebank",
        keeps="no state",
        version=partial(npm_version, "mountebank"),
        command=lambda port, folder: _node(
            "mountebank/bin/mb",
            *("start", "--configfile", "imposters.json", "--port", str(port + 1), "--localOnly"),
            *("--nologfile", "--loglevel", "warn", "--pidfile", "mb.pid"),
        ),
        ready=Call("GET", LIST),
        prepare=partial(_listing, change=False),
        files=lambda port, payload: {"imposters.json": documents.imposters(payload, port)},
    ),
    Contender(
        name="json-server",
        keeps="a file, written whole",
        version=partial(npm_version, "json-server"),
        command=lambda port, folder: _node(
            "json-server/lib/cli/bin.js", "--host", HOST, "--port", str(port), "--quiet", "db.json"
        ),
        ready=Call("GET", LIST),
        prepare=partial(_listing, change=True),
        files=lambda port, payload: {"db.json": documents.json_server(payload)},
    ),
    Contender(
        name="prism",
        keeps="no state",
        version=partial(npm_version, "@stoplight/prism-cli"),
        command=lambda port, folder: _node(
            "@stoplight/prism-cli/dist/index.js",
            *("mock", "--host", HOST, "--port", str(port), "--verboseLevel", "warn", "openapi.json"),
        ),
        ready=Call("GET", LIST),
        prepare=partial(_listing, change=False),
        files=lambda port, payload: {"openapi.json": documents.openapi(payload)},
    ),
    Contender(
        name="mockoon",
        keeps="state in memory",
        version=partial(npm_version, "@mockoon/cli"),
        command=lambda port, folder: _node(
            "@mockoon/cli/bin/run.js", "start", "--data", "mockoon.json", "--disable-log-to-file", "--repair"
        ),
        ready=Call("GET", LIST),
        prepare=partial(_listing, change=True),
        files=lambda port, payload: {"mockoon.json": documents.mockoon(payload, port)},
    ),
    Contender(
        name="moto",
        keeps="state in memory",
        version=moto_version,
        command=lambda port, folder: [str(MOTO), "--host", HOST, "--port", str(port)],
        ready=_moto_call("GET", "/restapis"),
        prepare=_moto_targets,
        closes=True,
    ),
)
