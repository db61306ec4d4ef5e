"""The OpenAPI document: valid, complete, true to the vendor's policies, and readable without a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator
from typing_extensions import TypedDict

from mockserver.contract import Ctx, Traits, Vendor, vendor_router
from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.json import loads
from mockserver.core.settings import Edition
from mockserver.gateway.auth import HeaderKey
from mockserver.gateway.json_schema import references, renamed, short_names
from mockserver.gateway.keys import KeyFormat, KeyRow
from mockserver.gateway.marks import Query
from mockserver.gateway.messages import Request
from mockserver.gateway.openapi import DOCUMENT_PATHS, Documents
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import FixedWindow, Limit, Verdict
from mockserver.gateway.schemas import PageSize, QueryParams, RequestBody

WINDOW = FixedWindow("shop", 60, 60_000)


class Errors:
    def unauthorized(self, *, presented: bool) -> ApiError:
        return ApiError(401, "no_key", "Invalid key")

    def forbidden(self) -> ApiError:
        return ApiError(403, "closed", "Closed")

    def rate_limited(self, verdict: Verdict) -> ApiError:
        return ApiError(429, "slow", "Slow down", extra={"wait": 30}, headers={"Retry-After": "30"})

    def not_found(self, path: str) -> ApiError:
        return ApiError(404, "missing", path)

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        return ApiError(405, "method", method)

    def invalid(self, failure: ValidationFailed) -> ApiError:
        return ApiError(400, "invalid", failure.errors[0].param)

    def internal(self) -> ApiError:
        return ApiError(500, "broken", "Broken")

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        return {"error": {"code": error.code, "message": error.message, "request": request_id}, **error.extra}


class Limits:
    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        return ()

    def default(self) -> Limit:
        return WINDOW

    def headers(self, verdict: Verdict) -> dict[str, str]:
        return {"X-Limit": str(verdict.limit)}


class Thing(TypedDict):
    id: str
    price: int | None


class Things(TypedDict):
    things: list[Thing]


class Listing(QueryParams):
    limit: PageSize = 20


class NewThing(RequestBody):
    name: str
    price: int | None = None


THINGS = vendor_router("Things")


@THINGS.get("/things", operation_id="listThings", response_model=Things)
async def list_things(ctx: Ctx, query: Annotated[Listing, Query()]) -> Things:
    """The things that are <there>."""
    raise NotImplementedError


@THINGS.post("/things", operation_id="addThing", response_model=Thing)
async def add_thing(ctx: Ctx, body: NewThing) -> Thing:
    """Add a thing."""
    ctx.created()
    raise NotImplementedError


@THINGS.delete("/things/{id}", response_model=Thing, responses={409: {"description": "It is in use"}})
async def remove_thing(ctx: Ctx, id: str) -> Thing:  # noqa: A002
    """Remove a thing."""
    raise NotImplementedError


class Broken(TypedDict):
    why: str


@THINGS.patch("/things/{id}", operation_id="mend", responses={422: {"model": Broken, "description": "Beyond repair"}})
async def mend(ctx: Ctx, id: str) -> Thing:  # noqa: A002
    """Mend a thing."""
    raise NotImplementedError


@THINGS.get("/me")
async def me(ctx: Ctx) -> Thing:
    """Who asks."""
    raise NotImplementedError


SHOP = Vendor(
    name="shop",
    title="Shop API",
    description="Sells things & more.",
    hosts=("shop.test",),
    base_path="/v1",
    credentials=HeaderKey("X-Key"),
    errors=Errors(),
    rate_limits=Limits(),
    keys=KeyFormat("demo", "k", "abc", 8),
    editions={Edition.DOCUMENTED: Traits(created_status=200), Edition.OBSERVED: Traits(created_status=201)},
    routers=lambda: (THINGS,),
    tables=tuple,
    seed=lambda workspace, section: None,
    security_schemes={
        "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "Bearer": {"type": "http", "scheme": "bearer"},
    },
)


def documents(vendor: Vendor = SHOP) -> Documents:
    return Documents(vendor, [route for router in vendor.routers() for route in router.routes])


def ask(path: str, *, prefix: str = "", vendor: Vendor = SHOP) -> tuple[str, bytes]:
    response = documents(vendor).answer(Request("GET", path, "", {}, "http://localhost:1", prefix))
    assert response.status == 200
    return response.media_type, response.body


@pytest.fixture
def document() -> Any:
    return loads(ask("/openapi.json", prefix="/shop")[1])


def operations(document: Any) -> Iterator[Any]:
    for item in document["paths"].values():
        yield from item.values()


def test_the_document_is_valid_openapi(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_nothing_refers_to_what_is_not_there(document: Any) -> None:
    for reference in references(document):
        part = document
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]


def test_nothing_of_fastapis_own_errors_is_left(document: Any) -> None:
    assert "ValidationError" not in str(document)
    assert all(
        "422" not in operation["responses"] for operation in operations(document) if operation["operationId"] != "mend"
    )


def test_a_422_of_the_vendors_own_stays(document: Any) -> None:
    broken = document["paths"]["/things/{id}"]["patch"]["responses"]["422"]
    assert broken["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Broken"}


def test_the_bounds_of_a_number_in_a_query_are_told(document: Any) -> None:
    (limit,) = document["paths"]["/things"]["get"]["parameters"]
    assert (limit["schema"]["type"], limit["schema"]["minimum"]) == ("integer", 1)


def test_the_server_is_the_address_that_was_used(document: Any) -> None:
    assert document["servers"] == [{"url": "http://localhost:1/shop/v1"}]
    assert loads(ask("/openapi.json")[1])["servers"] == [{"url": "http://localhost:1/v1"}]


def test_yaml_and_json_say_the_same(document: Any) -> None:
    media_type, body = ask("/openapi.yaml", prefix="/shop")
    assert media_type == "application/yaml"
    assert yaml.safe_load(body) == document
    assert b"&id" not in body


def test_operations_have_our_names_and_tags(document: Any) -> None:
    assert {each["operationId"] for each in operations(document)} == {
        "listThings",
        "addThing",
        "remove_thing",
        "mend",
        "me",
    }
    assert document["tags"] == [{"name": "Things"}]


def test_a_creation_lists_the_status_of_every_edition(document: Any) -> None:
    responses = document["paths"]["/things"]["post"]["responses"]
    assert responses["200"]["content"] == responses["201"]["content"]
    assert "201" not in document["paths"]["/things"]["get"]["responses"]


def test_an_edition_may_name_an_operations_status() -> None:
    vendor = replace(SHOP, editions={Edition.DOCUMENTED: Traits(statuses={"addThing": 202})})
    document = loads(ask("/openapi.json", vendor=vendor)[1])
    assert {"200", "202"} < set(document["paths"]["/things"]["post"]["responses"])


def test_errors_have_the_vendors_shape(document: Any) -> None:
    responses = document["components"]["responses"]
    assert responses["Unauthorized"]["content"]["application/json"]["example"] == {
        "error": {"code": "no_key", "message": "Invalid key", "request": "req_m1abc123def456"}
    }
    assert responses["TooManyRequests"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/TooManyRequestsError"
    }
    assert "Retry-After" in responses["TooManyRequests"]["headers"]
    assert document["components"]["schemas"]["TooManyRequestsError"]["required"] == ["error", "wait"]


def test_every_operation_lists_the_errors_it_can_give(document: Any) -> None:
    assert {"400", "401", "403", "404", "429", "500"} < set(document["paths"]["/things"]["post"]["responses"])
    assert set(document["paths"]["/me"]["get"]["responses"]) == {"200", "401", "403", "429", "500"}


def test_a_declared_refusal_wears_the_vendors_shape(document: Any) -> None:
    conflict = document["paths"]["/things/{id}"]["delete"]["responses"]["409"]
    assert conflict["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}


def test_every_answer_tells_the_headers(document: Any) -> None:
    headers = document["paths"]["/me"]["get"]["responses"]["200"]["headers"]
    assert set(headers) == {"X-Request-ID", "X-Limit"}


def test_any_scheme_opens_everything(document: Any) -> None:
    assert document["security"] == [{"Key": []}, {"Bearer": []}]


def test_the_page_is_whole_in_itself() -> None:
    media_type, body = ask("/docs")
    page = body.decode()
    assert media_type.startswith("text/html")
    assert "http://localhost:1/v1" in page
    assert "The things that are &lt;there&gt;." in page
    assert "curl -X POST &#x27;http://localhost:1/v1/things&#x27;" in page
    assert "<a href='#schema-Thing'>Thing</a>" in page
    assert "id='schema-Thing'" in page
    assert "<script" not in page
    assert "<link" not in page
    assert " src=" not in page


def test_a_quote_in_an_address_stays_inside_the_page() -> None:
    request = Request("GET", "/docs", "", {}, "http://<script>'", "")
    assert b"<script" not in documents().answer(request).body


def test_all_paths_are_answered() -> None:
    assert {path for path in DOCUMENT_PATHS if ask(path)[1]} == {"/openapi.json", "/openapi.yaml", "/docs"}


def test_schemas_of_one_name_are_told_apart_in_few_words() -> None:
    names = short_names(["shop__orders__schemas__Line", "shop__past_orders__schemas__Line", "Thing"])
    assert names == {
        "shop__orders__schemas__Line": "OrdersLine",
        "shop__past_orders__schemas__Line": "PastOrdersLine",
    }


def test_references_follow_a_schemas_new_name() -> None:
    document = {"a": [{"$ref": "#/components/schemas/x__Line"}], "$ref": "elsewhere"}
    assert renamed(document, {"x__Line": "Line"}) == {"a": [{"$ref": "#/components/schemas/Line"}], "$ref": "elsewhere"}


def test_schemas_carry_their_own_names_and_no_made_up_titles(document: Any) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert schema["title"] == name
        assert [field for field in schema.get("properties", {}).values() if "title" in field] == []
