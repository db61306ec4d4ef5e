"""What can go wrong for a test that asks something of the server. Must not know how it was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


class ControlError(Exception):
    """The control API refused a call, or did not answer; `hint` says what mends it. `status` is 0 without an answer."""

    def __init__(self, status: int, code: str, message: str, hint: str) -> None:
        super().__init__(f"{message}. {hint}" if hint else message)
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint


class VerificationFailed(AssertionError):
    """What should have been asked of a vendor was not; `verdict` is the control API's."""

    def __init__(self, verdict: Mapping[str, Any]) -> None:
        super().__init__("\n".join(explained(verdict)))
        self.verdict = verdict


class Timeout(AssertionError):
    """What was waited for did not come in time."""


def explained(verdict: Mapping[str, Any]) -> Iterator[str]:
    """The lines that tell people why a verdict is not ok."""
    yield str(verdict.get("diff", "It does not hold."))
    near: Sequence[Mapping[str, Any]] = verdict.get("near_misses", ())
    if near:
        yield "Close, but different:"
    for each in near:
        yield f"  {each['id']}  {each['request']}"
        for part in each["differs"]:
            yield f"    {part['field']}: expected {part['expected']!r}, got {part['actual']!r}"
