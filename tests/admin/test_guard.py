"""Who may use the control API."""

from __future__ import annotations

import pytest

from tests.admin.lab import WS, Server

TOKEN = "a-long-token"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:4545",
        "toy.localhost:4545",
        "127.0.0.1:4545",
        "127.1.2.3",
        "[::1]:4545",
        "api.toy.example",
    ],
)
def test_names_of_this_machine_and_of_vendors_are_answered(server: Server, host: str) -> None:
    assert server.call("GET", "/_mock/workspaces", Host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:4545", "localhost.evil.example", "10.0.0.1", "[::2]:1", "["]
)
def test_other_names_are_refused_while_there_is_no_token(server: Server, host: str) -> None:
    assert "--public-url" in server.call("GET", "/_mock/workspaces", Host=host).refusal(403, "foreign_host")


def test_the_public_name_is_answered() -> None:
    with Server(public_url="https://mock.example.com") as server:
        assert server.call("GET", "/_mock/workspaces", Host="mock.example.com").status == 200
        server.call("GET", "/_mock/workspaces", Host="other.example.com").refusal(403, "foreign_host")
        assert server.call("POST", "/_mock/workspaces", {}, Origin="https://mock.example.com").status == 201


def test_a_server_that_was_opened_on_purpose_answers_to_any_name() -> None:
    with Server(host="0.0.0.0", open_control=True) as server:
        assert server.call("GET", "/_mock/workspaces", Host="build-7:4545").status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:3000"])
def test_a_page_of_another_site_may_change_nothing(server: Server, origin: str) -> None:
    server.call("POST", "/_mock/workspaces", {}, Origin=origin).refusal(403, "foreign_origin")
    server.call("DELETE", f"{WS}/requests", Origin=origin).refusal(403, "foreign_origin")
    reply = server.call("GET", "/_mock/workspaces", Origin=origin)
    assert not [name for name in reply.headers if name.startswith("access-control")]


def test_our_own_page_may_change_things(server: Server) -> None:
    assert server.call("POST", "/_mock/workspaces", {}, Origin="http://localhost:4545").status == 201


def test_a_preflight_gets_no_leave(server: Server) -> None:
    reply = server.call(
        "OPTIONS", "/_mock/workspaces", Origin="https://evil.example", Access_Control_Request_Method="POST"
    )
    assert reply.status in (403, 405)
    assert not [name for name in reply.headers if name.startswith("access-control")]


def test_with_a_token_every_call_but_three_wants_it() -> None:
    with Server(control_token=TOKEN) as server:
        assert server.call("GET", "/_mock/health").status == 200
        assert server.call("GET", "/_mock/ready").status == 200
        assert server.call("POST", "/_mock/workspaces/default/inbox/x", b"hello").status == 200
        for method, path in [
            ("GET", "/_mock/workspaces"),
            ("GET", "/_mock/workspaces/default/inbox/x"),
            ("GET", "/_mock/docs"),
            ("GET", "/_mock/nothing"),
            ("PUT", "/_mock/health"),
        ]:
            reply = server.call(method, path)
            assert "Authorization: Bearer" in reply.refusal(401, "unauthorized")
            assert reply.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer wrong-token", TOKEN, "Basic a-long-token", "Bearer", "Bearer \u00e9"])
def test_a_wrong_token_is_refused(header: str) -> None:
    with Server(control_token=TOKEN) as server:
        server.call("GET", "/_mock/workspaces", Authorization=header).refusal(401, "unauthorized")


def test_the_right_token_is_taken_under_any_host_name() -> None:
    with Server(control_token=TOKEN) as server:
        for header in (f"Bearer {TOKEN}", f"bearer  {TOKEN}"):
            assert server.call("GET", "/_mock/workspaces", Authorization=header, Host="build-7").status == 200
