"""`mockserver tour`: runs each vendor's tour over HTTP and tells what it does. Must not know any vendor."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from mockserver.cli.exec import configure
from mockserver.contract import TourStep, Vendor
from mockserver.core.errors import ConfigurationError
from mockserver.server.listener import Background
from mockserver.server.registry import Registry

if TYPE_CHECKING:
    import httpx
    from rich.console import Console
    from websockets.sync.client import ClientConnection

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TIMEOUT_S = 60.0
_WIDTH = 100


@dataclass(slots=True)
class Outcome:
    """What came of a step; `problem` is empty where all went well."""

    vendor: str
    title: str
    request: str
    status: int = 0
    shown: dict[str, object] = field(default_factory=dict)
    fired: int | None = None
    problem: str = ""


class Walk:
    """One vendor's tour in a workspace of its own."""

    def __init__(self, client: httpx.Client, vendor: Vendor, universe: Mapping[str, Any], url: str) -> None:
        self._client = client
        self._control = control_headers()
        self._vendor = vendor
        self._base_url = vendor.api_url(str(universe["base_urls"][vendor.name]))
        self._credential = vendor.credential_header(universe["keys"][vendor.name])
        self._clock = f"/_mock/workspaces/{universe['id']}/clock/advance"
        self._known: dict[str, object] = {"workspace": universe["id"], "url": url}
        self._socket: ClientConnection | None = None

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()

    def take(self, step: TourStep) -> Outcome:
        """Do one step; what an earlier one should have captured and did not is a problem, not an exception."""
        outcome = Outcome(self._vendor.name, step.title, f"{step.method} {step.path}")
        try:
            if step.advance is not None:
                advanced = self._client.post(self._clock, json={"by": step.advance}, headers=self._control)
                outcome.fired = advanced.json().get("fired_total", 0) if advanced.is_success else None
                outcome.problem = "" if advanced.is_success else f"time did not advance: {advanced.text}"
            path = str(self._fill(step.path))
            outcome.request = f"{step.method} {path}"
            if (left := _PLACEHOLDER.search(path)) is not None:
                raise LookupError(f"no earlier step captured {left[0]}")
            if step.method == "LISTEN":
                self._listen(path)
                outcome.status = step.expect
                return outcome
            response = self._receive(step) if step.method == "RECEIVE" else self._send(step, path)
            outcome.status = response.status_code
            if response.status_code != step.expect:
                outcome.problem = f"expected {step.expect}, got {response.status_code}: {response.text[:500]}"
            elif step.show or step.capture:
                answer = response.json()
                outcome.shown = {pointer: resolve(answer, pointer) for pointer in step.show}
                self._known |= {name: resolve(answer, pointer) for name, pointer in step.capture.items()}
        except LookupError as error:
            outcome.problem = str(error.args[0])
        return outcome

    def _send(self, step: TourStep, path: str) -> httpx.Response:
        body = None if step.body is None else self._fill(step.body)
        if step.is_control:
            return self._client.request(step.method, path, json=body, headers=self._control)
        name, value = self._credential
        return self._client.request(step.method, self._base_url + path, json=body, headers={name: value})

    def _listen(self, path: str) -> None:
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect

        name, value = self._credential
        address = self._base_url.replace("http", "ws", 1) + path
        try:
            self._socket = connect(address, additional_headers={name: value}, proxy=None)
        except (OSError, WebSocketException) as error:
            raise LookupError(f"no stream at {address}: {error}") from None

    def _receive(self, step: TourStep) -> httpx.Response:
        """The next message, as if it were an answer."""
        import httpx

        if self._socket is None:
            raise LookupError("no earlier step listens")
        try:
            return httpx.Response(step.expect, content=self._socket.recv(timeout=_TIMEOUT_S))
        except TimeoutError:
            raise LookupError("no message came") from None

    def _fill(self, template: object) -> object:
        """The template with its placeholders filled; one that is a whole text keeps the type of what it stands for."""
        if isinstance(template, Mapping):
            return {name: self._fill(item) for name, item in template.items()}
        if isinstance(template, list | tuple):
            return [self._fill(item) for item in template]
        if not isinstance(template, str):
            return template
        if (whole := _PLACEHOLDER.fullmatch(template)) is not None and whole[1] in self._known:
            return self._known[whole[1]]
        # Braces that nothing was captured for are the vendor's own, such as {{firstName}} in a message.
        return _PLACEHOLDER.sub(lambda match: str(self._known.get(match[1], match[0])), template)


def control_headers() -> dict[str, str]:
    """What the control API of a server with a token wants."""
    token = os.environ.get("MOCKSERVER_CONTROL_TOKEN")
    return {"Authorization": f"Bearer {token}"} if token else {}


def resolve(answer: object, pointer: str) -> object:
    """The part of an answer that a JSON pointer names; raises `LookupError` saying what is not there."""
    part: Any = answer
    for token in pointer.split("/")[1:]:
        try:
            part = part[int(token)] if isinstance(part, list) else part[token.replace("~1", "/").replace("~0", "~")]
        except (LookupError, ValueError, TypeError):
            raise LookupError(f"the answer has nothing at {pointer}: {json.dumps(answer)[:500]}") from None
    return part


def run(url: str | None, *, as_json: bool) -> int:
    """Walk through every vendor that has a tour; 1 if a step failed."""
    vendors = [vendor for vendor in Registry() if vendor.tour()]
    if url is not None:
        outcomes = _tell(_walk_all(url.rstrip("/"), vendors), as_json=as_json)
    else:
        with Background(configure(os.environ, fixture="empty")) as ready:
            outcomes = _tell(_walk_all(ready.url, vendors), as_json=as_json)
    return 1 if any(outcome.problem for outcome in outcomes) else 0


def _walk_all(url: str, vendors: list[Vendor]) -> Iterator[Outcome]:
    import httpx

    control = control_headers()
    with httpx.Client(base_url=url, timeout=_TIMEOUT_S, trust_env=False) as client:
        for vendor in vendors:
            try:
                made = client.post("/_mock/workspaces", json={"clock": {"mode": "frozen"}}, headers=control)
            except httpx.HTTPError as error:
                raise ConfigurationError(f"no answer from {url}: {error}; start it with: mockserver serve") from None
            if made.status_code != 201:
                raise ConfigurationError(f"{url} makes no workspace ({made.status_code}): {made.text[:500]}")
            universe = made.json()
            walk = Walk(client, vendor, universe, url)
            try:
                for step in vendor.tour():
                    outcome = walk.take(step)
                    yield outcome
                    if outcome.problem:
                        break
            finally:
                walk.close()
                client.delete(f"/_mock/workspaces/{universe['id']}", headers=control)


def _tell(outcomes: Iterator[Outcome], *, as_json: bool) -> list[Outcome]:
    """Show each outcome as it comes, or all as JSON at the end."""
    if as_json:
        done = list(outcomes)
        sys.stdout.write(json.dumps({"steps": [_json(outcome) for outcome in done]}, indent=2) + "\n")
        return done
    from rich.console import Console

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    done = []
    for outcome in outcomes:
        _narrate(console, len(done) + 1, outcome)
        done.append(outcome)
    failed = sum(1 for outcome in done if outcome.problem)
    console.print(f"\n{len(done)} steps, {failed} failed." if failed else f"\n{len(done)} steps, all as expected.")
    return done


def _json(outcome: Outcome) -> dict[str, object]:
    return asdict(outcome)


def _narrate(console: Console, number: int, outcome: Outcome) -> None:
    from rich.markup import escape

    console.print(f"\n[bold]{number}. {escape(outcome.title)}[/bold]  [dim]{escape(outcome.vendor)}[/dim]")
    if outcome.fired is not None:
        console.print(f"   time advances: {outcome.fired} things happen", style="cyan")
    colour = "red" if outcome.problem else "green"
    console.print(f"   {escape(outcome.request)}  [{colour}]{outcome.status or 'not sent'}[/{colour}]")
    for pointer, value in outcome.shown.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        console.print(f"   [dim]{escape(pointer.lstrip('/'))}[/dim]  {escape(text)}")
    if outcome.problem:
        console.print(f"   {escape(outcome.problem)}", style="red")
