"""What the vendor's newer specification says of each success, kept as `fixtures/xquik/shapes/observed.json`.

A key that ends in `?` may be absent; keys beside those that are named are no fault, since bodies carry the document's
keys too. `moment` is a time in ISO 8601, and quoted words are the only ones that may stand there.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from tests.contract.examples import FIXTURES

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
}


def template(path: str) -> str:
    """A path whatever its parameters are called."""
    return re.sub(r"{\w+}", "{}", path)


@cache
def observed() -> dict[str, dict[str, Any]]:
    """The shapes by `METHOD /path/{}` and status."""
    document = json.loads((FIXTURES / "xquik" / "shapes" / "observed.json").read_text("utf-8"))
    return {template(endpoint): shapes for endpoint, shapes in document["shapes"].items()}


def differences(shape: Any, served: Any, at: str = "") -> list[str]:
    """How an answer departs from its shape, as `path: what`; [] if it does not."""
    if isinstance(shape, dict) and "|" in shape:
        found = [differences(each, served, at) for each in shape["|"]]
        return min(found, key=len)
    if isinstance(shape, dict):
        if not isinstance(served, dict):
            return [f"{at}: wants an object, served {served!r}"]
        told = []
        for key, inner in shape.items():
            name = key.removesuffix("?")
            if name in served:
                told += differences(inner, served[name], f"{at}.{name}")
            elif name == key:
                told.append(f"{at}.{name}: missing")
        return told
    if isinstance(shape, list):
        if not isinstance(served, list):
            return [f"{at}: wants an array, served {served!r}"]
        return [line for member in served for line in differences(shape[0], member, f"{at}[]")]
    return (
        [] if any(_fits(kind, served) for kind in shape.split(" | ")) else [f"{at}: wants {shape}, served {served!r}"]
    )


def _fits(kind: str, value: object) -> bool:
    if kind == "any":
        return True
    if kind == "moment":
        return isinstance(value, str) and _MOMENT.fullmatch(value) is not None
    if kind in _KINDS:
        return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))
    return bool(value == json.loads(kind)) and isinstance(value, type(json.loads(kind)))
