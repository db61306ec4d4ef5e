"""Deliveries spoilt on request, to see whether a receiver tells them from good ones.

What is sent is made from a good delivery; whether a receiver could tell at all is said beside it. Must not know any
vendor: what a signature covers is found out by asking the vendor's signer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from mockserver.core.json import JSONDecodeError, dumps, loads
from mockserver.core.times import DAY, iso_ms, iso_s, parse_instant
from mockserver.engine.webhooks.policies import Envelope, Signer


class Distortion(StrEnum):
    """How a delivery is spoilt."""

    DUPLICATE = "duplicate"
    """Nothing is spoilt: the same bytes and headers come once more."""
    TAMPERED = "tampered"
    """The body was changed after it was signed."""
    WRONG_SECRET = "wrong_secret"
    """Somebody else signed."""
    UNSIGNED = "unsigned"
    """Nobody signed."""
    STALE = "stale"
    """Signed well, a day ago."""
    TRUNCATED = "truncated"
    """The second half of the body is missing; what is left is signed well."""
    WRONG_TYPE = "wrong_type"
    """A form in place of JSON, signed well."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to a receiver. `is_detectable`: whether signature or form give away that it is spoilt."""

    body: bytes
    headers: dict[str, str]
    is_detectable: bool = False


def distorted(
    distortion: Distortion, signer: Signer, secret: str, envelope: Envelope, headers: Mapping[str, str]
) -> Parcel:
    """Spoil a delivery; `headers` are those without a signature."""
    body = envelope.body
    match distortion:
        case Distortion.DUPLICATE:
            return Parcel(body, {**headers, **signer.sign(secret, envelope)})
        case Distortion.TAMPERED:
            signed = {**headers, **signer.sign(secret, envelope)}
            changed = _changed(body)
            return Parcel(changed, signed, not _is_genuine(signer, secret, signed, changed))
        case Distortion.WRONG_SECRET:
            return Parcel(body, {**headers, **signer.sign(f"not-{secret}", envelope)}, True)
        case Distortion.UNSIGNED:
            return Parcel(body, {**headers, **_describing(signer, secret, envelope)}, True)
        case Distortion.STALE:
            old = replace(envelope, body=_a_day_old(body), at=envelope.at - DAY)
            covers_time = signer.sign(secret, replace(envelope, at=old.at)) != signer.sign(secret, envelope)
            return Parcel(old.body, {**headers, **signer.sign(secret, old)}, covers_time)
        case Distortion.TRUNCATED:
            return _signed(signer, secret, replace(envelope, body=body[: len(body) // 2]), headers)
        case Distortion.WRONG_TYPE:
            form = replace(envelope, body=urlencode({"payload": body}).encode())
            return _signed(signer, secret, form, {**headers, "Content-Type": "application/x-www-form-urlencoded"})


def _signed(signer: Signer, secret: str, envelope: Envelope, headers: Mapping[str, str]) -> Parcel:
    """A body that is no JSON, which every receiver can tell."""
    return Parcel(envelope.body, {**headers, **signer.sign(secret, envelope)}, True)


def _is_genuine(signer: Signer, secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    return signer.verify(secret, {name.lower(): value for name, value in headers.items()}, body)


def _describing(signer: Signer, secret: str, envelope: Envelope) -> dict[str, str]:
    """Those of a signer's headers that say what is sent rather than who sends it: another secret changes no such."""
    mine, others = signer.sign(secret, envelope), signer.sign(f"not-{secret}", envelope)
    return {name: value for name, value in mine.items() if others.get(name) == value}


def _changed(body: bytes) -> bytes:
    """Another body that is as good JSON as this one."""
    return body[:-1] + b',"tampered":true}' if body.endswith(b"}") and body != b"{}" else body + b" "


def _a_day_old(body: bytes) -> bytes:
    """The body with the times at its top level a day earlier, where it is an object that has any."""
    try:
        payload = loads(body)
    except JSONDecodeError:
        return body
    if not isinstance(payload, dict):
        return body
    return dumps({name: _earlier(value) for name, value in payload.items()})


def _earlier(value: object) -> object:
    """A timestamp a day earlier, as it was written; anything else as it is."""
    if not isinstance(value, str) or "T" not in value or not value.endswith("Z"):
        return value
    try:
        at = parse_instant(value) - DAY
    except ValueError:
        return value
    return iso_ms(at) if "." in value else iso_s(at)
