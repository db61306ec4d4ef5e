"""How one workspace behaves: editions, limits, auth, validation and the pace of jobs.

Must not know which vendors or job kinds exist; whoever changes settings checks the names.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from mockserver.core.times import Millis


class Edition(StrEnum):
    """Which of a vendor's contracts is served."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"


class RateLimits(StrEnum):
    """`headers` counts and tells but never refuses; `off` does neither."""

    ENFORCE = "enforce"
    HEADERS = "headers"
    OFF = "off"


class Auth(StrEnum):
    """`any` takes every key for the vendor's first one."""

    STRICT = "strict"
    ANY = "any"


class Validation(StrEnum):
    """`strict` refuses fields that the vendor does not document; `lenient` ignores them as the vendor does."""

    STRICT = "strict"
    LENIENT = "lenient"


class Progression(StrEnum):
    """What moves a job on: the clock, each look at its status, or nothing (it ends at once)."""

    TIME = "time"
    POLLS = "polls"
    IMMEDIATE = "immediate"


class Track(StrEnum):
    """Whose tweets a stream delivers: everybody's, or only those of the accounts that are listed for it."""

    ALL = "all"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Activity:
    """How many tweets the world's people write by themselves, none for 0, and for how long, always for None."""

    per_minute: float
    lasts: Millis | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """One workspace's settings; a vendor or job kind that is not named has the default.

    `activity` and `track` are what was asked for; None leaves it to the fixture.
    """

    editions: dict[str, Edition] = field(default_factory=dict)
    rate_limits: RateLimits = RateLimits.ENFORCE
    auth: Auth = Auth.STRICT
    validation: Validation = Validation.LENIENT
    progression: dict[str, Progression] = field(default_factory=dict)
    activity: Activity | None = None
    track: Track | None = None

    def edition(self, vendor: str) -> Edition:
        """The edition of a vendor."""
        return self.editions.get(vendor, Edition.DOCUMENTED)

    def pace(self, kind: str) -> Progression:
        """What moves jobs of this kind on."""
        return self.progression.get(kind, Progression.TIME)

    def to_json(self) -> dict[str, object]:
        """As stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any] | None) -> Settings:
        """From what `to_json` gave; None gives the defaults."""
        if stored is None:
            return cls()
        activity, track = stored.get("activity"), stored.get("track")
        return cls(
            {vendor: Edition(edition) for vendor, edition in stored["editions"].items()},
            RateLimits(str(stored["rate_limits"])),
            Auth(str(stored["auth"])),
            Validation(str(stored["validation"])),
            {kind: Progression(pace) for kind, pace in stored["progression"].items()},
            None if activity is None else Activity(**activity),
            None if track is None else Track(track),
        )
