"""Multipart forms: read into a model, its files as views of the request's body, which is not copied.

Must not know what is sent, nor any vendor. Source: RFC 7578.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from mockserver.core.errors import ValidationFailed
from mockserver.gateway.messages import Request
from mockserver.gateway.validation import failed

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MULTIPART = "multipart/form-data"

MEDIA_TYPE = "x-media-type"
"""What marks the schema of a form, for the document that says under which type it is sent."""

_MOST_PARTS = 100


class FormBody(BaseModel):
    """A form's fields, which come as text, and its files, of type `FormFile`. Unknown ones are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra={MEDIA_TYPE: MULTIPART})


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file of a form; `name` is what the client calls it."""

    name: str
    pieces: tuple[memoryview, ...] = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(len(piece) for piece in self.pieces)

    def beginning(self, length: int) -> bytes:
        """Its first bytes, at most `length`."""
        found = b""
        for piece in self.pieces:
            found += piece[: length - len(found)]
            if len(found) == length:
                break
        return found

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A part that is no file will not do."""
        is_file = core_schema.is_instance_schema(cls)
        return core_schema.no_info_before_validator_function(_file, is_file)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """As OpenAPI describes a file."""
        return {"type": "string", "format": "binary"}


def is_form(request: Request) -> bool:
    """Whether the body is said to be a multipart form."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == MULTIPART


def parse_form(model: type[FormBody], request: Request) -> FormBody:
    """The body as the model; raises `ValidationFailed` naming every field, or for what is no whole form."""
    parts = {name: part for name, part in read_parts(request).items() if part != ""}
    try:
        return model.model_validate(parts)
    except ValidationError as error:
        raise failed(error, "body") from None


def read_parts(request: Request) -> Mapping[str, str | FormFile]:
    """The fields and files by name, of a repeated one the last; raises `ValidationFailed` for what is no form."""
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser

    boundary = _options(request.headers.get("content-type", "")).get("boundary", "")
    if not boundary:
        raise ValidationFailed.of("body", "must be a multipart form with a boundary")
    reader = _Reader()
    try:
        parser = MultipartParser(boundary.encode("latin-1", "replace"), reader.callbacks())
        parser.write(request.body)
    except (FormParserError, ValueError):
        raise ValidationFailed.of("body", "must be a multipart form") from None
    if not reader.is_whole:
        raise ValidationFailed.of("body", "must be a whole multipart form")
    return reader.parts


class _Reader:
    """Takes what the parser finds: views of the data where it stands, joined only where it is a field's text."""

    def __init__(self) -> None:
        self.parts: dict[str, str | FormFile] = {}
        self.is_whole = False
        self._count = 0
        self._name, self._value = b"", b""
        self._headers: dict[str, str] = {}
        self._pieces: list[memoryview] = []

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._whole,
        }

    def _whole(self) -> None:
        self.is_whole = True

    def _begin(self) -> None:
        self._count += 1
        if self._count > _MOST_PARTS:
            raise ValidationFailed.of("body", f"must have at most {_MOST_PARTS} parts")
        self._headers, self._pieces = {}, []

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = self._value.decode("latin-1")
        self._name, self._value = b"", b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._pieces.append(memoryview(data)[start:end])

    def _end(self) -> None:
        told = _options(self._headers.get("content-disposition", ""))
        name = told.get("name", "")
        if "filename" in told:
            self.parts[name] = FormFile(told["filename"], tuple(self._pieces))
            return
        try:
            self.parts[name] = b"".join(self._pieces).decode()
        except UnicodeDecodeError:
            raise ValidationFailed.of(name or "body", "must be valid Unicode text") from None


def _options(header: str) -> dict[str, str]:
    """The parameters of a header; browsers write names of files in UTF-8."""
    from python_multipart.multipart import parse_options_header

    _, options = parse_options_header(header)
    return {name.decode("latin-1"): value.decode("utf-8", "replace") for name, value in options.items()}


def _file(value: object) -> object:
    if isinstance(value, str):
        raise ValueError("must be a file")
    return value


def body_schemas(content: dict[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """What a document says of a body, by media type; in `content` forms stand among the alternatives in JSON."""
    described: dict[str, list[Any]] = {}
    for media_type, told in content.items():
        for schema in told["schema"].get("anyOf", (told["schema"],)) if "schema" in told else ():
            form = schemas.get(schema.get("$ref", "").rpartition("/")[2], {}).get(MEDIA_TYPE)
            described.setdefault(form or media_type, []).append(schema)
    if MULTIPART not in described:
        return content
    return {name: {"schema": {"anyOf": found} if found[1:] else found[0]} for name, found in described.items()}
