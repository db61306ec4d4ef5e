"""What peers are configured with: a data file, an OpenAPI document, rules, all made from the one payload.

Must not know how the peers are started.
"""

from __future__ import annotations

import json
from typing import Any

from benchmarks.payload import Payload

LIST, NEW = "/accounts", "/scheduled_tweets"


def json_server(payload: Payload) -> str:
    """json-server's database."""
    return json.dumps({"accounts": payload.accounts, "scheduled_tweets": []})


def mockoon(payload: Payload, port: int) -> str:
    """A Mockoon environment with a CRUD route over a data bucket for each collection."""
    collections = {"accounts": payload.accounts, "scheduled_tweets": []}
    routes = [_mockoon_route(number, name) for number, name in enumerate(collections)]
    environment = {
        "uuid": _uuid(100),
        "lastMigration": 33,
        "name": "benchmark",
        "endpointPrefix": "",
        "latency": 0,
        "port": port,
        "hostname": "127.0.0.1",
        "folders": [],
        "routes": routes,
        "rootChildren": [{"type": "route", "uuid": route["uuid"]} for route in routes],
        "proxyMode": False,
        "proxyHost": "",
        "proxyRemovePrefix": False,
        "tlsOptions": {
            "enabled": False,
            "type": "CERT",
            "pfxPath": "",
            "certPath": "",
            "keyPath": "",
            "caPath": "",
            "passphrase": "",
        },
        "cors": True,
        "headers": [{"key": "Content-Type", "value": "application/json"}],
        "proxyReqHeaders": [],
        "proxyResHeaders": [],
        "data": [
            {"uuid": _uuid(200 + number), "id": name, "name": name, "documentation": "", "value": json.dumps(rows)}
            for number, (name, rows) in enumerate(collections.items())
        ],
        "callbacks": [],
    }
    return json.dumps(environment)


def openapi(payload: Payload) -> str:
    """An OpenAPI document whose examples are the payload."""
    created = {"id": payload.accounts[0]["id"], **payload.scheduled_tweet}
    content = {
        "get": _operation("200", payload.accounts, None),
        "post": _operation("201", created, payload.scheduled_tweet),
    }
    document = {
        "openapi": "3.0.3",
        "info": {"title": "benchmark", "version": "1"},
        "paths": {LIST: {"get": content["get"]}, NEW: {"post": content["post"]}},
    }
    return json.dumps(document)


def imposters(payload: Payload, port: int) -> str:
    """A mountebank imposter with one rule for the list and one for what is created."""
    created = {"id": payload.accounts[0]["id"], **payload.scheduled_tweet}
    imposter = {
        "port": port,
        "protocol": "http",
        "stubs": [_stub("GET", LIST, 200, payload.accounts), _stub("POST", NEW, 201, created)],
    }
    return json.dumps({"imposters": [imposter]})


def _uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def _mockoon_route(number: int, collection: str) -> dict[str, Any]:
    response = {
        "uuid": _uuid(10 + number),
        "body": "{}",
        "latency": 0,
        "statusCode": 200,
        "label": "",
        "headers": [],
        "bodyType": "DATABUCKET",
        "filePath": "",
        "databucketID": collection,
        "sendFileAsBody": False,
        "rules": [],
        "rulesOperator": "OR",
        "disableTemplating": True,
        "fallbackTo404": False,
        "default": True,
        "crudKey": "id",
        "callbacks": [],
    }
    return {
        "uuid": _uuid(number),
        "type": "crud",
        "documentation": "",
        "method": "",
        "endpoint": collection,
        "responses": [response],
        "responseMode": None,
    }


def _operation(status: str, answer: object, body: object) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "responses": {
            status: {
                "description": "done",
                "content": {"application/json": {"schema": _schema(answer), "example": answer}},
            }
        }
    }
    if body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": _schema(body)}}}
    return operation


def _schema(example: object) -> dict[str, Any]:
    """The schema that an example says it has."""
    match example:
        case dict():
            fields = {name: _schema(value) for name, value in example.items()}
            return {"type": "object", "required": list(fields), "properties": fields}
        case list():
            return {"type": "array", "items": _schema(example[0]) if example else {}}
        case bool():
            return {"type": "boolean"}
        case int():
            return {"type": "integer"}
    return {"type": "string"}


def _stub(method: str, path: str, status: int, body: object) -> dict[str, Any]:
    text = json.dumps(body, separators=(",", ":"))
    return {
        "predicates": [{"equals": {"method": method, "path": path}}],
        "responses": [{"is": {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": text}}],
    }
