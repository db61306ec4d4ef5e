"""Holds every successful answer to what its operation declares: keys and types, and no key beside them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import is_typeddict

from mockserver.server.vendor_app import VendorApp


def check(app: VendorApp, method: str, path: str, body: bytes) -> None:
    """Fail where the body of a successful answer is not what the operation at the path declares."""
    model = _models(app).get((method, _template(app, method, path)))
    assert model is not None, f"{method} {path} declares no response model"
    problems = []
    for branch in get_args(model) if not is_typeddict(model) and get_args(model) else (model,):
        try:
            _adapter(branch).validate_json(body, strict=True)
        except ValidationError as error:
            problems.append(str(error))
        else:
            return
    raise AssertionError(f"{method} {path}: " + "\n".join(problems))


@lru_cache(maxsize=2)
def _models(app: VendorApp) -> dict[tuple[str, str], Any]:
    return {
        (method, app.vendor.base_path + route.path): route.response_model
        for route in app.routes
        for method in route.methods or ()
    }


def _template(app: VendorApp, method: str, path: str) -> str:
    found = app.surface.routes.find(method, path)
    return getattr(getattr(found, "route", None), "path", "")


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    """Reads the model strictly; a key that it does not declare is an error, at the top level."""
    return TypeAdapter(with_config(ConfigDict(extra="forbid"))(model) if is_typeddict(model) else model)
