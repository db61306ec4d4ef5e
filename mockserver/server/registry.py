"""Finds the vendors: every package under `mockserver.vendors` that has a `plugin` with a `VENDOR`.

The only place that imports vendors, and by name found on disk. Must not know any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import mockserver.vendors
from mockserver.contract import Vendor
from mockserver.core.settings import Edition
from mockserver.core.tables import schema_digest, schema_sql
from mockserver.engine import tables as engine_tables
from mockserver.engine.webhooks.policies import WebhookProfile
from mockserver.gateway import keys
from mockserver.world import tables as world_tables


class Registry:
    """The vendors of this installation, in the order of the alphabet, or those that a test brings along."""

    def __init__(self, vendors: Iterable[Vendor] | None = None) -> None:
        found = installed() if vendors is None else vendors
        self._vendors: dict[str, Vendor] = {vendor.name: vendor for vendor in found}
        self._hosts = {host: vendor for vendor in self for host in (*vendor.hosts, f"{vendor.name}.localhost")}

    def __iter__(self) -> Iterator[Vendor]:
        return iter(self._vendors.values())

    def get(self, name: str) -> Vendor | None:
        """The vendor of that name."""
        return self._vendors.get(name)

    def by_host(self, host: str) -> Vendor | None:
        """The vendor whose host name a `Host` header names, with or without a port."""
        return self._hosts.get(host.rpartition(":")[0].lower() if ":" in host else host.lower())

    @property
    def hosts(self) -> Iterable[str]:
        """Every host name of every vendor."""
        return self._hosts.keys()

    def webhook_profile(self, name: str, edition: Edition) -> WebhookProfile | None:
        """The webhooks of a vendor in an edition."""
        vendor = self._vendors.get(name)
        return None if vendor is None or vendor.webhooks is None else vendor.webhooks(edition)

    @property
    def job_kinds(self) -> tuple[str, ...]:
        """The names of all kinds of job."""
        return tuple(kind for vendor in self for kind in vendor.job_kinds)

    @cached_property
    def schema(self) -> str:
        """The SQL that makes every table of a workspace."""
        return schema_sql(self._tables)

    @cached_property
    def schema_digest(self) -> str:
        """What tells stored data of these tables from data of others."""
        return schema_digest(self._tables)

    @property
    def _tables(self) -> list[type]:
        own = (*engine_tables.TABLES, *keys.TABLES, *world_tables.TABLES)
        return [*own, *(table for vendor in self for table in vendor.tables())]


def installed() -> Iterator[Vendor]:
    """Every vendor whose package has a plugin."""
    for module in iter_modules(mockserver.vendors.__path__):
        plugin = f"mockserver.vendors.{module.name}.plugin"
        if module.ispkg and find_spec(plugin) is not None:
            yield import_module(plugin).VENDOR
