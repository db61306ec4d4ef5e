"""A vendor's OpenAPI document and documentation page, made from the routes that answer its requests.

Must not know any vendor: what differs comes from the `Documented` object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from mockserver.gateway.messages import Request, Response
from mockserver.gateway.operation import OperationRoute

DOCUMENT_PATHS = frozenset({"/openapi.json", "/openapi.yaml", "/docs"})
"""Where the documents stand on a vendor's own host. They need no key."""


class Documented(Protocol):
    """What the document says of a vendor beyond its routes."""

    @property
    def title(self) -> str:
        """The API's name."""

    @property
    def description(self) -> str:
        """What it is for."""

    @property
    def base_path(self) -> str:
        """Where the routes start."""

    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, str]]:
        """Ways to present a key."""


def documents(vendor: Documented, routes: Sequence[OperationRoute], request: Request) -> Response:
    """The document that a request names."""
    from fastapi.openapi.utils import get_openapi

    server = f"{request.origin}{request.prefix}{vendor.base_path}"
    document: dict[str, Any] = get_openapi(
        title=vendor.title, version="1.0.0", description=vendor.description, routes=routes, servers=[{"url": server}]
    )
    if request.path == "/openapi.yaml":
        import yaml

        return Response(200, yaml.safe_dump(document, sort_keys=False).encode(), "application/yaml")
    if request.path == "/docs":
        return Response(200, f"<pre>{json.dumps(document, indent=2)}</pre>".encode(), "text/html; charset=utf-8")
    return Response.json(200, document)
