"""Lists of addresses: written once, without repetition, and read stretch by stretch. Must not know what for.

Assumption: addresses are kept, and come back in results, in lower case.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.validation.tables import AddressRow

_SEQUENCE = "scravio.address_list"

_AT_ONCE = 500

_AFTER = Query(
    lambda: (
        select(AddressRow)
        .where(col(AddressRow.list_number) == bindparam("list_number"), col(AddressRow.id) > bindparam("after"))
        .order_by(col(AddressRow.id))
        .limit(bindparam("limit"))
    ),
    AddressRow,
)
_KNOWN = Query(
    lambda: select(col(AddressRow.address)).where(
        col(AddressRow.list_number) == bindparam("list_number"),
        col(AddressRow.address).in_([bindparam(f"a{place}") for place in range(_AT_ONCE)]),
    ),
    str,
)


def write(workspace: Workspace, addresses: Iterable[str]) -> tuple[int, int, int]:
    """Write a list of normalised addresses in bounded memory; returns its number, its length and the repetitions."""
    database = workspace.database
    number = database.next_value(_SEQUENCE)
    total = repetitions = 0
    remaining = iter(addresses)
    while batch := list(islice(remaining, _AT_ONCE)):
        asked = {f"a{place}": address for place, address in enumerate(batch)}
        asked |= {f"a{place}": "" for place in range(len(batch), _AT_ONCE)}
        known = set(database.all(_KNOWN, list_number=number, **asked))
        fresh = [address for address in dict.fromkeys(batch) if address not in known]
        database.add_many(AddressRow, ({"list_number": number, "address": address} for address in fresh))
        total += len(fresh)
        repetitions += len(batch) - len(fresh)
    return number, total, repetitions


def after(workspace: Workspace, number: int, last_id: int, limit: int) -> list[AddressRow]:
    """The next addresses of a list after an id."""
    return workspace.database.all(_AFTER, list_number=number, after=last_id, limit=limit)


def drop(workspace: Workspace, number: int) -> None:
    """Forget a list."""
    workspace.database.remove(AddressRow, list_number=number)
