"""A vendor's AsyncAPI 3 document: its websockets and what clients get over them.

Made from the types that presenters return. Must not know any vendor: what differs comes from the `Streaming` object.
Source: AsyncAPI Specification 3.0.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from mockserver.core.json import dumps, loads
from mockserver.gateway.json_schema import SCHEMAS, without_titles
from mockserver.gateway.messages import JSON, Request, Response
from mockserver.gateway.openapi import ANYONE, yaml_bytes

STREAM_PATHS = frozenset({"/asyncapi.json", "/asyncapi.yaml"})
"""Where the document stands on the host of a vendor that has websockets. It needs no key."""

_MESSAGES = "#/components/messages/"


class Socket(Protocol):
    """A websocket, as far as the document tells of it; each part is explained where vendors are declared."""

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def messages(self) -> Callable[[], Mapping[str, Any]]: ...  # noqa: D102


class Streaming(Protocol):
    """What the document says of a vendor."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102
    @property
    def sockets(self) -> Callable[[], Sequence[Socket]]: ...  # noqa: D102
    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, str]]: ...  # noqa: D102


class StreamDocuments:
    """One vendor's document, made when it is first asked for."""

    def __init__(self, vendor: Streaming) -> None:
        self._vendor = vendor

    @cached_property
    def document(self) -> dict[str, Any]:
        """The document, without servers."""
        return build(self._vendor)

    def answer(self, request: Request) -> Response:
        """The document that the request's path names, telling the address that the client used."""
        scheme, _, host = request.origin.partition("://")
        server = {"host": host, "protocol": "wss" if scheme == "https" else "ws"}
        if request.prefix:
            server["pathname"] = request.prefix
        document = {**self.document, "servers": {"mock": server}}
        if request.path.endswith(".json"):
            return Response(200, dumps(document), JSON, dict(ANYONE))
        return Response(200, yaml_bytes(document), "application/yaml", dict(ANYONE))


def build(vendor: Streaming) -> dict[str, Any]:
    """The document of a vendor's websockets: the server sends, clients receive."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    types: dict[str, Any] = {}
    for socket in vendor.sockets():
        told = socket.messages()
        types |= told
        name = _identifier(socket.path)
        channels[name] = {
            "address": socket.path,
            "description": f"Source: {socket.source}",
            "messages": {message: {"$ref": _MESSAGES + message} for message in told},
        }
        if told:
            operations[f"send_{name}"] = {
                "action": "send",
                "channel": {"$ref": f"#/channels/{name}"},
                "messages": [{"$ref": f"#/channels/{name}/messages/{message}"} for message in told],
            }
    messages, schemas = _components(types)
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": vendor.title, "version": "1.0.0", "description": vendor.description},
        "defaultContentType": JSON,
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "schemas": schemas,
            "securitySchemes": {name: _scheme(scheme) for name, scheme in vendor.security_schemes.items()},
        },
    }
    copied: dict[str, Any] = loads(dumps(document))  # no part shared, so that YAML needs no anchors
    return copied


def _components(types: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Messages by name, and the schemas that they refer to."""
    from pydantic import TypeAdapter

    adapters: list[tuple[str, Any, TypeAdapter[Any]]] = [
        (name, "serialization", TypeAdapter(kind)) for name, kind in types.items()
    ]
    drafted, shared = TypeAdapter.json_schemas(adapters, ref_template=SCHEMAS + "{model}")
    schemas = shared.get("$defs", {})
    messages = {name: {"name": name, "contentType": JSON, "payload": drafted[name, "serialization"]} for name in types}
    return messages, {name: without_titles(schemas[name], name) for name in sorted(schemas)}


def _scheme(scheme: Mapping[str, str]) -> dict[str, str]:
    """A security scheme of OpenAPI as AsyncAPI has it: a key in a header is an `httpApiKey`."""
    return {**scheme, "type": "httpApiKey"} if scheme["type"] == "apiKey" else dict(scheme)


def _identifier(path: str) -> str:
    return re.sub(r"\W+", "_", path.strip("/")) or "root"
