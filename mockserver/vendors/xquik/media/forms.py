"""Reading what comes as a form with a file, or as JSON with an address. Must not know what is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from typing import Any

from pydantic import Field

from mockserver.gateway.messages import Request
from mockserver.gateway.schemas import RequestBody
from mockserver.gateway.validation import parse_body
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.fields import Text

_FORM = "multipart/form-data"


class ByAddress(RequestBody):
    """A file by its address."""

    account: Text = Field(max_length=100, description="Username or id of a connected account")
    url: Text = Field(max_length=2_000, description="http or https address of the file")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: who acts, and a file or its address."""

    account: str
    data: bytes | None = None
    name: str = ""
    url: str | None = None


def form_body(largest: str) -> dict[str, Any]:
    """How such a body is described in OpenAPI."""
    text = {"type": "string"}
    file = {"type": "string", "format": "binary", "description": f"The file, at most {largest}"}
    form = {"type": "object", "required": ["account", "file"], "properties": {"account": text, "file": file}}
    address = {"type": "object", "required": ["account", "url"], "properties": {"account": text, "url": text}}
    return {
        "required": True,
        "content": {_FORM: {"schema": form}, "application/json": {"schema": address}},
    }


def read(request: Request) -> Sent:
    """What was sent; 400 `invalid_input` naming what is missing, 400 `invalid_json`."""
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith(_FORM):
        body = parse_body(ByAddress, request.body)
        assert isinstance(body, ByAddress)
        return Sent(body.account, url=body.url)
    fields, files = _parts(request.body, content_type)
    account = fields.get("account", "").strip()
    if not account:
        raise INVALID_INPUT("account is required.")
    if "file" not in files:
        raise INVALID_INPUT("file is required.")
    name, data = files["file"]
    return Sent(account, data, name)


def _parts(body: bytes, content_type: str) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """The fields and the files of a form; 400 `invalid_input` for what is none."""
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser

    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    header, value, data = bytearray(), bytearray(), bytearray()
    headers: dict[str, str] = {}

    def ended() -> None:
        parsed = _header(headers.get("content-disposition", ""))
        name, filename = parsed.get_param("name", ""), parsed.get_param("filename")
        if filename is None:
            fields[str(name)] = bytes(data).decode("utf-8", "replace")
        else:
            files[str(name)] = str(filename), bytes(data)

    def header_ended() -> None:
        headers[header.decode("latin-1").lower()] = value.decode("utf-8", "replace")
        header.clear()
        value.clear()

    def began() -> None:
        headers.clear()
        data.clear()

    boundary = _header(content_type).get_param("boundary")
    if not boundary:
        raise INVALID_INPUT("Body must be a form with a boundary.")
    callbacks: Any = {
        "on_part_begin": began,
        "on_part_data": lambda chunk, start, end: data.extend(chunk[start:end]),
        "on_part_end": ended,
        "on_header_field": lambda chunk, start, end: header.extend(chunk[start:end]),
        "on_header_value": lambda chunk, start, end: value.extend(chunk[start:end]),
        "on_header_end": header_ended,
    }
    try:
        parser = MultipartParser(str(boundary).encode("latin-1", "replace"), callbacks)
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError):
        raise INVALID_INPUT("Body must be a whole multipart form.") from None
    return fields, files


def _header(text: str) -> Message:
    """A header with its parameters, as mail has them."""
    message = Message()
    message["content-type"] = text if "/" in text.partition(";")[0] else f"form/{text}"
    return message
