"""What the document's tables say of an answer, kept as `fixtures/scravio/shapes/<operation>.json`.

The document shows no answers, only their fields with types; `?` marks those that may be null.
"""

from __future__ import annotations

import json
import re

from tests.contract.examples import FIXTURES, Request, load

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def request(operation: str) -> Request:
    """The documented request of an operation."""
    example = load("scravio", operation, "example").request
    assert example is not None
    return example


def differences(operation: str, served: object, *, absent: frozenset[str] = frozenset()) -> list[str]:
    """How an answer departs from its documented fields, of which some are known to be absent; [] if it does not."""
    path = FIXTURES / "scravio" / "shapes" / f"{operation}.json"
    return _walk(json.loads(path.read_text("utf-8"))["shape"], served, "", absent)


def _walk(shape: object, served: object, at: str, absent: frozenset[str]) -> list[str]:
    match shape, served:
        case dict(), dict():
            expected = {key for key in shape if key not in absent}
            found = [f"{at}.{key}: missing" for key in sorted(expected - served.keys())]
            found += [f"{at}.{key}: not documented" for key in sorted(served.keys() - expected)]
            both = [key for key in shape if key in served and key in expected]
            return found + [line for key in both for line in _walk(shape[key], served[key], f"{at}.{key}", absent)]
        case list(), list():
            assert served, f"{at}: nothing to compare"
            return [line for member in served for line in _walk(shape[0], member, f"{at}[]", absent)]
        case str(), _ if _fits(shape, served):
            return []
    return [f"{at}: documented {shape}, served {served!r}"]


def _fits(kind: str, value: object) -> bool:
    if value is None:
        return kind.endswith("?")
    match kind.rstrip("?"):
        case "string<date-time>":
            return isinstance(value, str) and _MOMENT.fullmatch(value) is not None
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "string":
            return isinstance(value, str)
    return False
