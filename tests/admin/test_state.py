"""The database as it is, without secrets."""

from __future__ import annotations

from tests.admin.lab import WS, Server

STATE = f"{WS}/state"


def test_every_table_is_listed_with_its_rows(server: Server) -> None:
    server.widget()
    tables = {table["name"]: table["rows"] for table in server.get(STATE)["tables"]}
    assert tables["toy_widgets"] == tables["jobs"] == tables["timers"] == 1
    assert tables["api_keys"] == 2
    assert tables["deliveries"] == 0


def test_rows_are_shown_as_stored_page_by_page(server: Server) -> None:
    ids = sorted(server.widget(name) for name in ("a", "b", "c"))
    shown = server.get(f"{STATE}/toy_widgets?limit=2&offset=1")
    assert {name: shown[name] for name in ("table", "total", "limit", "offset")} == {
        "table": "toy_widgets",
        "total": 3,
        "limit": 2,
        "offset": 1,
    }
    assert [row["id"] for row in shown["rows"]] == ids[1:]
    assert shown["rows"][0]["tags"] == ["new", "toy"]


def test_secrets_are_hidden_by_name_and_by_value(server: Server) -> None:
    server.vendor("POST", "/widgets", {"name": "cog", "pin": "s3cr3t-pin"})
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": "http://localhost/x", "secret": "s3cr3t-hook"})
    server.post(f"{WS}/trigger", {"vendor": "toy", "event": "widget.made", "data": {"pin": "s3cr3t-pin"}})
    for table in server.get(STATE)["tables"]:
        assert "s3cr3t" not in server.call("GET", f"{STATE}/{table['name']}").text
    (delivery,) = server.get(f"{STATE}/deliveries")["rows"]
    assert delivery["body"] == {"event": "widget.made", "widget": {"id": "wid_0", "pin": "[redacted]"}}


def test_an_unknown_table_is_told_the_others(server: Server) -> None:
    assert "Did you mean 'toy_widgets'?" in server.call("GET", f"{STATE}/toy_widget").refusal(404, "unknown_table")
    server.call("GET", f"{STATE}/sqlite_master").refusal(404, "unknown_table")
    server.call("GET", f"{STATE}/jobs?limit=1001").refusal(400, "invalid_request")
