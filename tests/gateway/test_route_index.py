"""The index over routes finds what a linear match would."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from mockserver.gateway.route_index import Match, Miss, RouteIndex


@dataclass(frozen=True)
class Route:
    method: str
    path: str


INDEX = RouteIndex(
    Route(method, path)
    for method, path in [
        ("GET", "/users"),
        ("POST", "/users"),
        ("GET", "/users/{id}"),
        ("DELETE", "/users/{id}"),
        ("GET", "/users/search"),
        ("GET", "/users/{id}/tweets"),
        ("GET", "/lists/{list}/members/{id}"),
    ]
)


def found(method: str, path: str) -> tuple[str, dict[str, str]]:
    match = INDEX.find(method, path)
    assert isinstance(match, Match)
    return match.route.path, match.params


def test_static_and_parameter_paths() -> None:
    assert found("GET", "/users") == ("/users", {})
    assert found("GET", "/users/7") == ("/users/{id}", {"id": "7"})
    assert found("GET", "/lists/a/members/b") == ("/lists/{list}/members/{id}", {"list": "a", "id": "b"})


def test_a_segment_spelled_out_wins_but_another_method_falls_back_to_the_parameter() -> None:
    assert found("GET", "/users/search") == ("/users/search", {})
    assert found("DELETE", "/users/search") == ("/users/{id}", {"id": "search"})


def test_a_trailing_slash_is_ignored_and_parameters_are_taken_as_they_are() -> None:
    assert found("GET", "/users/") == ("/users", {})
    assert found("GET", "/users/100%25 b") == ("/users/{id}", {"id": "100%25 b"})


def test_misses_name_the_methods_of_the_path() -> None:
    assert INDEX.find("PUT", "/users") == Miss(("GET", "POST"))
    assert INDEX.find("PUT", "/users/search") == Miss(("DELETE", "GET"))
    assert INDEX.find("GET", "/nothing") == Miss(())
    assert INDEX.find("GET", "/users//tweets") == Miss(())


@given(st.lists(st.sampled_from(["users", "lists", "search", "members", "tweets", "7"]), max_size=5))
def test_it_agrees_with_a_linear_match(segments: list[str]) -> None:
    path = "/" + "/".join(segments)

    def fits(route: Route) -> bool:
        parts = route.path.strip("/").split("/")
        return len(parts) == len(segments) and all(
            part.startswith("{") or part == segment for part, segment in zip(parts, segments, strict=True)
        )

    linear = {route.path for route in INDEX.routes if route.method == "GET" and fits(route)}
    match = INDEX.find("GET", path)
    assert (match.route.path in linear) if isinstance(match, Match) else not linear
