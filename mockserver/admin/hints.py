"""Turns input that does not fit into a refusal whose hint comes from the model that refused it.

Must not know what any field means.
"""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mockserver.admin.errors import choices, refuse
from mockserver.core.errors import ApiError, FieldError, ValidationFailed
from mockserver.gateway.operation import Operation

_UNKNOWN = ("is not a known field", "is not a known parameter")


def invalid(failure: ValidationFailed, operation: Operation) -> ApiError:
    """400 `invalid_request` that names every field and says how to mend each."""
    message = "; ".join(f"{each.param} {each.message}" for each in failure.errors)
    hints = dict.fromkeys(_hint(each, operation) for each in failure.errors)
    return refuse(400, "invalid_request", message, ". ".join(hints))


def _hint(error: FieldError, operation: Operation) -> str:
    model = operation.query_model if error.location == "query" else operation.body_model
    if model is None:
        return "This call takes no such input; see /_mock/docs"
    described = f"The {error.location} takes {', '.join(sorted(_fields(model))) or 'nothing'}"
    for name in error.param.split("."):
        field = _fields(model).get(name)
        if field is not None:
            described = f"{name}: {field.description}" if field.description else described
            inner = _model_in(field.annotation)
            if inner is None:
                break
            model = inner
        elif not name.isdigit():
            return choices(name, _fields(model)) if error.message in _UNKNOWN else described
    return described


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields by the names that clients use."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model in `X`, `X | None` or `list[X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, UnionType, Annotated, list, tuple):
        found = (_model_in(argument) for argument in get_args(annotation))
        return next((model for model in found if model is not None), None)
    return None
