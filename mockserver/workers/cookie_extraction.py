"""Logging an account in for its session cookies: whether it works, how long it takes, what comes out.

Everything is a function of the world and of a stream. Must not know who asked, nor in whose words a failure is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mockserver.core.entropy import Stream
from mockserver.core.ids import HEX
from mockserver.core.times import SECOND, Millis
from mockserver.world.person import Person, PersonStatus


class Rejection(StrEnum):
    """Why nobody could log in."""

    PASSWORD = "password"
    SECOND_FACTOR = "second factor"
    VERIFICATION = "verification"
    BLOCKED = "blocked"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Session:
    """What a browser holds once it is logged in."""

    auth_token: str
    ct0: str


def rejection_of(person: Person | None) -> Rejection | None:
    """Why the world lets nobody log in with a handle, or None; no password fits a handle that is nobody's."""
    if person is None:
        return Rejection.PASSWORD
    return Rejection.BLOCKED if person.status is PersonStatus.SUSPENDED else None


def start_delay_ms(chance: Stream) -> Millis:
    """How long an idle worker takes to pick a job up: 2 to 5 seconds."""
    return chance.between(2 * SECOND, 5 * SECOND)


def processing_ms(chance: Stream) -> Millis:
    """How long a login takes: with the start it is 65 to 115 seconds, "typically 1-2 minutes"."""
    return chance.between(63 * SECOND, 110 * SECOND)


def log_in(chance: Stream) -> Session:
    """A new session, with tokens as long as X's."""
    return Session(auth_token=chance.text(HEX, 40), ct0=chance.text(HEX, 160))
