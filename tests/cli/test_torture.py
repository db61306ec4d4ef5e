"""`mockserver torture`: a receiver that does everything right passes, and each way to be sloppy is found."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.e2e.process import ServerProcess, run, serving

SECRET = "whsec_torture"

Receive = Callable[[Mapping[str, str], bytes], int]


@contextmanager
def receiving(receive: Receive) -> Iterator[str]:
    """A receiver on a port of its own; `receive` gives the status."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receive({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_request(self, code: object = "-", size: object = "-") -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def is_signed(headers: Mapping[str, str], body: bytes) -> bool:
    expected = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers.get("x-socialscalr-signature", ""), expected)


def correct(headers: Mapping[str, str], body: bytes) -> int:
    """Checks the signature first, then the form."""
    if not is_signed(headers, body):
        return 401
    try:
        json.loads(body)
    except ValueError:
        return 400
    return 204


def trusting(headers: Mapping[str, str], body: bytes) -> int:
    """Looks at nothing."""
    return 200


def half_trusting(headers: Mapping[str, str], body: bytes) -> int:
    """Checks a signature only where there is one."""
    return correct(headers, body) if "x-socialscalr-signature" in headers else 200


def crashing(headers: Mapping[str, str], body: bytes) -> int:
    """Checks the signature, and breaks on what is no JSON."""
    if not is_signed(headers, body):
        return 403
    try:
        json.loads(body)
    except ValueError:
        return 500
    return 200


def forgetful(headers: Mapping[str, str], body: bytes) -> int:
    """Takes anything signed, whatever it is."""
    return 200 if is_signed(headers, body) else 401


def refusing(headers: Mapping[str, str], body: bytes) -> int:
    """Has another secret."""
    return 401


class Once:
    """Refuses what it has seen before."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def __call__(self, headers: Mapping[str, str], body: bytes) -> int:
        if body in self._seen:
            return 409
        self._seen.add(body)
        return correct(headers, body)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server with the demo office in it."""
    with serving(tmp_path_factory.mktemp("server"), "--ephemeral") as running:
        yield running


def torture(url: str, *arguments: str, **variables: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit code, and the trials by name."""
    done = run("torture", url, "--vendor", "socialscalr", "--json", *arguments, **variables)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, {trial["name"]: trial for trial in json.loads(done.stdout)["trials"]}


@pytest.mark.parametrize(
    ("receive", "failed"),
    [
        (correct, set()),
        (trusting, {"tampered", "wrong_secret", "unsigned", "truncated", "wrong_type"}),
        (half_trusting, {"unsigned"}),
        (crashing, {"truncated", "wrong_type"}),
        (forgetful, {"truncated", "wrong_type"}),
        (refusing, {"good", "duplicate", "reordered"}),
        (Once(), {"duplicate", "reordered"}),
    ],
    ids=["correct", "trusting", "half_trusting", "crashing", "forgetful", "refusing", "once"],
)
def test_what_a_receiver_takes_wrongly_is_found(server: ServerProcess, receive: Receive, failed: set[str]) -> None:
    with receiving(receive) as url:
        code, trials = torture(url, "--secret", SECRET, "--workspace", "default", MOCKSERVER_URL=server.url)
    assert {name for name, trial in trials.items() if trial["verdict"] == "failed"} == failed
    assert code == (1 if failed else 0)
    assert list(trials) == [
        *("good", "duplicate", "reordered"),
        *("tampered", "wrong_secret", "unsigned", "stale", "truncated", "wrong_type"),
    ]
    stale = trials["stale"]
    assert stale["verdict"] == "not judged", "this vendor does not sign the time"


def test_without_a_server_it_starts_one_and_tells_in_words() -> None:
    with receiving(half_trusting) as url:
        shown = run("torture", url, "--vendor", "socialscalr", "--secret", SECRET)
    assert shown.returncode == 1
    assert "failed     unsigned     no signature at all: expected 4xx, got 200" in shown.stdout
    assert "taken for genuine" in shown.stdout
    assert f"9 trials of {url}, 1 failed." in shown.stdout


def test_a_body_that_is_not_signed_cannot_be_judged(server: ServerProcess) -> None:
    """Another vendor sends the secret itself: whoever has it may send any body."""

    def check(headers: Mapping[str, str], body: bytes) -> int:
        if not hmac.compare_digest(headers.get("x-webhook-key", ""), SECRET):
            return 401
        try:
            json.loads(body)
        except ValueError:
            return 400
        return 200

    with receiving(check) as url:
        arguments = ("--vendor", "scrapely", "--secret", SECRET, "--workspace", "default", "--json")
        done = run("torture", url, *arguments, MOCKSERVER_URL=server.url)
    verdicts = {trial["name"]: trial["verdict"] for trial in json.loads(done.stdout)["trials"]}
    assert done.returncode == 0, done.stdout
    assert [name for name, verdict in verdicts.items() if verdict == "not judged"] == ["tampered", "stale"]


def test_a_receiver_registered_in_a_running_server_needs_no_secret(server: ServerProcess) -> None:
    with receiving(correct) as url, server.client() as client:
        body = {"vendor": "socialscalr", "url": url, "secret": SECRET}
        assert client.post("/_mock/workspaces/default/webhooks", json=body).status_code == 201
        code, trials = torture(url, "--workspace", "default", MOCKSERVER_URL=server.url)
        assert (code, trials["good"]["verdict"]) == (0, "passed")
        webhooks = client.get("/_mock/workspaces/default/webhooks").json()["webhooks"]
        assert len(webhooks) == 1, "what was there stays"
        code, trials = torture(url, "--workspace", "default", "--secret", "other", MOCKSERVER_URL=server.url)
        assert (code, trials["good"]["verdict"]) == (1, "failed")
        assert len(client.get("/_mock/workspaces/default/webhooks").json()["webhooks"]) == 1, "what was made is gone"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("http://127.0.0.1:9/",), "--secret"),
        (("http://127.0.0.1:9/", "--secret", "x"), "--vendor"),
        (("http://127.0.0.1:9/", "--secret", "x", "--vendor", "nobody"), "nobody"),
        (("http://127.0.0.1:9/", "--secret", "x", "--vendor", "socialscalr"), "does not answer"),
        (("ftp://x/", "--secret", "x", "--vendor", "socialscalr"), "http or https"),
        (("http://x/", "--secret", "a b", "--vendor", "socialscalr"), "visible ASCII"),
    ],
)
def test_what_cannot_be_tried_is_one_line_and_exit_2(
    server: ServerProcess, arguments: tuple[str, ...], told: str
) -> None:
    refused = run("torture", *arguments, "--workspace", "default", MOCKSERVER_URL=server.url)
    assert refused.returncode == 2
    assert told in refused.stderr
    assert len(refused.stderr.splitlines()) == 1, refused.stderr


def test_without_a_server_or_a_secret_nothing_can_be_tried() -> None:
    missing = run("torture", "http://127.0.0.1:9/")
    assert (missing.returncode, "--secret" in missing.stderr) == (2, True)
    refused = run("torture", "http://x/", "--workspace", "w", MOCKSERVER_URL="http://127.0.0.1:9")
    assert refused.returncode == 2
    assert "mockserver serve" in refused.stderr
