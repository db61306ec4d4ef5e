"""A server of one's own, on a socket and in process, with a receiver beside it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from mockserver.server.registry import Registry
from mockserver.testing import AsyncControl, ControlError, MockServer, Receiver, Timeout, VerificationFailed, verifier
from mockserver.testing.synchronous.workspace import Workspace

WITH_WEBHOOKS = sorted(vendor.name for vendor in Registry() if vendor.webhooks is not None)
VENDORS = sorted(vendor.name for vendor in Registry())


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


@pytest.fixture
def demo(server: MockServer) -> Iterator[Workspace]:
    workspace = server.workspace(fixture="demo")
    yield workspace
    workspace.drop()


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_vendor_has_an_address_and_a_key_that_work(demo: Workspace, vendor: str) -> None:
    access = demo.vendors[vendor]
    with access.client() as client:
        answer = client.get("/no-such-endpoint")
    assert answer.status_code == 404, answer.text  # the key was taken: without one it is a 401
    assert getattr(demo, vendor) == access


def test_a_workspace_has_its_own_time(demo: Workspace) -> None:
    before = demo.clock.now()
    demo.clock.advance("2m")
    assert (before[14:19], demo.clock.now()[14:19]) == ("00:00", "02:00")


def test_requests_are_verified(demo: Workspace) -> None:
    with demo.scrapely.client() as client:
        client.get("/accounts")
    assert demo.requests.verify(vendor="scrapely", path="**/accounts", status=200, count=1)["ok"]
    demo.requests.verify_order({"path": "**/accounts"})
    with pytest.raises(VerificationFailed, match="Expected exactly 2"):
        demo.requests.verify(path="**/accounts", count=2)
    with pytest.raises(VerificationFailed):
        demo.requests.wait(path="**/campaigns", timeout="20ms")


def test_a_fault_strikes_what_it_matches(demo: Workspace) -> None:
    demo.faults.add(vendor="scrapely", path="**/accounts", nth=2, status=503, headers={"Retry-After": "3"})
    with demo.scrapely.client() as client:
        answers = [client.get("/accounts").status_code for _ in range(3)]
    assert answers == [200, 503, 200]
    assert demo.faults.clear() == 1


def test_a_snapshot_brings_everything_back(demo: Workspace) -> None:
    demo.snapshots.save("before")
    demo.clock.advance("1d")
    branch = demo.snapshots.fork("before", "branch")
    demo.snapshots.restore("before")
    assert demo.clock.now() == branch.clock.now()
    image = demo.snapshots.export("before")
    assert branch.snapshots.take_in("carried", image)["name"] == "carried"
    branch.drop()


def test_what_is_refused_says_what_mends_it(demo: Workspace) -> None:
    with pytest.raises(ControlError) as refused:
        demo.trigger("scrapely", "new_replay")
    assert (refused.value.code, refused.value.status) == ("unknown_event", 400)
    assert "'new_reply'" in refused.value.hint


@pytest.mark.parametrize("vendor", WITH_WEBHOOKS)
def test_a_receiver_tells_a_vendors_deliveries_from_forged_ones(demo: Workspace, vendor: str) -> None:
    with Receiver() as receiver:
        receiver.register(demo, vendor)
        triggers = next(each for each in Registry() if each.name == vendor).triggers()
        for event in triggers:
            try:
                demo.trigger(vendor, event)
            except ControlError:
                continue
            if receiver.requests:
                break
        [good, *_] = receiver.wait()
        httpx.post(receiver.url, json=good.json(), trust_env=False)
        forged = receiver.wait(len(receiver.requests))[-1]
    assert (good.verified, forged.verified) == (True, False)
    genuine = verifier(vendor, receiver.secrets[vendor])
    assert genuine(good.headers, good.body)
    assert not verifier(vendor, "another-secret")(good.headers, good.body)
    assert demo.webhooks.wait(vendor=vendor)[0]["attempts"][0]["status"] == 200


def test_a_receiver_answers_by_its_script_and_then_its_status(demo: Workspace) -> None:
    with Receiver(script=[500], status=204) as receiver:
        receiver.register(demo, "scrapely", ["account_paused"])
        demo.trigger("scrapely", "account_paused")
        assert [each.answered for each in receiver.requests] == [500]
        demo.clock.advance("1d")
        assert [each.answered for each in receiver.requests] == [500, 204]
    bodies = {each.body for each in receiver.requests}
    assert len(bodies) == 1, "a retry has the same bytes"


def test_what_does_not_come_is_told_with_what_did(demo: Workspace) -> None:
    demo.webhooks.add("scrapely", demo.inbox.url("crm"), ["account_paused"])
    demo.trigger("scrapely", "account_paused")
    with pytest.raises(Timeout, match="Newest: scrapely account_paused: delivered"):
        demo.webhooks.wait("new_reply", timeout="10ms")
    with Receiver() as receiver, pytest.raises(Timeout, match="but 0 came"):
        receiver.wait(timeout="1ms")
    [received] = demo.inbox.list("crm")
    assert received["verified"] is True


def test_a_stream_is_listened_to(demo: Workspace) -> None:
    with demo.scrapest.connect() as stream:
        tweet = demo.tweet("paulg", "Make something people want")
        seen = json.loads(stream.recv(timeout=10))
    assert tweet["id"] in json.dumps(seen)


def test_an_awaited_client_reaches_the_same_universe(server: MockServer, demo: Workspace) -> None:
    async def look() -> str:
        async with AsyncControl(server.url) as control:
            workspace = await control.workspace(demo.id)
            await workspace.clock.advance("3m")
            async with workspace.scrapest.async_connect() as stream:
                await workspace.tweet("paulg", "Keep going")
                await asyncio.wait_for(stream.recv(), 10)
            return await workspace.clock.now()

    assert asyncio.run(look())[14:19] == "03:00"


def test_in_process_nothing_listens() -> None:
    async def scenario() -> None:
        async with MockServer() as server:
            workspace = await server.new_workspace(fixture="demo")
            async with workspace.scrapely.async_client() as client:
                answer = await client.get("/accounts")
            assert answer.status_code == 200
            await workspace.requests.verify(path="**/accounts", count=1)
            assert (await workspace.clock.advance("2m"))["now"].startswith("2026-01-05T09:02")
            with pytest.raises(TypeError, match="with MockServer"):
                workspace.scrapely.client()
            with pytest.raises(RuntimeError, match="async_control"):
                _ = server.control

    asyncio.run(scenario())


def test_a_server_can_be_entered_again() -> None:
    server = MockServer(seed=7)
    for _ in range(2):
        with server:
            assert server.control.workspace().seed == 7


def test_variables_for_another_server_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKSERVER_HOST", "0.0.0.0")
    monkeypatch.setenv("MOCKSERVER_NONSENSE", "1")
    MockServer()


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("mockserver.testing", {"httpx", "pydantic", "sqlalchemy", "fastapi", "websockets"}),
        ("mockserver.testing.synchronous.control", {"pydantic", "sqlalchemy", "fastapi", "uvicorn", "websockets"}),
        ("mockserver.testing.receiver", {"httpx", "pydantic", "sqlalchemy", "fastapi", "uvicorn"}),
    ],
)
def test_nobody_pays_for_what_is_not_used(module: str, absent: set[str]) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert absent & set(done.stdout.split()) == set()
