"""Where a handler's parameters come from, said as FastAPI says it, and loading FastAPI only for documents.

`Annotated[ListQuery, Query()]` reads the query, `Annotated[str, Path(description=…)]` describes a part of the path, and
`Annotated[Context, Depends(current_context)]` is handed over by the pipeline. Must not know what runs a handler.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints


class Mark:
    """A mark in an annotation; its arguments are those of FastAPI's mark of the same name."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._arguments = arguments
        self._named = named

    def of_fastapi(self) -> Any:
        """FastAPI's own."""
        import fastapi

        return getattr(fastapi, type(self).__name__)(*self._arguments, **self._named)


class Query(Mark):
    """The query, as a model."""


class Path(Mark):
    """A part of the path."""


class Depends(Mark):
    """What a function stands for, which may have parameters of its own."""

    def of_fastapi(self) -> Any:
        """FastAPI's own, over the function as FastAPI reads it."""
        import fastapi

        [function] = self._arguments
        return fastapi.Depends(for_fastapi(function))


def for_fastapi(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function with FastAPI's marks in the place of ours."""
    original = cast(FunctionType, function)
    copy = FunctionType(
        original.__code__, original.__globals__, original.__name__, original.__defaults__, original.__closure__
    )
    copy.__kwdefaults__ = original.__kwdefaults__
    copy.__doc__ = original.__doc__
    hints = get_type_hints(original, include_extras=True)
    copy.__annotations__ = {name: None if hint is type(None) else _translated(hint) for name, hint in hints.items()}
    return copy


def _translated(hint: Any) -> Any:
    if get_origin(hint) is not Annotated:
        return hint
    kind, *marks = get_args(hint)
    return Annotated[(kind, *(mark.of_fastapi() if isinstance(mark, Mark) else mark for mark in marks))]
