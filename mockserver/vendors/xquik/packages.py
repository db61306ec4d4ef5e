"""The vendor's packages, by name, and what each brings along.

A package is a resource (or a few that belong together). It has `routes` with a `router`; where it needs them,
`tables` with `TABLES`, `jobs` with `workers(workspace)`, `pages` with a `router`,
`magic` with `MAGIC`, and `seed` with `PARTS`. To add one,
write its name into `PACKAGES`. Must not know what any of them does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from mockserver.contract import MagicValue
from mockserver.vendors.xquik import magic, tables

if TYPE_CHECKING:
    from mockserver.core.tables import Row
    from mockserver.engine.jobs import JobKind
    from mockserver.engine.scheduler import Step
    from mockserver.engine.workspace import Workspace
    from mockserver.gateway.operation import Router
    from mockserver.vendors.xquik.seed.parts import Part

PACKAGES = (
    "account",
    "api_keys",
    "billing",
    "communities",
    "compose",
    "credits",
    "drafts",
    "feeds",
    "lists",
    "mcp",
    "media",
    "messages",
    "monitors",
    "profile",
    "radar",
    "styles",
    "support",
    "trends",
    "tweets",
    "users",
    "webhooks",
    "writes",
    "x_accounts",
    "x_data",
)


def routers() -> Sequence[Router]:
    """The routers of all packages, in their order."""
    return [module.router for module in _modules("routes")]


def pages() -> Sequence[Router]:
    """The routers of the pages that browsers open."""
    return [module.router for module in _modules("pages")]


def all_tables() -> Sequence[type[Row]]:
    """The tables that packages share, and those of each."""
    return [*tables.TABLES, *(table for module in _modules("tables") for table in module.TABLES)]


def workers(workspace: Workspace) -> tuple[list[JobKind], Mapping[str, Step]]:
    """The kinds of job and the steps of timers of all packages."""
    kinds: list[JobKind] = []
    steps: dict[str, Step] = {}
    for module in _modules("jobs"):
        own_kinds, own_steps = module.workers(workspace)
        kinds += own_kinds
        steps |= own_steps
    return kinds, steps


def all_magic() -> Sequence[MagicValue]:
    """The magic values of all packages."""
    return [*magic.MAGIC, *(value for module in _modules("magic") for value in module.MAGIC)]


def seed_parts() -> Sequence[Part]:
    """The parts of a fixture's section that packages load."""
    return [part for module in _modules("seed") for part in module.PARTS]


def _modules(name: str) -> Iterator[ModuleType]:
    """The modules of that name, of those packages that have one."""
    for package in PACKAGES:
        path = f"{__package__}.{package}.{name}"
        if find_spec(path) is not None:
            yield import_module(path)
