"""Rows of a workspace's tables as the control API shows them: JSON decoded, secrets hidden, bytes told by their size.

Must not know which call shows them.
"""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.admin.ports import Universe, Vendors
from mockserver.core.statements import Decode, decoder
from mockserver.core.tables import Row, schema_of
from mockserver.engine import tables as engine_tables
from mockserver.gateway import keys as key_tables
from mockserver.gateway.journal import HIDDEN, content, redact
from mockserver.world import tables as world_tables

_SECRET = "secret"
"""The column of our own tables that holds one."""
_SHOWN_BYTES = 8 * 1024


class Presenter:
    """How rows of one table are shown."""

    def __init__(self, vendors: Vendors, universe: Universe, table: str) -> None:
        self._hidden = _secret_names(vendors, table)
        self._secrets = frozenset(row.secret for row in universe.workspace.webhooks.all())
        self._decoders = _decoders(vendors, table)

    def shown(self, row: Mapping[str, object]) -> dict[str, object]:
        """A row with JSON columns decoded and every secret hidden, by its column's or key's name or by its value."""
        read = {name: self._decoders[name](value) if name in self._decoders else value for name, value in row.items()}
        plain = {name: _text(value) if isinstance(value, bytes) else value for name, value in read.items()}
        shown = _without(redact(plain, self._hidden), self._secrets)
        assert isinstance(shown, dict)
        return shown


def _text(value: bytes) -> object:
    return content(value) if len(value) <= _SHOWN_BYTES else f"{len(value)} bytes"


def _without(value: object, secrets: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {name: _without(item, secrets) for name, item in value.items()}
    if isinstance(value, list):
        return [_without(item, secrets) for item in value]
    return HIDDEN if isinstance(value, str) and value in secrets else value


def _secret_names(vendors: Vendors, table: str) -> frozenset[str]:
    """Columns and keys to hide: those of the vendor whose table it is, those of all in our own tables."""
    owners = [vendor for vendor in vendors if any(_name(each) == table for each in vendor.tables())]
    return frozenset({_SECRET}).union(*(vendor.secret_fields for vendor in owners or vendors))


def _decoders(vendors: Vendors, table: str) -> Mapping[str, Decode]:
    """How to read the table's columns that are not stored as they are."""
    tables: list[type[Row]] = [*engine_tables.TABLES, *key_tables.TABLES, *world_tables.TABLES]
    tables += [each for vendor in vendors for each in vendor.tables()]
    for each in tables:
        if _name(each) == table:
            columns = schema_of(each).columns.values()
            return {column.name: read for column in columns if (read := decoder(column.kind.value)) is not None}
    return {}


def _name(table: type[Row]) -> str:
    return schema_of(table).table
