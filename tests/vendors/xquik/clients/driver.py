"""What the parts of the drive share: the SDK's client, the calls made so far, and the laboratory.

Runs in a process of its own, with one version of the SDK on its path. Nothing of the server's own code is imported.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import urllib.request
from collections.abc import Callable
from typing import Any

from x_twitter_scraper import XTwitterScraper

TOLD: dict[str, Any] = json.load(sys.stdin)
"""`{base_url, key, control, workspace, edition, served}`; `served` lists endpoints as `METHOD /path/{}`."""

API: Any = XTwitterScraper(api_key=TOLD["key"], base_url=TOLD["base_url"], max_retries=0)
DONE: list[str] = []
"""The endpoints that were called, in their order."""


def control(method: str, path: str, body: object = None) -> Any:
    """Ask the laboratory about this workspace."""
    request = urllib.request.Request(
        f"{TOLD['control']}/workspaces/{TOLD['workspace']}{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"content-type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def template(endpoint: str) -> str:
    """An endpoint whatever its parameters are called."""
    return re.sub(r"{\w+}", "{}", endpoint)


def is_served(endpoint: str) -> bool:
    return template(endpoint) in TOLD["served"]


def takes(method: Callable[..., Any], name: str) -> bool:
    """Whether this version's method has a parameter."""
    return name in inspect.signature(method).parameters


def call(endpoint: str, method: Callable[..., Any], *given: object, error: str | None = None, **named: object) -> Any:
    """Call a method of the SDK with what of `named` it takes. Where `error` is named, it must be raised."""
    kept = {name: value for name, value in named.items() if takes(method, name)}
    DONE.append(template(endpoint))
    try:
        result = method(*given, **kept)
    except Exception as failure:
        if type(failure).__name__ == error:
            return None
        raise
    assert error is None, f"{endpoint} did not raise {error}"
    return result
