"""The comparator's rules, each broken once, and the integrity of the documented examples it is fed with."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.contract.examples import FIXTURES, Example, all_examples, documented_floats, load
from tests.contract.shapes import differences, float_keys, format_of

UUID = "550e8400-e29b-41d4-a716-446655440000"

SCRAPELY_ROWS: Mapping[str, frozenset[str]] = {
    "GET /accounts": frozenset({"list_accounts"}),
    "POST /accounts": frozenset({"add_account"}),
    "DELETE /accounts": frozenset({"remove_account"}),
    "PUT /accounts/cookies": frozenset({"update_cookies"}),
    "POST /get-cookies": frozenset({"extract_cookies"}),
    "GET /get-cookies/status": frozenset({"cookie_status"}),
    "POST /scraping-sources": frozenset({"create_scraping_source"}),
    "GET /scraping-sources": frozenset({"scraping_source_status"}),
    "POST /campaigns": frozenset({"launch_campaign"}),
    "GET /campaigns": frozenset({"list_campaigns"}),
    "GET /campaigns/analytics": frozenset({"campaign_analytics"}),
    "GET /conversations": frozenset({"list_conversations", "single_conversation"}),
    "POST /dm/send": frozenset({"send_dm"}),
    "GET /crm/conversations": frozenset({"crm_conversations"}),
    "PATCH /crm/update": frozenset({"crm_update"}),
    "POST /scheduled-tweets": frozenset({"schedule_tweet"}),
    "GET /scheduled-tweets": frozenset({"list_scheduled_tweets"}),
    "DELETE /scheduled-tweets": frozenset({"cancel_scheduled_tweet"}),
    "webhook event_type": frozenset({"webhook_envelope"}),
    "webhook new_reply": frozenset({"webhook_new_reply"}),
    "webhook account_paused": frozenset({"webhook_account_paused"}),
    "webhook leads_exhausted": frozenset({"webhook_leads_exhausted"}),
    "* *": frozenset({"error_unauthorized", "error_rate_limited", "rate_limit_headers"}),
}
"""Every row of the document's list of endpoints and of its list of webhook events, and what belongs to all of them."""


# --- Keys and types ----------------------------------------------------------------------------------------------


def test_a_missing_key_is_reported_by_its_path() -> None:
    documented = {"accounts": [{"cookies": [{"name": "ct0", "domain": ".x.com"}]}]}
    served = {"accounts": [{"cookies": [{"name": "a", "domain": "b"}, {"name": "a"}]}]}
    assert differences(documented, served) == ["accounts[0].cookies[1].domain: missing"]


def test_all_differences_are_listed_in_the_documented_order() -> None:
    assert differences({"b": 1, "a": "x"}, {"a": 1}) == ["b: missing", "a: documented string, served number"]


def test_the_root_has_a_name_too() -> None:
    assert differences({"a": 1}, [1]) == ["(root): documented object, served array"]
    assert differences(["x"], [1]) == ["[0]: documented string, served number"]


@pytest.mark.parametrize(
    ("documented", "served", "report"),
    [
        (1, True, "documented number, served boolean"),
        (False, 0, "documented boolean, served number"),
        (1, "1", "documented number, served string"),
        ("abc123...", 1, "documented string, served number"),
        ({}, [], "documented object, served array"),
        ([], {}, "documented array, served object"),
        ("abc123...", None, "documented string, served null"),
        ({}, b"{}", "documented object, served Python bytes"),
        (b"x", b"x", None),
    ],
)
def test_types_are_those_of_json(documented: object, served: object, report: str | None) -> None:
    assert differences({"key": documented}, {"key": served}) == ([f"key: {report}"] if report else [])


def test_extra_keys_are_reported_only_when_asked_for() -> None:
    documented, served = {"rows": [{"id": 1}]}, {"rows": [{"id": 1, "b": 2, "a": 3}]}
    assert differences(documented, served) == []
    assert differences(documented, served, extra_ok=False) == ["rows[0].b: not documented", "rows[0].a: not documented"]


def test_optional_keys_may_be_absent_but_not_wrong() -> None:
    documented = {"rows": [{"cursor": "abc"}]}
    optional = frozenset({"rows[].cursor"})
    assert differences(documented, {"rows": [{}]}, optional=optional) == []
    assert differences(documented, {"rows": [{}]}, optional=frozenset({"cursor"})) == ["rows[0].cursor: missing"]
    assert differences(documented, {"rows": [{"cursor": 1}]}, optional=optional) == [
        "rows[0].cursor: documented string, served number"
    ]


def test_nullable_keys_may_be_null_but_not_absent() -> None:
    documented = {"rows": [{"website": "https://example.com"}]}
    nullable = frozenset({"rows[].website"})
    assert differences(documented, {"rows": [{"website": None}]}, nullable=nullable) == []
    assert differences(documented, {"rows": [{}]}, nullable=nullable) == ["rows[0].website: missing"]
    assert differences(documented, {"rows": [{"website": None}]}) == ["rows[0].website: documented string, served null"]


@pytest.mark.parametrize("served", [None, {"status": "completed"}, "2024-03-20T15:00:00.000Z"])
def test_where_null_is_documented_an_object_or_a_string_may_stand(served: object) -> None:
    assert differences({"following": None}, {"following": served}) == []


@pytest.mark.parametrize(("served", "kind"), [(1, "number"), (True, "boolean"), ([], "array")])
def test_where_null_is_documented_nothing_else_may_stand(served: object, kind: str) -> None:
    assert differences({"following": None}, {"following": served}) == [f"following: documented null, served {kind}"]


# --- Numbers -----------------------------------------------------------------------------------------------------


def test_a_fraction_is_reported_where_an_integer_is_documented() -> None:
    assert differences({"progress": 47}, {"progress": 46.7}) == ["progress: documented an integer, served 46.7"]
    assert differences({"progress": 47}, {"progress": 47.0}) == []


def test_an_integer_is_fine_where_a_fraction_is_documented() -> None:
    assert differences({"response_rate": 12.5}, {"response_rate": 12}) == []


def test_a_key_documented_as_a_fraction_elsewhere_may_have_one() -> None:
    documented = {"totals": {"rate": 12}, "rows": [{"rate": 12.5}]}
    assert differences(documented, {"totals": {"rate": 33.3}, "rows": []}) == []
    assert differences({"deal_value": 5000}, {"deal_value": 0.5}) == ["deal_value: documented an integer, served 0.5"]
    assert differences({"deal_value": 5000}, {"deal_value": 0.5}, floats=frozenset({"deal_value"})) == []


def test_float_keys_are_found_at_any_depth() -> None:
    assert float_keys({"a": 1, "b": {"c": 1.0}}, [{"d": [{"e": 2.5}], "f": [1, 2.5]}]) == {"c", "e", "f"}


@pytest.mark.parametrize("served", [float("nan"), float("inf")])
def test_what_json_cannot_write_is_reported(served: float) -> None:
    assert differences({"rate": 12.5}, {"rate": served}) == [f"rate: {served} is no JSON number"]


@pytest.mark.parametrize("served", [1709234567, 17092345670000])
def test_unix_milliseconds_have_thirteen_digits(served: int) -> None:
    assert differences({"time": 1709234567000}, {"time": 1709200000000}) == []
    assert differences({"time": 1709234567000}, {"time": served}) == [
        f"time: documented unix milliseconds, served {served}"
    ]


# --- Formats of strings ------------------------------------------------------------------------------------------

FORMATS = [
    ("UUID", UUID, "7f3a1b2c-4d5e-6f7a-8b9c-0d1e2f3a4b5c", "550e8400e29b41d4a716446655440000"),
    ("UUID", "uuid", UUID, "42"),
    ("UUID", "uuid-here", UUID, "job_42"),
    ("UUID", "uuid-1", UUID, ""),
    ("UUID", "job-uuid-1", UUID, UUID.upper()),
    (
        "ISO timestamp with milliseconds",
        "2024-02-28T12:00:00.000Z",
        "2025-12-31T23:59:59.999Z",
        "2024-02-28T12:00:00Z",
    ),
    ("ISO timestamp without milliseconds", "2024-01-15T10:30:00Z", "2025-12-31T23:59:59Z", "2024-01-15T10:30:00.000Z"),
    ("ISO timestamp without milliseconds", "2024-01-15T10:30:00Z", "2025-12-31T23:59:59Z", "2024-01-15T10:30:00+00:00"),
    ("ISO date", "2024-01-15", "2025-12-31", "2025-13-31"),
    ("unix milliseconds", "1709234567000", "1709200000000", "1709234567"),
    ("numeric string", "1234567890123456789", "7", "msg_7"),
    ("numeric string", "1234567890123456789", "1709200000000", "7\n"),
    ("conversation id (number-number)", "123456789-987654321", "1-2", "1:2"),
    ("URL", "https://pbs.twimg.com/...", "http://localhost:4545/p.png", "/p.png"),
    ("req_ id", "req_m1abc123def456", "req_7Xy", "7Xy"),
    ("camp_ id", "camp_abc123", "camp_9", UUID),
    ("#rrggbb colour", "#ff0000", "#00A0ff", "#f00"),
    ("base64url cursor", "eyJ0IjoxNzA5MjM0NTY3MDAwLCJpIjoiYWJjMTIzIn0", "gL-_", "a+b/"),
    ("base64url cursor", "eyJ0IjoxNzA5MjM0NTY3MDAwLCJpIjoiYWJjMTIzIn0", "AAAAAA", "AAAAAA=="),
    ("base64url cursor", "eyJ0IjoxNzA5MjM0NTY3MDAwLCJpIjoiYWJjMTIzIn0", "AAAA", "AAAAA"),
]


@pytest.mark.parametrize(("name", "documented", "good", "bad"), FORMATS)
def test_a_string_keeps_its_documented_format(name: str, documented: str, good: str, bad: str) -> None:
    assert format_of(documented) == name
    assert differences({"key": documented}, {"key": good}) == []
    assert differences({"key": documented}, {"key": bad}) == [f"key: documented {name}, served {bad!r}"]


@pytest.mark.parametrize(
    "documented",
    ["abc123...", "yourhandle", "interested_reply", "conv-key", "custom_uuid", "161.77.187.46:12323", "CEO at...", ""],
)
def test_other_documented_strings_say_nothing_of_the_format(documented: str) -> None:
    assert format_of(documented) is None
    assert differences({"key": documented}, {"key": "anything at all"}) == []


# --- Arrays and maps ---------------------------------------------------------------------------------------------


def test_every_served_element_is_compared() -> None:
    assert differences(["x"], ["a", 1, "b", None]) == [
        "[1]: documented string, served number",
        "[3]: documented string, served null",
    ]


def test_an_element_need_match_only_one_documented_shape() -> None:
    documented = [{"message": "Hey", "followups": [{"wait_time": 3}]}, {"message": "Hi"}]
    assert differences(documented, [{"message": "a"}, {"message": "b", "followups": []}]) == []
    assert differences(documented, [{"message": "a"}, {}]) == ["[1].message: missing"]


def test_an_element_that_matches_none_is_reported_against_the_nearest() -> None:
    documented = [{"a": 1, "b": 1, "c": 1}, {"kind": "tweet", "text": "Hello"}]
    assert differences(documented, [{"kind": "tweet"}]) == ["[0].text: missing"]


def test_an_array_documented_empty_says_nothing_of_its_elements() -> None:
    assert differences([], [1, "a", {}]) == []
    assert differences([1], []) == []


COLUMNS = {
    "columns": {
        "booked": {"conversations": [], "count": 0},
        "engaged": {"conversations": [{"id": UUID}], "count": 1, "color": "#ff0000"},
    }
}


def test_a_map_compares_each_value_with_the_documented_ones_merged() -> None:
    maps = frozenset({"columns"})
    served = {"columns": {"custom": {"conversations": [{"id": 7}]}}}
    assert differences(COLUMNS, {"columns": {"custom": {"conversations": [{"id": UUID}], "count": 2}}}, maps=maps) == []
    assert differences(COLUMNS, {"columns": {}}, maps=maps) == []
    assert differences(COLUMNS, served, maps=maps) == [
        "columns.custom.conversations[0].id: documented string, served number",
        "columns.custom.count: missing",
    ]


def test_without_the_parameter_a_map_is_an_object_of_fixed_keys() -> None:
    assert differences(COLUMNS, {"columns": {}}) == ["columns.booked: missing", "columns.engaged: missing"]


def test_parameters_reach_inside_a_map_by_a_star() -> None:
    served = {"columns": {"custom": {"conversations": [{"id": None}]}}}
    assert (
        differences(
            COLUMNS,
            served,
            maps=frozenset({"columns"}),
            optional=frozenset({"columns.*.count"}),
            nullable=frozenset({"columns.*.conversations[].id"}),
        )
        == []
    )


def test_a_map_is_strict_about_extra_keys_inside_its_values_only() -> None:
    served = {"columns": {"custom": {"conversations": [], "count": 0, "page": 1}}}
    assert differences(COLUMNS, served, maps=frozenset({"columns"}), extra_ok=False) == [
        "columns.custom.page: not documented"
    ]


def test_a_map_of_plain_values_takes_the_widest() -> None:
    documented = {"rates": {"a": None, "b": 1, "c": 2.5}, "none": {"a": None}, "empty": {}}
    maps = frozenset({"rates", "none", "empty"})
    served = {"rates": {"x": 0.5}, "none": {"x": None}, "empty": {"x": 1}}
    assert differences(documented, served, maps=maps) == []
    assert differences(documented, served | {"rates": {"x": "0.5"}}, maps=maps) == [
        "rates.x: documented number, served string"
    ]


# --- The examples themselves -------------------------------------------------------------------------------------

VENDORS = sorted(path.parent.name for path in FIXTURES.glob("*/examples"))
EXAMPLES = [example for vendor in VENDORS for example in all_examples(vendor)]
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


@each_example
def test_an_example_says_where_it_was_copied_from(example: Example) -> None:
    assert example.source.document.endswith(".txt")
    assert "/" not in example.source.document
    assert example.source.section.strip()
    assert example.source.line >= 1


@each_example
def test_an_example_shows_something_of_its_operation(example: Example) -> None:
    method, _, target = example.operation.partition(" ")
    assert method
    assert target
    assert example.request or example.response
    if example.request and not example.is_webhook:
        assert (example.request.method, example.request.path) == (method, target)
    if example.is_webhook:
        assert example.response is None
        assert isinstance(example.served, dict)


@each_example
def test_an_example_has_the_shape_of_itself(example: Example) -> None:
    assert differences(example.served, example.served, extra_ok=False) == []


def test_the_examples_of_scrapely_cover_every_row_of_its_document() -> None:
    found: dict[str, set[str]] = {}
    for example in all_examples("scrapely"):
        found.setdefault(example.operation, set()).add(example.folder)
    assert found == SCRAPELY_ROWS


def test_every_row_of_scrapely_has_an_example_of_what_is_served() -> None:
    shown = {example.folder for example in all_examples("scrapely") if example.served is not None}
    assert shown == frozenset().union(*SCRAPELY_ROWS.values()) - {"rate_limit_headers"}


def test_loading_gives_the_document_s_own_values() -> None:
    example = load("scrapely", "single_conversation", "by_id")
    assert example.source.section == "Get Single Conversation"
    assert example.request is not None
    assert example.request.query == {"conversation_id": "123456789-987654321"}
    assert example.response is not None
    assert example.response.status == 200
    assert documented_floats("scrapely") == {"response_rate", "reply_rate", "deal_value"}


def test_each_loading_is_fresh() -> None:
    first, second = (load("scrapely", "send_dm", "example").served for _ in range(2))
    assert first == second
    assert first is not second
