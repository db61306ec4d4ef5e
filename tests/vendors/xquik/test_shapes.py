"""The reader of shapes finds what departs from them."""

from __future__ import annotations

import pytest

from tests.vendors.xquik.shapes import differences, observed, template
from tests.vendors.xquik.test_robustness import OPERATIONS

SHAPE = {
    "id": "string",
    "count?": "integer",
    "kind": '"a" | "b"',
    "done": "true",
    "rows": [{"at": "moment"}],
    "more": {"|": ["null", {"x": "number"}]},
}
GOOD = {
    "id": "7",
    "count": 1,
    "kind": "b",
    "done": True,
    "rows": [{"at": "2026-01-05T09:00:00.000Z"}],
    "more": {"x": 1.5},
    "beside": None,
}


def test_what_fits_has_no_differences() -> None:
    assert differences(SHAPE, GOOD) == []
    assert differences(SHAPE, {**{key: value for key, value in GOOD.items() if key != "count"}, "more": None}) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": 7}, ".id: wants string, served 7"),
        ({"count": True}, ".count: wants integer, served True"),
        ({"kind": "c"}, '.kind: wants "a" | "b", served \'c\''),
        ({"done": 1}, ".done: wants true, served 1"),
        ({"rows": [{"at": "yesterday"}]}, ".rows[].at: wants moment, served 'yesterday'"),
        ({"rows": {}}, ".rows: wants an array, served {}"),
        ({"more": 7}, ".more: wants null, served 7"),
    ],
)
def test_what_does_not_fit_is_told(change: dict[str, object], told: str) -> None:
    assert differences(SHAPE, {**GOOD, **change}) == [told]


def test_what_is_missing_is_told() -> None:
    assert differences(SHAPE, {key: value for key, value in GOOD.items() if key != "id"}) == [".id: missing"]


def test_every_operation_with_a_json_answer_has_a_shape() -> None:
    without = {f"{each.method} {template(each.path)}" for each in OPERATIONS} - set(observed())
    assert without <= {"DELETE /drafts/{}", "DELETE /styles/{}", "GET /draws/{}/export", "GET /extractions/{}/export"}
