"""The control API as a whole: health, vendors, documents, and refusals of what is not there."""

from __future__ import annotations

import re

import pytest
from openapi_spec_validator import validate

import mockserver
from mockserver.admin.routes import ROUTES
from tests.admin.lab import WS, Server

EVERY_CALL = sorted((method, route.path) for route in ROUTES for method in route.methods or ())


def test_health_and_ready(server: Server) -> None:
    assert server.get("/_mock/health") == {"status": "ok"}
    assert server.get("/_mock/ready") == {
        "status": "ready",
        "version": mockserver.__version__,
        "vendors": ["mute", "toy"],
    }


def test_before_its_workspaces_are_open_the_server_is_alive_but_not_ready() -> None:
    with Server(asleep=True) as server:
        assert server.get("/_mock/health") == {"status": "ok"}
        assert "again" in server.call("GET", "/_mock/ready").refusal(503, "starting")


def test_vendors_tell_addresses_endpoints_and_events(server: Server) -> None:
    mute, toy = server.get("/_mock/vendors")["vendors"]
    assert toy["base_urls"] == {"path": "http://localhost:4545/toy/v1", "host": "http://toy.localhost:4545/v1"}
    assert toy["hosts"] == ["api.toy.example", "toy.localhost"]
    assert toy["operations"] == [
        {"id": "make_widget", "method": "POST", "path": "/v1/widgets", "source": "Widgets, 1.2"},
        {"id": "get_widget", "method": "GET", "path": "/v1/widgets/{widget_id}", "source": "Widgets, 1.3"},
    ]
    assert toy["events"] == {"documented": ["widget.made"], "observed": ["widget.made", "widget.lost"]}
    assert toy["triggers"] == ["widget.made"]
    assert toy["job_kinds"] == ["widget_making"]
    assert toy["key_kinds"] == ["api", "inactive", "session"]
    assert mute["operations"] == []
    assert mute["events"] == {}


def test_vendors_stand_at_the_public_address_where_there_is_one() -> None:
    with Server(public_url="https://mock.example.com/") as server:
        toy = server.get("/_mock/vendors")["vendors"][1]
        assert toy["base_urls"] == {"path": "https://mock.example.com/toy/v1", "host": "https://toy.localhost/v1"}
        assert server.get("/_mock/workspaces/default")["base_urls"]["toy"] == "https://mock.example.com/toy/v1"


def test_an_unknown_path_is_told_where_to_look(server: Server) -> None:
    assert "/_mock/docs" in server.call("GET", "/_mock/nothing").refusal(404, "not_found")
    server.call("POST", "/_pact/states").refusal(404, "not_found")


def test_a_wrong_method_is_told_the_right_ones(server: Server) -> None:
    reply = server.call("PUT", "/_mock/workspaces")
    assert "GET, POST" in reply.refusal(405, "method_not_allowed")
    assert reply.headers["allow"] == "GET, POST"


def test_head_is_answered_as_get(server: Server) -> None:
    assert server.call("HEAD", "/_mock/health").status == 200


@pytest.mark.parametrize("path", ["/_mock/workspaces", f"{WS}/inbox/x"])
def test_a_body_over_a_megabyte_is_refused(server: Server, path: str) -> None:
    server.call("POST", path, b"x" * (1024 * 1024 + 1)).refusal(413, "payload_too_large")


@pytest.mark.parametrize(("body", "said"), [(b"{", "valid JSON"), (b"[]", "JSON object"), (b'{"name": 1}', "string")])
def test_a_malformed_body_is_a_refusal_of_ours(server: Server, body: bytes, said: str) -> None:
    reply = server.call("POST", "/_mock/workspaces", body)
    reply.refusal(400, "invalid_request")
    assert said in reply.json["error"]["message"]


def test_unknown_keys_and_parameters_are_refused_with_those_there_are(server: Server) -> None:
    hint = server.call("POST", "/_mock/workspaces", {"fixtures": "empty"}).refusal(400, "invalid_request")
    assert hint == "Did you mean 'fixture'? Known: clock, fixture, name, seed, settings"
    hint = server.call("POST", "/_mock/workspaces", {"clock": {"sped": 1}}).refusal(400, "invalid_request")
    assert hint == "Did you mean 'speed'? Known: mode, now, speed"
    hint = server.call("GET", f"{WS}/deliveries?limt=1").refusal(400, "invalid_request")
    assert hint == "Did you mean 'limit'? Known: event, limit, offset, status, vendor"
    server.call("GET", "/_mock/vendors?verbose=1").refusal(400, "invalid_request")


def test_a_wrong_value_is_told_what_fits(server: Server) -> None:
    hint = server.call("PATCH", f"{WS}/settings", {"auth": "none", "editions": {"toy": "new"}}).refusal(
        400, "invalid_request"
    )
    assert "auth: strict, or any" in hint
    hint = server.call("GET", f"{WS}/requests?limit=0").refusal(400, "invalid_request")
    assert "1 to 1000" in hint


def test_a_defect_of_ours_is_a_refusal_of_ours(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.app.workspaces.next_id = lambda: 1 / 0  # type: ignore[assignment, return-value, method-assign]
    assert "report" in server.call("POST", "/_mock/workspaces", {}).refusal(500, "internal_error")
    assert "ZeroDivisionError" in caplog.text


def test_the_document_is_valid_and_has_every_call(server: Server) -> None:
    document = server.get("/_mock/openapi.json")
    validate(document)
    served = sorted((method.upper(), path) for path, item in document["paths"].items() for method in item)
    assert served == EVERY_CALL
    for item in document["paths"].values():
        for operation in item.values():
            assert "422" not in operation["responses"]
            assert operation["responses"]["default"]["content"]["application/json"]["schema"]["$ref"]
    assert "security" not in document


def test_a_server_with_a_token_says_so_in_its_document() -> None:
    with Server(control_token="a-long-token") as server:
        document = server.get("/_mock/openapi.json", Authorization="Bearer a-long-token")
    assert document["security"] == [{"ControlToken": []}]
    assert document["paths"]["/_mock/health"]["get"]["security"] == []
    validate(document)


def test_the_page_works_without_the_internet_and_names_every_call(server: Server) -> None:
    reply = server.call("GET", "/_mock/docs")
    assert reply.headers["content-type"].startswith("text/html")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", reply.text)
    for _, path in EVERY_CALL:
        assert path in reply.text
    assert server.call("GET", "/_mock/openapi.yaml").text.startswith("openapi: 3.")
