"""`mockserver torture`: sends a receiver good and spoilt deliveries, and tells what it took wrongly.

What is sent and what came back is the control API's; here it is judged. Must not know any vendor.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mockserver.cli.exec import configure
from mockserver.cli.healthcheck import default_url
from mockserver.cli.tour import control_headers
from mockserver.core.errors import ConfigurationError
from mockserver.server.listener import Background

if TYPE_CHECKING:
    import httpx

_TIMEOUT_S = 120.0
_NO_SECRET = "the receiver must know what signs: give its secret with --secret"
_PASSED, _FAILED, _UNJUDGED = "passed", "failed", "not judged"

_SPOILT: Mapping[str, str] = {
    "tampered": "the body was changed after it was signed",
    "wrong_secret": "signed with another secret",
    "unsigned": "no signature at all",
    "stale": "signed well, but a day ago",
    "truncated": "half of the body, signed well",
    "wrong_type": "a form in place of JSON, signed well",
}
"""What must be refused, where the receiver can tell."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A delivery of one kind and what the receiver made of it. `remark` says what is wrong, or cannot be seen."""

    name: str
    sent: str
    expected: str
    status: int | None
    error: str | None
    verdict: str
    remark: str = ""


def run(url: str, *, vendor: str | None, secret: str | None, workspace: str | None, as_json: bool) -> int:
    """Try the receiver at the URL; 1 if it failed a trial."""
    if workspace is None and secret is None:
        raise ConfigurationError(_NO_SECRET)
    if workspace is not None:
        trials = _tried(default_url().rstrip("/"), url, vendor, secret, workspace)
    else:
        with Background(configure(os.environ, fixture="demo")) as ready:
            trials = _tried(ready.url, url, vendor, secret, None)
    _tell(url, trials, as_json=as_json)
    return 1 if any(trial.verdict == _FAILED for trial in trials) else 0


def _tried(server: str, url: str, vendor: str | None, secret: str | None, workspace: str | None) -> list[Trial]:
    import httpx

    with httpx.Client(base_url=server, timeout=_TIMEOUT_S, trust_env=False, headers=control_headers()) as client:
        bench = _Bench(client, url)
        try:
            bench.prepare(vendor, secret, workspace)
            return list(bench.try_all())
        except httpx.HTTPError as error:
            raise ConfigurationError(f"no answer from {server}: {error}; start it with: mockserver serve") from None
        finally:
            bench.clear_up()


class _Bench:
    """The receiver under trial, registered in a workspace."""

    def __init__(self, client: httpx.Client, url: str) -> None:
        self._client = client
        self._url = url
        self._home = ""
        self._webhook = ""
        self._leftovers: list[str] = []

    def prepare(self, vendor: str | None, secret: str | None, workspace: str | None) -> None:
        """Find or make the workspace, and the receiver in it; raises `ConfigurationError` for what cannot work."""
        self._home = f"/_mock/workspaces/{workspace or self._new_workspace()}"
        known = [each for each in self._get("/webhooks")["webhooks"] if each["url"] == self._url and each["is_active"]]
        known = [each for each in known if vendor in (None, each["vendor"])]
        if secret is None and len(known) == 1:  # it is set up with the secret that it was registered with
            self._vendor, self._webhook = str(known[0]["vendor"]), str(known[0]["id"])
            return
        if secret is None:
            raise ConfigurationError(_NO_SECRET)
        self._vendor = vendor or self._only_vendor()
        body = {"vendor": self._vendor, "url": self._url, "events": ["*"], "secret": secret}
        self._webhook = str(self._post("/webhooks", body)["id"])
        self._leftovers.insert(0, f"{self._home}/webhooks/{self._webhook}")

    def try_all(self) -> Iterator[Trial]:
        """Every trial, the good deliveries first."""
        older, newer = self._two_deliveries()
        good = self._get(f"/deliveries/{older}")["attempts"][-1]
        if good["status"] is None:
            raise ConfigurationError(f"{self._url} does not answer: {good.get('error')}")
        yield _accepted("good", "an event as the vendor sends it", good, "")
        again = "whether it acted twice cannot be seen from here"
        yield _accepted("duplicate", "the same bytes once more", self._send(older, "duplicate"), again)
        self._post("/deliveries/redeliver", {"ids": [older, newer], "order": "newest_first"})
        last = [self._get(f"/deliveries/{each}")["attempts"][-1] for each in (newer, older)]
        worst = next((each for each in last if not _is_taken(each)), last[-1])
        order = "whether the older event overwrote the newer one cannot be seen from here"
        yield _accepted("reordered", "a newer event before an older one", worst, order)
        for name, sent in _SPOILT.items():
            yield _refused(name, sent, self._send(older, name))

    def clear_up(self) -> None:
        """Take away what was made for the trials."""
        for path in self._leftovers:
            self._client.delete(path)

    def _new_workspace(self) -> str:
        made = self._client.post("/_mock/workspaces", json={"fixture": "demo", "clock": {"mode": "frozen"}})
        workspace = str(_json(made)["id"])
        self._leftovers.append(f"/_mock/workspaces/{workspace}")
        return workspace

    def _only_vendor(self) -> str:
        names = [each["name"] for each in _json(self._client.get("/_mock/vendors"))["vendors"] if each["triggers"]]
        if len(names) != 1:
            raise ConfigurationError(f"whose webhooks does it receive? Name one with --vendor: {', '.join(names)}")
        return str(names[0])

    def _two_deliveries(self) -> tuple[str, str]:
        """Two events that really happen, in their order."""
        vendors = _json(self._client.get("/_mock/vendors"))["vendors"]
        triggers = next(each["triggers"] for each in vendors if each["name"] == self._vendor)
        found: list[str] = []
        # What one trigger needs, another may have made: so each has its turn twice.
        for event in [*triggers, *triggers]:
            answer = self._client.post(f"{self._home}/trigger", json={"vendor": self._vendor, "event": event})
            made = answer.json().get("deliveries", ())
            found += [each for each in made if self._get(f"/deliveries/{each}")["webhook_id"] == self._webhook]
            if len(found) >= 2:
                return found[0], found[1]
        raise ConfigurationError(
            f"{self._vendor} has no two events to send in this workspace: leave --workspace out to use the demo fixture"
        )

    def _send(self, delivery: str, distortion: str) -> dict[str, Any]:
        """Redeliver so; the attempt."""
        attempt: dict[str, Any] = self._post(f"/deliveries/{delivery}/redeliver", {"as": distortion})["attempts"][-1]
        return attempt

    def _get(self, path: str) -> Any:
        return _json(self._client.get(self._home + path))

    def _post(self, path: str, body: object) -> Any:
        return _json(self._client.post(self._home + path, json=body))


def _json(answer: httpx.Response) -> Any:
    """The body of a success; what the server refuses is for the user to mend."""
    if answer.is_success:
        return answer.json()
    problem = answer.json().get("error", {})
    raise ConfigurationError(f"{problem.get('message', answer.text)}. {problem.get('hint', '')}".strip())


def _is_taken(attempt: Mapping[str, Any]) -> bool:
    return attempt["status"] is not None and 200 <= attempt["status"] < 300


def _accepted(name: str, sent: str, attempt: Mapping[str, Any], remark: str) -> Trial:
    """The verdict on what must be taken."""
    verdict = _PASSED if _is_taken(attempt) else _FAILED
    if verdict == _FAILED:
        remark = "refused, so the vendor would send it again and then give up"
        if name == "good":
            remark += "; is the secret the right one?"
    return Trial(name, sent, "2xx", attempt["status"], attempt.get("error"), verdict, remark)


def _refused(name: str, sent: str, attempt: Mapping[str, Any]) -> Trial:
    """The verdict on what must be refused."""
    status, verdict, remark = attempt["status"], _FAILED, ""
    if not attempt["spoilt"]["detectable"]:
        verdict, remark = _UNJUDGED, "the vendor's signature does not cover this, so nobody can tell"
    elif _is_taken(attempt):
        remark = "taken for genuine"
    elif status is None:
        remark = "no answer, which the vendor takes for a failure and sends it again"
    elif 400 <= status < 500:
        verdict = _PASSED
    else:
        remark = "not refused with 4xx: the vendor takes it for a failure and sends it again"
    return Trial(name, sent, "4xx", status, attempt.get("error"), verdict, remark)


def _tell(url: str, trials: list[Trial], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"url": url, "trials": [asdict(trial) for trial in trials]}, indent=2) + "\n")
        return
    for trial in trials:
        got = trial.status if trial.status is not None else trial.error
        line = f"{trial.verdict:<11}{trial.name:<13}{trial.sent}: expected {trial.expected}, got {got}"
        sys.stdout.write(line + (f"\n{'':<24}{trial.remark}\n" if trial.remark else "\n"))
    failed = sum(trial.verdict == _FAILED for trial in trials)
    sys.stdout.write(f"\n{len(trials)} trials of {url}, {failed} failed.\n")
