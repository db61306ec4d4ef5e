"""`phaseState`: how far each phase of a campaign is. Pure: each function gives the next state.

Source: "Get campaign details", phaseState.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mockserver.core.times import Instant, iso_ms
from mockserver.vendors.scravio.campaigns.answers import Phase, PhaseState, SettlementPhase

Name = Literal["scraping", "deepsearch", "validation"]
NAMES: tuple[Name, ...] = ("scraping", "deepsearch", "validation")


def fresh(*, deep_search: bool, validation: bool) -> PhaseState:
    """Of a campaign that has not begun."""
    return {
        "scraping": _phase("pending"),
        "deepsearch": _phase("pending" if deep_search else "not_applicable"),
        "validation": _phase("pending" if validation else "not_applicable"),
        "settlement": {
            "status": "not_ready",
            "attempts": 0,
            "lastAttemptAt": None,
            "nextAttemptAt": None,
            "settledAt": None,
            "lastError": None,
        },
    }


def begun(state: PhaseState, at: Instant) -> PhaseState:
    """All that applies runs: emails are searched for and validated while people are still scanned."""
    return _each(state, dict.fromkeys(NAMES, "running"), startedAt=iso_ms(at))


def completed(state: PhaseState, name: Name, counts: Mapping[str, int], at: Instant) -> PhaseState:
    """A phase is over and its counts are sealed; one that does not apply stays so."""
    return _each(state, {name: "complete"}, completedAt=iso_ms(at), finalCounts=dict(counts))


def failed(state: PhaseState, message: str, at: Instant) -> PhaseState:
    """Scraping failed; the phases that went along with it end with it."""
    return _each(
        state,
        dict.fromkeys(NAMES, "failed"),
        completedAt=iso_ms(at),
        lastError={"message": message, "at": iso_ms(at)},
    )


def ready(state: PhaseState) -> PhaseState:
    """The work is over and credits can be settled."""
    return {**state, "settlement": {**state["settlement"], "status": "ready"}}


def settled(state: PhaseState, at: Instant) -> PhaseState:
    """Credits were settled."""
    return {
        **state,
        "settlement": {**_attempt(state, at), "status": "done", "settledAt": iso_ms(at), "nextAttemptAt": None},
    }


def unsettled(state: PhaseState, message: str, at: Instant, next_at: Instant | None) -> PhaseState:
    """An attempt to settle failed; without a next one it was the last."""
    return {
        **state,
        "settlement": {
            **_attempt(state, at),
            "status": "failed_terminal" if next_at is None else "failed_retrying",
            "nextAttemptAt": None if next_at is None else iso_ms(next_at),
            "lastError": {"message": message, "at": iso_ms(at)},
        },
    }


def _attempt(state: PhaseState, at: Instant) -> SettlementPhase:
    before = state["settlement"]
    return {**before, "attempts": before["attempts"] + 1, "lastAttemptAt": iso_ms(at)}


def _phase(status: Literal["pending", "not_applicable"]) -> Phase:
    return {"status": status, "startedAt": None, "completedAt": None, "finalCounts": None, "lastError": None}


def _each(state: PhaseState, statuses: Mapping[Name, str], **changes: object) -> PhaseState:
    """Give phases another status and other values, but for those that are over or do not apply."""
    changed: dict[str, object] = {}
    for name, status in statuses.items():
        if state[name]["status"] in ("pending", "running"):
            changed[name] = {**state[name], **changes, "status": status}
    return {**state, **changed}  # type: ignore[typeddict-item]
