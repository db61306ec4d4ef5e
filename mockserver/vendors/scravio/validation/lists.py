"""Lists of addresses: written once, without repetition, and read stretch by stretch. Must not know what for."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Integer, String, bindparam, literal_column
from sqlmodel import col, select

from mockserver.core.statements import Command, Query, columns_of
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.validation.tables import AddressRow

_SEQUENCE = "scravio.address_list"

_AFTER = Query(
    lambda: (
        select(AddressRow)
        .where(col(AddressRow.list_number) == bindparam("list_number"), col(AddressRow.id) > bindparam("after"))
        .order_by(col(AddressRow.id))
        .limit(bindparam("limit"))
    ),
    AddressRow,
)
_ADD_NEW = Command(
    lambda: (
        columns_of(AddressRow)
        .insert()
        .from_select(
            ["list_number", "address"],
            select(
                bindparam("in_list", type_=Integer()),
                bindparam("new", type_=String()),
            ).where(
                ~select(literal_column("1"))
                .select_from(AddressRow)
                .where(
                    col(AddressRow.list_number) == bindparam("in_list", type_=Integer()),
                    col(AddressRow.address) == bindparam("new", type_=String()),
                )
                .exists()
            ),
        )
    )
)


def write(workspace: Workspace, addresses: Iterable[str]) -> tuple[int, int, int]:
    """Write a list of normalised addresses; returns its number, how many it has and how many came again."""
    number = workspace.database.next_value(_SEQUENCE)
    total = duplicates = 0
    for address in addresses:
        if workspace.database.run(_ADD_NEW, in_list=number, new=address):
            total += 1
        else:
            duplicates += 1
    return number, total, duplicates


def after(workspace: Workspace, number: int, last_id: int, limit: int) -> list[AddressRow]:
    """The next addresses of a list after an id."""
    return workspace.database.all(_AFTER, list_number=number, after=last_id, limit=limit)


def drop(workspace: Workspace, number: int) -> None:
    """Forget a list."""
    workspace.database.remove(AddressRow, list_number=number)
