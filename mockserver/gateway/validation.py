"""Turns what pydantic says of an input into field errors in plain words. Must not know any vendor's error shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from mockserver.core.errors import FieldError, ValidationFailed

_WORDS: tuple[tuple[str, str], ...] = (
    ("missing", "is required"),
    ("string_type", "must be a string"),
    ("int_type", "must be an integer"),
    ("int_parsing", "must be an integer"),
    ("int_from_float", "must be an integer"),
    ("int_parsing_size", "is too large"),
    ("float_type", "must be a number"),
    ("float_parsing", "must be a number"),
    ("finite_number", "must be a finite number"),
    ("bool_type", "must be a boolean"),
    ("bool_parsing", "must be true or false"),
    ("list_type", "must be an array"),
    ("dict_type", "must be an object"),
    ("model_type", "must be an object"),
    ("model_attributes_type", "must be an object"),
    ("string_unicode", "must be valid Unicode text"),
    ("extra_forbidden", "is not a known field"),
)

_BOUNDS: tuple[tuple[str, str, str], ...] = (
    ("greater_than_equal", "ge", "must be at least {}"),
    ("greater_than", "gt", "must be greater than {}"),
    ("less_than_equal", "le", "must be at most {}"),
    ("less_than", "lt", "must be less than {}"),
    ("string_too_short", "min_length", "must have at least {} character(s)"),
    ("string_too_long", "max_length", "must have at most {} characters"),
    ("too_short", "min_length", "must have at least {} item(s)"),
    ("too_long", "max_length", "must have at most {} items"),
    ("enum", "expected", "must be one of {}"),
    ("literal_error", "expected", "must be one of {}"),
)


def parse_body(model: type[BaseModel], body: bytes) -> BaseModel:
    """The body as the model; raises `ValidationFailed` naming every field. No body counts as an empty object."""
    try:
        return model.model_validate_json(body.strip() or b"{}")
    except ValidationError as error:
        raise failed(error, "body") from None
    except RecursionError:
        raise ValidationFailed.of("body", "is nested too deeply") from None


def parse_query(model: type[BaseModel], query: dict[str, str]) -> BaseModel:
    """The query as the model; raises `ValidationFailed` naming every parameter."""
    try:
        return model.model_validate({name: value for name, value in query.items() if value != ""})
    except ValidationError as error:
        raise failed(error, "query") from None


def failed(error: ValidationError, location: str) -> ValidationFailed:
    """The field errors of a pydantic error."""
    return ValidationFailed(_field_errors(error.errors(include_url=False), location))


def unknown_fields(model: type[BaseModel], names: Sequence[str]) -> list[str]:
    """Those of the names that the model does not know."""
    known = set(model.model_fields) | {field.alias for field in model.model_fields.values() if field.alias}
    return [name for name in names if name not in known]


def _field_errors(errors: Sequence[Any], location: str) -> list[FieldError]:
    seen: dict[str, FieldError] = {}
    for error in errors:
        path = ".".join(str(part) for part in error["loc"] if not _is_branch(str(part)))
        if error["type"] == "json_invalid":
            seen[""] = FieldError("body", "must be valid JSON", location)
        else:
            param = path or "body"
            seen.setdefault(param, FieldError(param, _wording(error, whole=not path), location))
    return list(seen.values())


def _is_branch(part: str) -> bool:
    """Whether a part of a path is pydantic's name for a branch of a union rather than a field."""
    return "[" in part or part in ("str", "int", "float", "bool", "none")


def _wording(error: Any, *, whole: bool) -> str:
    kind: str = error["type"]
    if whole and kind in ("model_type", "dict_type", "model_attributes_type"):
        return "must be a JSON object"
    for name, words in _WORDS:
        if kind == name:
            return words
    for name, bound, words in _BOUNDS:
        if kind == name:
            limit = error["ctx"][bound]
            return words.format(int(limit) if isinstance(limit, float) and limit.is_integer() else limit)
    message: str = error["msg"]
    return message.removeprefix("Value error, ")
