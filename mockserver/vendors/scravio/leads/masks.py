"""Sets of lead states as one number each, so that one statement serves every filter."""

from __future__ import annotations

from mockserver.core.sql import ColumnElement, Integer, bindparam, col
from mockserver.vendors.scravio.leads.tables import LeadRow, State


def _of(*states: State) -> int:
    return sum(1 << state for state in states)


ALL = _of(*State)
WITHOUT_EMAIL = _of(State.NO_EMAIL)
WITH_EMAIL = ALL - WITHOUT_EMAIL
INITIAL = _of(State.INITIAL_GOOD, State.INITIAL_BAD, State.INITIAL_VALID, State.INITIAL_INVALID)
DEEP = WITH_EMAIL - INITIAL
VALID = _of(State.INITIAL_VALID, State.DEEP_VALID)
INVALID = _of(State.INITIAL_INVALID, State.DEEP_INVALID)
PENDING = WITH_EMAIL - VALID - INVALID


def has_state() -> ColumnElement[bool]:
    """Whether a lead's state is in the parameter `mask`."""
    return bindparam("mask", type_=Integer()).op(">>")(col(LeadRow.state)).op("&")(1) == 1
