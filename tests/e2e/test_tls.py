"""`--tls`: clients that trust the authority reach the server by its names and the vendors', others do not."""

from __future__ import annotations

import ssl
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mockserver.server.registry import Registry
from mockserver.testing import Control, ControlError
from tests.e2e.process import PATIENCE_S, ServerProcess, run, serving


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("tls")
    with serving(folder, "--tls", "--data", str(folder / "data"), "--fixture", "empty") as server:
        yield server


@pytest.fixture
def trusting(secure: ServerProcess) -> Iterator[httpx.Client]:
    context = ssl.create_default_context(cafile=secure.ready["ca_file"])
    with httpx.Client(base_url=secure.url, verify=context, trust_env=False, timeout=PATIENCE_S) as client:
        yield client


def test_a_client_that_trusts_the_authority_is_served(secure: ServerProcess, trusting: httpx.Client) -> None:
    assert secure.url.startswith("https://localhost:")
    assert trusting.get("/_mock/ready").json()["status"] == "ready"
    made = trusting.post("/_mock/workspaces", json={}).json()
    assert all(url.startswith(("https://", "wss://")) for url in made["base_urls"].values())


def test_one_that_does_not_is_told_what_to_do(secure: ServerProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with Control(secure.url) as control, pytest.raises(ControlError, match="SSL_CERT_FILE"):
        control.ready()
    monkeypatch.setenv("SSL_CERT_FILE", secure.ready["ca_file"])
    with Control(secure.url) as control:
        assert control.workspace().scrapest.base_url.startswith("wss://")
        with control.workspace().scrapely.client() as client:
            assert client.get("/accounts").status_code == 200


@pytest.mark.parametrize(
    "host", [host for vendor in Registry() for host in (*vendor.hosts, f"{vendor.name}.localhost")]
)
def test_every_name_of_a_vendor_is_certified(secure: ServerProcess, trusting: httpx.Client, host: str) -> None:
    answer = trusting.get(
        f"https://127.0.0.1:{secure.port}/openapi.json",
        headers={"Host": host},
        extensions={"sni_hostname": host},
    )
    assert answer.status_code == 200
    assert answer.json()["openapi"]


def test_websockets_are_secure_too(secure: ServerProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", secure.ready["ca_file"])
    with Control(secure.url) as control, control.workspace().scrapest.connect() as stream:
        control.workspace().tweet("paulg", "Over a secure line")
        assert "Over a secure line" in str(stream.recv(timeout=PATIENCE_S))


def test_the_server_trusts_itself(secure: ServerProcess, trusting: httpx.Client) -> None:
    workspace = trusting.post("/_mock/workspaces", json={"fixture": "demo", "clock": {"mode": "frozen"}}).json()["id"]
    home = f"/_mock/workspaces/{workspace}"
    inbox = f"{secure.url}{home}/inbox/crm"
    trusting.post(f"{home}/webhooks", json={"vendor": "scrapely", "url": inbox})
    trusting.post(f"{home}/trigger", json={"vendor": "scrapely", "event": "account_paused"})
    [received] = trusting.get(f"{home}/inbox/crm").json()["requests"]
    assert received["verified"] is True


def test_commands_trust_what_they_are_told_to(secure: ServerProcess) -> None:
    there = {"MOCKSERVER_URL": secure.url, "SSL_CERT_FILE": str(secure.ready["ca_file"])}
    assert run("healthcheck", **there).returncode == 0
    assert "the clock of default" in run("clock", "show", **there).stdout
    by_port = {"MOCKSERVER_PORT": str(secure.port), "MOCKSERVER_TLS": "true", "SSL_CERT_FILE": there["SSL_CERT_FILE"]}
    assert run("healthcheck", **by_port).returncode == 0


def test_the_authority_stays_and_its_key_is_the_owners(tmp_path: Path) -> None:
    flags = ("--tls", "--data", str(tmp_path / "data"), "--fixture", "empty")
    with serving(tmp_path, *flags) as first:
        authority = Path(first.ready["ca_file"])
        before = authority.read_bytes()
        assert first.stop() == 0
    with serving(tmp_path, *flags) as second:
        assert Path(second.ready["ca_file"]).read_bytes() == before
        context = ssl.create_default_context(cafile=authority)
        assert httpx.get(f"{second.url}/_mock/health", verify=context, trust_env=False).status_code == 200
        second.stop()
    secrets = [authority.with_name("ca.key"), authority.with_name("server.pem")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in secrets] == [0o600, 0o600]


def test_what_is_in_memory_leaves_nothing_behind(tmp_path: Path) -> None:
    with serving(tmp_path, "--tls", "--ephemeral", "--fixture", "empty") as server:
        folder = Path(server.ready["ca_file"]).parent
        assert server.stop() == 0
        printed = server.process.stdout.read() if server.process.stdout else ""
    assert f"trust      {server.ready['ca_file']}" in printed
    assert f"--cacert {server.ready['ca_file']}" in printed
    assert not folder.exists()


def test_a_spoilt_authority_is_told(tmp_path: Path) -> None:
    (tmp_path / "tls").mkdir()
    for name in ("ca.pem", "ca.key"):
        (tmp_path / "tls" / name).write_text("not a certificate")
    refused = run("serve", "--tls", "--port", "0", "--data", str(tmp_path))
    assert refused.returncode == 2
    assert "no usable authority" in refused.stderr


def test_a_name_that_no_certificate_can_have_is_told(tmp_path: Path) -> None:
    flags = ("--tls", "--port", "0", "--data", str(tmp_path), "--public-url", "https://my_host")
    refused = run("serve", *flags)
    assert refused.returncode == 2
    assert "my_host" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_without_tls_the_ready_file_names_no_authority(tmp_path: Path) -> None:
    with serving(tmp_path, "--ephemeral", "--fixture", "empty") as server:
        assert "ca_file" not in server.ready
