"""Mistakes in what a single request carries. Must not know the requests before it."""

from __future__ import annotations

from collections.abc import Iterator

from mockserver.admin.findings.finding import Exchange, Sighting
from mockserver.core.errors import FieldError, ValidationFailed
from mockserver.gateway.forms import is_form
from mockserver.gateway.journal import BODY_BYTES
from mockserver.gateway.messages import Request
from mockserver.gateway.validation import parse_body, parse_query

_TYPES = ("must be a ", "must be an ", "must be true or false", "must be valid JSON")


def sightings(exchange: Exchange) -> Iterator[Sighting]:
    """What is wrong with the fields, parameters and operation of a request."""
    entry, operation = exchange.entry, exchange.operation
    if operation is None or len(entry.request_body) >= BODY_BYTES:
        return
    if operation.extras.get("deprecated"):
        yield _sighting(exchange, "deprecated-operation", operation.id, f"{exchange.place} is deprecated")
    request = Request(entry.method, entry.path, entry.query, dict(entry.request_headers), "", "", entry.request_body)
    for error in _unknown(exchange, request):
        message = f"{error.param} is no {_kind(error)} of {exchange.place}"
        yield _sighting(exchange, "unknown-field", f"{error.location}.{error.param}", message)
    for error in _mistyped(exchange, request):
        message = f"{error.param} {error.message}"
        yield _sighting(exchange, "mistyped-field", f"{error.location}.{error.param}", message)


def _unknown(exchange: Exchange, request: Request) -> tuple[FieldError, ...]:
    assert exchange.operation is not None
    try:
        exchange.operation.check_strictly(request)
    except ValidationFailed as failure:
        return failure.errors
    return ()


def _mistyped(exchange: Exchange, request: Request) -> Iterator[FieldError]:
    """Input of another type than the model's; only where the vendor refused it, since lenient fields take more."""
    operation = exchange.operation
    if operation is None or exchange.entry.status != 400:
        return
    errors: list[FieldError] = []
    try:
        if operation.query_model is not None:
            parse_query(operation.query_model, request.query)
        if operation.body_model is not None and not is_form(request):
            parse_body(operation.body_model, request.body)
    except ValidationFailed as failure:
        errors += failure.errors
    for error in errors:
        if error.message.startswith(_TYPES):
            yield error


def _kind(error: FieldError) -> str:
    return "parameter" if error.location == "query" else "field"


def _sighting(exchange: Exchange, mistake: str, subject: str, message: str) -> Sighting:
    entry = exchange.entry
    return Sighting(mistake, entry.vendor, exchange.place, subject, message, entry.id)
