"""The loader of the vendors' documented examples, kept as `fixtures/<vendor>/examples/<folder>/<case>.json`.

An example is copied from the vendor's document, values and order of keys as they stand there. Paths are relative to
the vendor's base URL. What the document does not say is absent: an example may have a request without a response
(how to send the key), a response without a request (errors, headers of every response), and a webhook's request has
only its body. Must not know how a vendor is served.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.contract.shapes import float_keys

__all__ = ["FIXTURES", "Example", "Request", "Response", "Source", "all_examples", "documented_floats", "load"]

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@dataclass(frozen=True, slots=True)
class Source:
    """Where in which document an example stands."""

    document: str
    section: str
    line: int
    """1-based line where the served JSON starts; of a request alone, the line of its command."""
    request_line: int | None = None
    """1-based line of the command that makes the request, when `line` is the response's."""
    note: str | None = None
    """What the copy had to leave out, and why."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sends; of a webhook, what the vendor sends (its method and path are empty)."""

    method: str = ""
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the vendor answers; `status` is None where the document means every status."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = None


@dataclass(frozen=True, slots=True)
class Example:
    """One documented example."""

    vendor: str
    folder: str
    case: str
    operation: str
    """`GET /accounts`, `webhook new_reply`, or `* *` for what belongs to every operation."""
    source: Source
    request: Request | None
    response: Response | None

    @property
    def name(self) -> str:
        """The example's address, for test ids: `scrapely/list_accounts/example`."""
        return f"{self.vendor}/{self.folder}/{self.case}"

    @property
    def is_webhook(self) -> bool:
        """Whether the vendor is the one who sends the request."""
        return self.operation.startswith("webhook ")

    @property
    def served(self) -> object:
        """The body that the vendor writes: a webhook's payload, otherwise the response's body; None if none."""
        if self.is_webhook:
            return self.request.body if self.request else None
        return self.response.body if self.response else None


def load(vendor: str, operation: str, case: str) -> Example:
    """Read one example afresh, so that a test may change what it got. `operation` is the name of its folder."""
    path = FIXTURES / vendor / "examples" / operation / f"{case}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    request, response = document.get("request"), document.get("response")
    return Example(
        vendor=vendor,
        folder=operation,
        case=case,
        operation=document["operation"],
        source=Source(**document["source"]),
        request=None if request is None else Request(**request),
        response=None if response is None else Response(**response),
    )


def all_examples(vendor: str) -> list[Example]:
    """Read every example of a vendor, ordered by folder and case."""
    paths = sorted((FIXTURES / vendor / "examples").glob("*/*.json"))
    return [load(vendor, path.parent.name, path.stem) for path in paths]


def documented_floats(vendor: str) -> frozenset[str]:
    """Name the keys that a vendor writes with a decimal point in any body it serves (for `differences(floats=...)`)."""
    return float_keys(*(example.served for example in all_examples(vendor)))
