"""The image and its compose file keep what the documentation promises (there need not be an engine to see it)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def read_stages() -> list[list[tuple[str, str]]]:
    """The Dockerfile's instructions, stage by stage."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    stages: list[list[tuple[str, str]]] = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        name, _, rest = line.partition(" ")
        if name == "FROM":
            stages.append([])
        stages[-1].append((name, rest))
    return stages


@pytest.fixture
def image() -> dict[str, str]:
    """The last stage; of an instruction given twice, the last counts."""
    return dict(read_stages()[-1])


@pytest.fixture
def service() -> dict[str, Any]:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert [*compose["services"]] == ["mockserver"]
    service = compose["services"]["mockserver"]
    assert isinstance(service, dict)
    return service


def test_the_last_stage_carries_no_sources_nor_pip_cache() -> None:
    build, final = read_stages()
    assert any("-c requirements.lock" in rest for name, rest in build if name == "RUN")
    assert [rest for name, rest in final if name == "COPY"] == ["--from=build /opt/mockserver /opt/mockserver"]


def test_everything_the_build_copies_passes_dockerignore() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"}
    copied = {source for name, rest in read_stages()[0] if name == "COPY" for source in rest.split()[:-1]}
    assert copied == kept


def test_the_user_is_a_number_and_not_root(image: dict[str, str]) -> None:
    user, group = image["USER"].split(":")
    assert int(user) > 0
    assert int(group) > 0


def test_the_server_gets_the_signal_itself(image: dict[str, str]) -> None:
    assert json.loads(image["ENTRYPOINT"]) == ["mockserver"]
    assert json.loads(image["CMD"]) == ["serve", "--host", "0.0.0.0", "--data", "/data"]
    assert image["STOPSIGNAL"] == "SIGTERM"


def test_only_data_is_written(image: dict[str, str]) -> None:
    assert image["VOLUME"] == "/data"
    assert image["WORKDIR"] == "/data"
    assert "PYTHONDONTWRITEBYTECODE=1" in image["ENV"]


def test_health_and_port(image: dict[str, str]) -> None:
    assert image["EXPOSE"] == "4545"
    assert json.loads(image["HEALTHCHECK"].partition("CMD ")[2]) == ["mockserver", "healthcheck"]


def test_the_open_control_api_is_published_on_this_machine_only(image: dict[str, str], service: dict[str, Any]) -> None:
    assert "MOCKSERVER_OPEN_CONTROL=true" in image["ENV"]
    assert service["ports"] == ["127.0.0.1:4545:4545"]


def test_compose_answers_to_the_vendors_host_names(service: dict[str, Any]) -> None:
    assert service["networks"]["default"]["aliases"] == [
        "app.scrapely.co",
        "api.scravio.com",
        "scrape.st",
        "socialscalr.com",
        "xquik.com",
    ]


def test_compose_takes_every_privilege_away(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp"]


def test_compose_keeps_the_data_and_asks_for_health(service: dict[str, Any]) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    volume, _, target = service["volumes"][0].partition(":")
    assert target == "/data"
    assert volume in compose["volumes"]
    assert service["healthcheck"]["test"] == ["CMD", "mockserver", "healthcheck"]
