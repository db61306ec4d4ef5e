"""Workers' jobs: seen and steered."""

from __future__ import annotations

import pytest

from tests.admin.lab import WS, Server

JOBS = f"{WS}/jobs"


def test_a_job_is_shown_with_its_next_step(server: Server) -> None:
    widget = server.widget()
    shown = {
        "id": widget,
        "vendor": "toy",
        "kind": "widget_making",
        "status": "queued",
        "progress": 0,
        "due_at": "2026-01-05T09:01:00.000Z",
        "subject": "cog",
        "created_at": "2026-01-05T09:00:00.000Z",
    }
    assert server.get(JOBS) == {"jobs": [shown], "total": 1}
    server.post(f"{WS}/clock/advance", {"by": "1m"})
    assert server.get(JOBS)["jobs"] == [
        shown | {"status": "running", "progress": 50, "due_at": "2026-01-05T09:02:00.000Z"}
    ]
    server.post(f"{WS}/clock/advance", {"by": "1m"})
    assert server.get(JOBS)["jobs"] == [shown | {"status": "completed", "progress": 100, "due_at": None}]


def test_jobs_are_listed_newest_first_by_vendor_kind_and_status(server: Server) -> None:
    first, second, third = (server.widget(name) for name in ("broken", "cog", "bolt"))
    server.post(f"{JOBS}/{first}", {"action": "complete"})

    def listed(query: str) -> list[str]:
        return [job["id"] for job in server.get(f"{JOBS}?{query}")["jobs"]]

    assert listed("") == [third, second, first]
    assert listed("vendor=toy&kind=widget_making&status=queued") == [third, second]
    assert listed("status=failed") == [first]
    assert listed("vendor=mute") == []
    assert listed("limit=1&offset=1") == [second]
    assert server.get(f"{JOBS}?limit=1&status=queued")["total"] == 2


@pytest.mark.parametrize(
    ("query", "code", "hinted"),
    [
        ("vendor=x", "unknown_vendor", "Known: mute, toy"),
        ("kind=widget", "unknown_job_kind", "widget_making"),
        ("status=done", "unknown_job_status", "completed"),
        ("state=failed", "invalid_request", "Did you mean 'status'?"),
    ],
)
def test_unknown_filters_are_refused(server: Server, query: str, code: str, hinted: str) -> None:
    assert hinted in server.call("GET", f"{JOBS}?{query}").refusal(400, code)


def test_a_job_is_completed_now_and_its_webhook_delivered(server: Server) -> None:
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": "http://localhost/x"})
    widget = server.widget()
    done = server.post(f"{JOBS}/{widget}", {"action": "complete"})
    assert (done["status"], done["progress"], done["due_at"]) == ("completed", 100, None)
    assert [post.body["widget"]["id"] for post in server.receiver.posts] == [widget]
    assert server.get(f"{WS}/clock")["now"] == "2026-01-05T09:00:00.000Z"


@pytest.mark.parametrize(("given", "told"), [({}, "It would not"), ({"error": "no steel"}, "no steel")])
def test_a_job_fails_for_a_reason(server: Server, given: dict[str, str], told: str) -> None:
    widget = server.widget()
    done = server.post(f"{JOBS}/{widget}", {"action": "fail", **given})
    assert (done["status"], done["error"]) == ("failed", told)
    assert server.vendor("GET", f"/widgets/{widget}").json["status"] == f"failed: {told}"


def test_a_stalled_job_waits_until_it_is_resumed(server: Server) -> None:
    widget = server.widget()
    for _ in range(2):
        done = server.post(f"{JOBS}/{widget}", {"action": "stall"})
        assert (done["status"], done["due_at"]) == ("stalled", None)
    assert server.post(f"{WS}/clock/advance", {"by": "1d"})["fired_total"] == 0
    done = server.post(f"{JOBS}/{widget}", {"action": "resume"})
    assert (done["status"], done["progress"]) == ("running", 50)
    server.post(f"{WS}/clock/advance", {"until": "idle"})
    assert server.vendor("GET", f"/widgets/{widget}").json["status"] == "made"


@pytest.mark.parametrize(
    ("body", "status", "code", "hinted"),
    [
        ({"action": "resume"}, 409, "job_not_stalled", "stalled"),
        ({"action": "stop"}, 400, "invalid_request", "complete (do what is left now)"),
        ({}, 400, "invalid_request", "complete"),
        ({"action": "complete", "error": "x"}, 400, "invalid_request", '"fail"'),
    ],
)
def test_what_cannot_be_done_with_a_job(server: Server, body: object, status: int, code: str, hinted: str) -> None:
    assert hinted in server.call("POST", f"{JOBS}/{server.widget()}", body).refusal(status, code)


@pytest.mark.parametrize("action", ["complete", "fail", "stall", "resume"])
def test_a_job_that_is_over_stays_over(server: Server, action: str) -> None:
    widget = server.widget()
    server.post(f"{JOBS}/{widget}", {"action": "complete"})
    assert "new job" in server.call("POST", f"{JOBS}/{widget}", {"action": action}).refusal(409, "job_over")


def test_an_unknown_job_is_no_job(server: Server) -> None:
    assert "lists" in server.call("POST", f"{JOBS}/x", {"action": "stall"}).refusal(404, "unknown_job")
