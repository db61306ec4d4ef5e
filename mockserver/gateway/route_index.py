"""Finds an operation by method and path: static paths by a dictionary, others by a tree of segments.

Must not know what an operation does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Routed(Protocol):
    """What can be found: a method and a template such as `/campaigns/{id}`."""

    @property
    def method(self) -> str:
        """GET, POST and so on."""

    @property
    def path(self) -> str:
        """The template."""


R = TypeVar("R", bound=Routed)


@dataclass(frozen=True, slots=True)
class Match(Generic[R]):
    """The route that was asked for, and its path parameters."""

    route: R
    params: dict[str, str]


@dataclass(frozen=True, slots=True)
class Miss:
    """No route: the path allows these methods, or is unknown if there are none."""

    allowed: tuple[str, ...]


class _Node(Generic[R]):
    __slots__ = ("names", "parameter", "routes", "segments")

    def __init__(self) -> None:
        self.segments: dict[str, _Node[R]] = {}
        self.parameter: _Node[R] | None = None
        self.routes: dict[str, R] = {}
        self.names: dict[str, tuple[str, ...]] = {}


class RouteIndex(Generic[R]):
    """An index over routes; a segment spelled out wins over a parameter."""

    def __init__(self, routes: Iterable[R]) -> None:
        self._static: dict[str, dict[str, R]] = {}
        self._root: _Node[R] = _Node()
        self.routes = tuple(routes)
        for route in self.routes:
            if "{" in route.path:
                self._insert(route)
            else:
                self._static.setdefault(route.path, {})[route.method] = route

    def _insert(self, route: R) -> None:
        node, names = self._root, []
        for segment in route.path.strip("/").split("/"):
            if segment.startswith("{"):
                names.append(segment.strip("{}"))
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.segments.setdefault(segment, _Node())
        node.routes[route.method] = route
        node.names[route.method] = tuple(names)

    def find(self, method: str, path: str) -> Match[R] | Miss:
        """What stands at a path, decoded as ASGI gives it; a trailing slash is ignored."""
        clean = path.rstrip("/") or "/"
        static = self._static.get(clean)
        if static is not None and method in static:
            return Match(static[method], {})
        allowed = set(static or ())
        for node, values in _walk(self._root, clean.strip("/").split("/"), 0):
            if method in node.routes:
                return Match(node.routes[method], dict(zip(node.names[method], values, strict=True)))
            allowed.update(node.routes)
        return Miss(tuple(sorted(allowed)))


def _walk(node: _Node[R], segments: list[str], at: int) -> Iterable[tuple[_Node[R], list[str]]]:
    if at == len(segments):
        if node.routes:
            yield node, []
        return
    segment = segments[at]
    if (child := node.segments.get(segment)) is not None:
        yield from _walk(child, segments, at + 1)
    if node.parameter is not None and segment:
        for found, values in _walk(node.parameter, segments, at + 1):
            yield found, [segment, *values]
