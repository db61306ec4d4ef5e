"""Whatever a client sends to any operation of this vendor, it gets an answer in the vendor's shape, and never a 500.

Operations, fields and parameters are those that the routers declare, so a new package is tried with the rest.
"""

from __future__ import annotations

import json
import re

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.gateway.operation import Operation
from mockserver.vendors.xquik.plugin import VENDOR
from tests.vendors.xquik.lab import Headers, Lab

OPERATIONS: list[Operation] = [
    operation for router in VENDOR.routers() for route in router.routes for operation in route.operations("")
]
WRITES = [each for each in OPERATIONS if each.body_model is not None]
READS = [each for each in OPERATIONS if each.query_model is not None]

IDS = st.sampled_from(["1", "42", "0", "-1", "abc", "x" * 300, "9" * 25, "elonmusk", "%00", "%F0%9F%99%82", "..%2f"])

odd = st.sampled_from(
    ["", "\x00", "@", "a" * 300, "\ud800", "2026-13-45T99:99:99Z", "9" * 5_000, "١٢٣٤", 2**70, -1, 1e308, True, None]
)
values = st.recursive(
    odd | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FITTING = st.sampled_from(["Hello", "open", "pro", "elonmusk", "https://x.com/a/status/1893456789012345678", 10, 25])


def fill(template: str, parameter: str) -> str:
    return re.sub(r"{\w+}", parameter, template)


def is_answer(answer: httpx.Response) -> bool:
    """Whether it is a success, or a refusal in the vendor's shape."""
    if answer.is_success:
        return True
    body = answer.json()
    return answer.status_code < 500 and isinstance(body["error"], str) and isinstance(body["message"], str)


def ask(lab: Lab, operation: Operation, parameter: str, content: bytes | None, query: dict[str, str]) -> None:
    key: Headers = {"x-api-key": lab.key}
    caller = lab.session() if "session" in operation.extras.get("x-auth", "") else key
    path = fill(operation.path, parameter)
    answer = lab.request(operation.method, path, content=content, query=query, headers=caller)
    assert is_answer(answer), (operation.id, path, content, query, answer.text)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_body_is_answered(lab: Lab, data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(WRITES))
    assert operation.body_model is not None
    fields = dict.fromkeys(operation.body_model.model_fields, values | FITTING)
    body = data.draw(st.fixed_dictionaries({}, optional=fields) | values)
    ask(lab, operation, data.draw(IDS), json.dumps(body).encode(), {})


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operation=st.sampled_from(WRITES), content=st.binary(max_size=60) | st.just(b"[" * 5_000))
def test_any_bytes_are_answered(lab: Lab, operation: Operation, content: bytes) -> None:
    ask(lab, operation, "1", content, {})


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_query_is_answered(lab: Lab, data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(READS))
    assert operation.query_model is not None
    texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["1", "0", "-1", "1.5", "true"])
    query = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(operation.query_model.model_fields, texts)))
    ask(lab, operation, data.draw(IDS), None, query)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operation=st.sampled_from(OPERATIONS), parameter=IDS)
def test_any_path_is_answered(lab: Lab, operation: Operation, parameter: str) -> None:
    ask(lab, operation, parameter, b"{}" if operation.has_body else None, {})
