"""`mockserver serve` as a process: ready file, addresses, documents without a key, browsers, and a clean end."""

from __future__ import annotations

import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from mockserver.contract import Vendor
from mockserver.server.registry import Registry
from tests.e2e.process import ServerProcess, run, serving

VENDORS = list(Registry())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with serving(tmp_path_factory.mktemp("serve"), "--ephemeral", "--fixture", "empty") as running:
        yield running


@pytest.fixture
def client(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture(params=VENDORS, ids=lambda vendor: vendor.name)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    assert isinstance(request.param, Vendor)
    return request.param


def test_the_ready_file_says_where_everything_is(server: ServerProcess) -> None:
    ready = server.ready
    assert set(ready) == {"url", "keys", "base_urls", "control"}
    assert ready["keys"] == {vendor.name: vendor.keys.demo for vendor in VENDORS}
    assert ready["base_urls"] == {each.name: each.base_url(f"{server.url}/{each.name}") for each in VENDORS}
    assert ready["base_urls"]["scrapely"] == f"{server.url}/scrapely/api/v1"
    assert ready["base_urls"]["scrapest"] == f"ws{server.url.removeprefix('http')}/scrapest/ws"
    assert httpx.get(ready["control"] + "/health", trust_env=False).status_code == 200


def test_this_machine_is_reached_under_either_address(server: ServerProcess) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5):
        pass
    if socket.has_ipv6:
        with socket.create_connection(("localhost", server.port), timeout=5):
            pass


def test_the_openapi_document_is_public_and_valid(client: httpx.Client, vendor: Vendor, server: ServerProcess) -> None:
    answer = client.get(f"/{vendor.name}/openapi.yaml")
    assert answer.status_code == 200
    document = yaml.safe_load(answer.content)
    OpenAPIV31SpecValidator(document).validate()
    assert document["servers"] == [{"url": vendor.api_url(server.ready["base_urls"][vendor.name])}]
    assert client.get(f"/{vendor.name}/openapi.json").json() == document


def test_every_operation_has_a_response_model(client: httpx.Client, vendor: Vendor) -> None:
    document = client.get(f"/{vendor.name}/openapi.json").json()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            successes = {status: each for status, each in operation["responses"].items() if status.startswith("2")}
            assert successes, f"{method} {path}"
            for status, answer in successes.items():
                contents = answer.get("content", {}).values()
                assert status == "204" or any(content["schema"] for content in contents), f"{method} {path} {status}"


def test_a_vendor_is_reached_by_its_host_name(client: httpx.Client, vendor: Vendor) -> None:
    for host in (*vendor.hosts, f"{vendor.name}.localhost", f"{vendor.hosts[0]}:4545"):
        answer = client.get("/openapi.json", headers={"Host": host})
        assert answer.json()["servers"] == [{"url": f"http://{host}{vendor.base_path}"}]


def test_the_page_for_people_needs_nothing_else(client: httpx.Client, vendor: Vendor) -> None:
    answer = client.get(f"/{vendor.name}/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script" not in answer.text


def test_a_browser_may_ask_a_vendor(client: httpx.Client, vendor: Vendor) -> None:
    asked = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "x-api-key,content-type",
    }
    answer = client.options(f"/{vendor.name}{vendor.base_path}/anything", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "DELETE" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "x-api-key,content-type"


def test_a_refusal_can_be_read_by_a_browser(client: httpx.Client, vendor: Vendor) -> None:
    answer = client.get(f"/{vendor.name}{vendor.base_path}/anything", headers={"Origin": "http://localhost:3000"})
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == "*"


def test_healthcheck_finds_the_server(server: ServerProcess) -> None:
    assert run("healthcheck", MOCKSERVER_PORT=str(server.port)).returncode == 0
    assert run("healthcheck", "--url", server.url).returncode == 0


def test_a_port_in_use_is_named_with_what_to_do(server: ServerProcess) -> None:
    refused = run("serve", "--ephemeral", "--port", str(server.port))
    assert refused.returncode == 2
    assert f"127.0.0.1:{server.port}" in refused.stderr
    assert "--port" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_sigterm_ends_it_cleanly_beside_open_connections(tmp_path: Path) -> None:
    with serving(tmp_path, "--ephemeral", "--fixture", "empty") as running, running.client() as client:
        assert client.get("/_mock/health").status_code == 200  # the connection stays open
        assert running.stop() == 0


def test_state_is_kept_over_a_restart(tmp_path: Path) -> None:
    flags = ("--fixture", "empty", "--data", str(tmp_path / "data"))
    with serving(tmp_path, *flags) as running, running.client() as client:
        made = client.post("/_mock/workspaces", json={"name": "kept", "seed": 7}).json()
        assert running.stop() == 0
    with serving(tmp_path, *flags) as running, running.client() as client:
        kept = client.get("/_mock/workspaces/kept").json()
        assert (kept["seed"], kept["keys"]) == (7, made["keys"])


def test_one_folder_has_one_server(tmp_path: Path) -> None:
    flags = ("--fixture", "empty", "--data", str(tmp_path / "data"))
    with serving(tmp_path, *flags):
        refused = run("serve", "--port", "0", *flags)
        assert refused.returncode == 2
        assert "another server" in refused.stderr


def test_the_control_token_is_asked_for(tmp_path: Path) -> None:
    token = "a-long-enough-token"
    with serving(tmp_path, "--ephemeral", "--fixture", "empty", MOCKSERVER_CONTROL_TOKEN=token) as running:
        with running.client() as client:
            assert client.get("/_mock/workspaces").status_code == 401
            answer = client.get("/_mock/workspaces", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 200
        assert run("healthcheck", "--url", running.url, MOCKSERVER_CONTROL_TOKEN=token).returncode == 0


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_greeting_has_addresses_keys_and_a_command_that_works_as_pasted(tmp_path: Path) -> None:
    with serving(tmp_path, "--ephemeral", "--fixture", "demo") as running:
        assert running.process.stdout is not None
        greeting: list[str] = []
        while not greeting or not greeting[-1].startswith("Stop"):
            greeting.append(running.process.stdout.readline())
        told = "".join(greeting)
        for vendor in VENDORS:
            assert running.ready["base_urls"][vendor.name] in told
            assert vendor.keys.demo in told
        [line] = [line.strip() for line in greeting if line.strip().startswith("curl ")]
        done = subprocess.run(
            [*shlex.split(line), "-sS", "-w", "\n%{http_code}"], capture_output=True, text=True, timeout=30, check=False
        )
        assert done.stdout.endswith("\n200"), done.stdout + done.stderr
