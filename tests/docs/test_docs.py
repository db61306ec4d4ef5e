"""The documentation names what there is: every command, flag, setting and endpoint, and no page that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from mockserver.cli.commands import build
from mockserver.contract import Vendor
from mockserver.server.config import PREFIX, Config
from mockserver.server.registry import Registry

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

COMMANDS = sorted(typer.main.get_group(build()).commands)
VENDORS = list(Registry())
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def flags(command: Any) -> Iterator[str]:
    """The flags of a command, and of those below it."""
    for option in command.params:
        yield from (flag for flag in option.opts if flag.startswith("--") and flag != "--help")
    for each in getattr(command, "commands", {}).values():
        yield from flags(each)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_explained(command: str) -> None:
    assert f"`mockserver {command}" in README
    assert f"`mockserver {command}" in CLI


@pytest.mark.parametrize("command", COMMANDS)
def test_every_flag_of_a_command_is_explained(command: str) -> None:
    told = CONFIGURATION if command == "serve" else CLI
    assert [flag for flag in flags(typer.main.get_group(build()).commands[command]) if flag not in told] == []


@pytest.mark.parametrize("name", list(Config.model_fields))
def test_every_setting_has_its_row(name: str) -> None:
    assert f"| `--{name.replace('_', '-')}` | `{PREFIX}{name.upper()}` |" in CONFIGURATION


def test_documentation_names_no_flag_that_is_not_there() -> None:
    known = {flag for each in typer.main.get_group(build()).commands.values() for flag in flags(each)}
    named = {flag for page in (README, CLI, CONFIGURATION, ARCHITECTURE) for flag in re.findall(r"`(--[a-z-]+)`", page)}
    assert named - known == set()


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_the_readme_lists_every_vendor_with_what_it_has(vendor: Vendor) -> None:
    [row] = [line for line in README.splitlines() if f"/{vendor.name}{vendor.base_path}`" in line and line[0] == "|"]
    operations = sum(len(route.methods) for router in vendor.routers() for route in router.routes)
    assert f"{operations} operations" in row


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_vendors_page_names_every_endpoint(vendor: Vendor) -> None:
    page = ROOT / "docs" / "vendors" / f"{vendor.name}.md"
    if not page.exists():
        pytest.skip(f"{page.name} is not written yet")
    text = page.read_text(encoding="utf-8")
    missing = [
        f"{method} {route.path}"
        for router in vendor.routers()
        for route in router.routes
        for method in route.methods
        if not re.search(rf"{method}[` |]*{re.escape(route.path)}(?![\w/-])", text)
    ]
    assert missing == []


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_vendors_page_has_every_magic_value(vendor: Vendor) -> None:
    page = ROOT / "docs" / "vendors" / f"{vendor.name}.md"
    if not page.exists():
        pytest.skip(f"{page.name} is not written yet")
    text = page.read_text(encoding="utf-8")
    assert [each.pattern for each in vendor.magic() if f"`{each.pattern}`" not in text] == []


def test_every_folder_of_the_package_is_in_the_architecture() -> None:
    package = ROOT / "mockserver"
    names = [path.name for path in package.iterdir() if path.is_dir() and (path / "__init__.py").exists()]
    assert [name for name in names if f"`{name}/`" not in ARCHITECTURE] == []


@pytest.mark.parametrize(
    "page",
    ["README.md", "docs/architecture.md", "docs/cli.md", "docs/configuration.md", "docs/testing.md", "docs/recipes.md"],
)
def test_links_and_named_files_lead_somewhere(page: str) -> None:
    file = ROOT / page
    text = file.read_text(encoding="utf-8")
    # A vendor's page is written when the vendor is done; the tests above skip until then.
    links = [link for link in LINK.findall(text) if "vendors/" not in link]
    assert [link for link in links if not (file.parent / link).exists()] == []
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", text)
    found = [(ROOT / name).exists() or (ROOT / "mockserver" / name).exists() for name in named]
    assert [name for name, exists in zip(named, found, strict=True) if not exists] == []
