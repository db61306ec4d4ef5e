"""Every mistake that is looked for, with what it costs and what mends it. Must not know how one is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is: an error loses or doubles data, a warning wastes or breaks a rule, a note is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind of mistake; `id` never changes."""

    id: str
    severity: Severity
    title: str
    advice: str


_MISTAKES = (
    Mistake(
        "unknown-field",
        Severity.WARNING,
        "A field or parameter that the endpoint does not have",
        "The vendor ignores it, so what it was meant to do does not happen. Correct the name, or leave it out.",
    ),
    Mistake(
        "mistyped-field",
        Severity.ERROR,
        "A value of the wrong type",
        "Send the type that the vendor's document names.",
    ),
    Mistake(
        "deprecated-operation",
        Severity.NOTE,
        "An operation that the vendor has deprecated",
        "Move to what the vendor's document names in its place.",
    ),
    Mistake(
        "ignored-retry-after",
        Severity.WARNING,
        "A request before the time that Retry-After named",
        "After a 429, send nothing with this key until the seconds in Retry-After are over.",
    ),
    Mistake(
        "polled-too-fast",
        Severity.WARNING,
        "The same thing asked again and again, and nothing new",
        "Poll once in a few seconds, and longer each time; where time stands still, advance the clock.",
    ),
    Mistake(
        "retried-refusal",
        Severity.WARNING,
        "A refused request sent again as it was",
        "A 4xx other than 408, 409, 423, 425 and 429 is final: mend the request before it is sent again.",
    ),
    Mistake(
        "page-repeated",
        Severity.ERROR,
        "The same page of a list followed twice in a row",
        "Its rows are counted twice. Take the cursor of the latest answer, or count the page up.",
    ),
    Mistake(
        "page-skipped",
        Severity.ERROR,
        "A page of a list left out",
        "Its rows are lost. Count pages up by one, and an offset by the rows of the answer before.",
    ),
    Mistake(
        "unsafe-retry",
        Severity.ERROR,
        "A POST repeated after it may have been done",
        "After a lost answer or a 5xx, look whether it was done, or send the same idempotency key with both.",
    ),
    Mistake(
        "ping-missed",
        Severity.WARNING,
        "A websocket cut off because its client did not answer pings",
        "Use a client that answers ping frames, or send what the vendor's document names in their place.",
    ),
    Mistake(
        "signature-not-checked",
        Severity.ERROR,
        "A delivery accepted although its signature was wrong",
        "Compute the signature over the raw body, compare in constant time, and answer 401 where it differs.",
    ),
)

CATALOGUE: Mapping[str, Mistake] = {mistake.id: mistake for mistake in _MISTAKES}
"""Every mistake by its id."""
