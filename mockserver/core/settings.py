"""How one workspace behaves: editions, limits, auth, validation and the pace of jobs.

Must not know which vendors or job kinds exist; whoever changes settings checks the names.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Settings:
    """One workspace's settings; a vendor or job kind that is not named has the default."""

    editions: dict[str, Edition] = field(default_factory=dict)
    rate_limits: RateLimits = RateLimits.ENFORCE
    auth: Auth = Auth.STRICT
    validation: Validation = Validation.LENIENT
    progression: dict[str, Progression] = field(default_factory=dict)

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
    def from_json(cls, stored: dict[str, object] | None) -> Settings:
        """From what `to_json` gave; None gives the defaults."""
        if stored is None:
            return cls()
        editions = stored["editions"]
        progression = stored["progression"]
        assert isinstance(editions, dict) and isinstance(progression, dict)
        return cls(
            {vendor: Edition(edition) for vendor, edition in editions.items()},
            RateLimits(str(stored["rate_limits"])),
            Auth(str(stored["auth"])),
            Validation(str(stored["validation"])),
            {kind: Progression(pace) for kind, pace in progression.items()},
        )
