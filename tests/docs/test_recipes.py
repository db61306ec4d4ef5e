"""The recipes say what of them is checked, and what they say of the server is so."""

from __future__ import annotations

import ast
import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from mockserver.server.config import PREFIX, Config, load
from mockserver.server.registry import Registry
from mockserver.testing import MockServer
from tests.e2e.process import serving
from tests.examples.projects import EXAMPLES, run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
RECIPES = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}
HOSTS = {host for vendor in Registry() for host in vendor.hosts}


def blocks(recipe: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", RECIPES[recipe], re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_says_what_is_checked(recipe: str) -> None:
    assert re.search(r"^Checked: .*\b(run|runs|read|made)\b", RECIPES[recipe], re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", [text for recipe in RECIPES for text in blocks(recipe, "yaml")])
def test_variables_and_commands_are_the_servers(text: str) -> None:
    document = yaml.safe_load(text)
    for command, variables in _servers(document):
        flags = {}
        words = iter(command[1:])
        for word in words:
            name = word.removeprefix("--").replace("-", "_")
            flags[name] = True if name in ("ephemeral", "tls", "open_control") else next(words)
        load({"open_control": True, **flags}, variables)  # the image opens the control API
    known = {PREFIX + name.upper() for name in Config.model_fields} | {"MOCKSERVER_URL"}
    assert set(re.findall(r"MOCKSERVER_\w+", text)) <= known


def _servers(document: dict[str, Any]) -> list[tuple[list[str], dict[str, str]]]:
    """Every server that a document starts: its command and its variables."""
    jobs = [document] if "services" in document else document.get("jobs", document).values()
    found = []
    for job in jobs:
        services = job.get("services", {})
        for name, service in services.items() if isinstance(services, dict) else [(e["alias"], e) for e in services]:
            if name == "mockserver":
                variables = service.get("env", service.get("environment", {}))
                ours = {key: value for key, value in variables.items() if key.startswith(PREFIX)}
                found.append((service.get("command", ["serve"]), ours))
    return found


def test_every_server_of_the_recipes_was_found() -> None:
    texts = [text for recipe in RECIPES for text in blocks(recipe, "yaml")]
    assert sum(len(_servers(yaml.safe_load(text))) for text in texts) == 4


@pytest.mark.parametrize("recipe", [name for name in RECIPES if name.startswith(("Docker Compose", "TLS"))])
def test_the_aliases_are_the_vendors_names(recipe: str) -> None:
    [text] = blocks(recipe, "yaml")
    assert set(yaml.safe_load(text)["services"]["mockserver"]["networks"]["default"]["aliases"]) == HOSTS


def test_every_alias_is_answered() -> None:
    with MockServer() as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        for host in HOSTS:
            assert client.get("/openapi.json", headers={"Host": f"{host}:8080"}).status_code == 200


def test_the_service_container_gives_addresses_that_lead_back(tmp_path: Path) -> None:
    [text] = blocks("GitLab", "yaml")
    [(command, _)] = _servers(yaml.safe_load(text))
    with serving(tmp_path, *command[1:], "--open-control", MOCKSERVER_FIXTURE="empty") as server:
        assert server.url == "http://mockserver:4545"
        assert all("//mockserver:4545/" in url for url in server.ready["base_urls"].values())


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="needs bash and curl")
def test_the_block_on_tls_works_as_pasted(tmp_path: Path) -> None:
    [script] = blocks("TLS, for base URLs that are hard-coded whole", "bash")
    done = run(tmp_path, "bash", "-c", "set -eu\n" + script)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["accounts"]


def test_the_line_that_testcontainers_waits_for_is_printed(tmp_path: Path) -> None:
    [code] = blocks("Testcontainers", "python")
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    [line] = [
        call.args[1].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "wait_for_logs"
        and isinstance(call.args[1], ast.Constant)
    ]
    command = re.search(r'serve = "serve (.*)"', code)
    assert command is not None
    with serving(tmp_path, *command[1].split(), "--open-control") as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.stdout is not None
        assert re.search(str(line), server.process.stdout.read())


def test_the_node_recipe_is_the_examples() -> None:
    [shown] = blocks("Node", "json")
    package = json.loads((EXAMPLES / "node-service" / "package.json").read_text(encoding="utf-8"))
    assert package["scripts"] == json.loads(shown)["scripts"]


def test_playwright_waits_for_an_address_that_answers() -> None:
    config, _ = blocks("Playwright", "js")
    [url] = re.findall(r'url: "(http://localhost:4545[^"]*)"', config)
    with MockServer() as server:
        done = subprocess.run(
            [sys.executable, "-c", f"import urllib.request as r; r.urlopen({server.url!r} + {url[21:]!r})"], check=False
        )
    assert done.returncode == 0
