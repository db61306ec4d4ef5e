"""AsyncAPI documents: whole, served without a key, and true to what clients get."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator

from mockserver.contract import Vendor
from mockserver.gateway.asyncapi import build
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.registry import Registry
from tests.contract.examples import all_examples

STREAMING = [vendor for vendor in Registry() if vendor.sockets()]
each_vendor = pytest.mark.parametrize("vendor", STREAMING, ids=lambda vendor: vendor.name)


def references(part: object) -> Iterator[str]:
    """Every `$ref` in a document."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def resolve(document: Any, reference: str) -> Any:
    for name in reference.removeprefix("#/").split("/"):
        document = document[name]
    return document


def ask(vendor: Vendor, path: str, **headers: str) -> httpx.Response:
    async def request() -> httpx.Response:
        app = Application(Config(ephemeral=True, fixture="empty"))
        app.open()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:4545") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(request())


@each_vendor
def test_every_reference_leads_somewhere_and_nothing_is_left_over(vendor: Vendor) -> None:
    document = build(vendor)
    found = set(references(document))
    for reference in found:
        assert resolve(document, reference)
    for kind in ("messages", "schemas"):
        assert {f"#/components/{kind}/{name}" for name in document["components"][kind]} <= found
    assert document["asyncapi"] == "3.0.0"


@each_vendor
def test_every_documented_event_and_socket_stands_in_it(vendor: Vendor) -> None:
    document = build(vendor)
    assert {channel["address"] for channel in document["channels"].values()} <= {each.path for each in vendor.sockets()}
    told = {name for each in vendor.sockets() for name in each.messages()}
    assert set(document["components"]["messages"]) == told
    assert told


@each_vendor
def test_it_is_served_without_a_key_and_tells_the_address_that_was_used(vendor: Vendor) -> None:
    served = ask(vendor, f"/{vendor.name}/asyncapi.json").json()
    assert served["servers"] == {"mock": {"host": "localhost:4545", "protocol": "ws", "pathname": f"/{vendor.name}"}}
    assert yaml.safe_load(ask(vendor, f"/{vendor.name}/asyncapi.yaml").text) == served
    by_host = ask(vendor, "/asyncapi.json", host=vendor.hosts[0]).json()
    assert by_host["servers"] == {"mock": {"host": vendor.hosts[0], "protocol": "ws"}}


def test_a_vendor_without_websockets_has_none() -> None:
    silent = next(vendor for vendor in Registry() if not vendor.sockets())
    assert ask(silent, f"/{silent.name}/asyncapi.json").status_code in (401, 404)


def test_the_documented_messages_fit_it() -> None:
    validated = 0
    for example in all_examples("scrapest"):
        body = example.response and example.response.body
        if not isinstance(body, dict) or "screen_name" not in dict(body.get("author", {})):
            continue
        vendor = next(vendor for vendor in STREAMING if vendor.name == "scrapest")
        document = build(vendor)
        schema = {"$ref": "#/components/schemas/ResolvedTweet", "components": document["components"]}
        Draft202012Validator(schema).validate(body)
        validated += 1
    assert validated
