"""Refusals of the control API: a code for programs, a message, and a hint that mends the problem.

Must not know which call refuses.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from typing_extensions import TypedDict

from mockserver.core.errors import ApiError
from mockserver.core.json import dumps
from mockserver.gateway.messages import JSON, Response

_LISTED = 40


class Problem(TypedDict):
    """What is wrong, and what mends it."""

    code: str
    message: str
    hint: str


class ErrorBody(TypedDict):
    """The body of every refusal."""

    error: Problem


def refuse(status: int, code: str, message: str, hint: str) -> ApiError:
    """A refusal to raise."""
    return ApiError(status, code, message, extra={"hint": hint})


def unknown(what: str, name: str, known: Iterable[str], *, status: int = 400) -> ApiError:
    """The refusal of a name that is none of the known ones: `unknown_<what>`."""
    return refuse(status, f"unknown_{what.replace(' ', '_')}", f"There is no {what} {name!r}", choices(name, known))


def choices(name: str, known: Iterable[str]) -> str:
    """A hint that lists what there is, the likeliest meant first."""
    names = sorted(known)
    if not names:
        return "There are none"
    close = difflib.get_close_matches(name, names, n=1)
    listed = ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")
    return (f"Did you mean {close[0]!r}? " if close else "") + f"Known: {listed}"


def render(error: ApiError) -> Response:
    """The response to a refusal."""
    hint = str(error.extra.get("hint", "See /_mock/docs"))
    body: ErrorBody = {"error": {"code": error.code, "message": error.message, "hint": hint}}
    return Response(error.status, dumps(body), JSON, dict(error.headers))
