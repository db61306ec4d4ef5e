"""The journal as HAR."""

from __future__ import annotations

from tests.admin.lab import WS, Server


def test_requests_and_answers_stand_in_it_without_their_secrets(server: Server) -> None:
    server.vendor("POST", "/widgets", {"name": "cog", "pin": "1234"})
    server.vendor("GET", "/widgets/none?a=1&b=&api_key=hush")
    reply = server.call("GET", f"{WS}/requests.har")
    assert 'filename="w.har"' in reply.headers["content-disposition"]
    assert "hush" not in reply.text
    assert "1234" not in reply.text
    log = reply.json["log"]
    assert (log["version"], log["creator"]["name"]) == ("1.2", "mockserver")
    first, second = log["entries"]
    assert first["startedDateTime"] == "2026-01-05T09:00:00.000Z"
    assert first["request"]["url"] == "http://localhost:4545/v1/widgets"
    assert first["request"]["postData"] == {
        "mimeType": "application/json",
        "text": '{"name":"cog","pin":"[redacted]"}',
    }
    assert {"name": "authorization", "value": "[redacted]"} in first["request"]["headers"]
    assert (first["response"]["status"], first["response"]["statusText"]) == (201, "Created")
    assert '"name":"cog"' in first["response"]["content"]["text"]
    assert second["request"]["queryString"] == [
        {"name": "a", "value": "1"},
        {"name": "b", "value": ""},
        {"name": "api_key", "value": "[redacted]"},
    ]
    assert (second["response"]["status"], second["comment"]) == (404, "no such widget")


def test_every_entry_has_what_the_format_asks_for(server: Server) -> None:
    server.widget()
    (entry,) = server.get(f"{WS}/requests.har")["log"]["entries"]
    assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
    common = {"httpVersion", "cookies", "headers", "headersSize", "bodySize"}
    assert common | {"method", "url", "queryString"} <= set(entry["request"])
    assert common | {"status", "statusText", "content", "redirectURL"} <= set(entry["response"])
    assert {"send", "wait", "receive"} <= set(entry["timings"])
