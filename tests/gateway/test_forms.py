"""Multipart forms are read as clients write them, without a copy of their files."""

from __future__ import annotations

from contextlib import suppress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from mockserver.core.errors import ValidationFailed
from mockserver.gateway.forms import FormBody, FormFile, body_schemas, is_form, parse_form, read_parts
from mockserver.gateway.messages import Request


class Picture(FormBody):
    """A form like those of vendors."""

    account: str = Field(max_length=20)
    file: FormFile
    is_long: bool = False
    count: int | None = None


def posted(*, data: dict[str, str] | None = None, files: dict[str, tuple[str, bytes]] | None = None) -> Request:
    """A form as httpx writes it."""
    sent = httpx.Request("POST", "http://test/", data=data, files=files or {})
    return request(sent.read(), sent.headers["content-type"])


def request(body: bytes, content_type: str) -> Request:
    return Request("POST", "/", "", {"content-type": content_type}, "http://test", "", body)


def told(broken: Request) -> list[tuple[str, str]]:
    """What a form is refused with: fields and messages."""
    with pytest.raises(ValidationFailed) as refused:
        parse_form(Picture, broken)
    return [(error.param, error.message) for error in refused.value.errors]


def test_fields_are_text_and_files_are_views_of_the_body() -> None:
    content = bytes(range(256)) * 5_000
    sent = posted(data={"account": "acme", "is_long": "true", "count": "3"}, files={"file": ("naïve.png", content)})
    form = parse_form(Picture, sent)
    assert isinstance(form, Picture)
    assert (form.account, form.is_long, form.count) == ("acme", True, 3)
    assert (form.file.name, form.file.size) == ("naïve.png", len(content))
    assert form.file.beginning(300) == content[:300]
    assert b"".join(form.file.pieces) == content
    shared = sum(len(piece) for piece in form.file.pieces if piece.obj is sent.body)
    assert shared > 0.99 * len(content), "the file is not copied"


@given(
    st.dictionaries(st.text("abcdefg", min_size=1), st.text(st.characters(codec="utf-8")), max_size=5),
    st.binary(max_size=3_000),
)
def test_whatever_is_sent_arrives(fields: dict[str, str], content: bytes) -> None:
    parts = read_parts(posted(data=fields, files={"z": ("name", content)}))
    file = parts["z"]
    assert isinstance(file, FormFile)
    assert b"".join(file.pieces) == content
    assert {name: part for name, part in parts.items() if name != "z"} == fields


def test_what_does_not_fit_is_named() -> None:
    picture = {"file": ("a.png", b"data")}
    assert told(posted(data={"account": "acme"}, files={"other": ("a", b"")})) == [("file", "is required")]
    assert told(posted(files=picture)) == [("account", "is required")]
    assert told(posted(data={"account": ""}, files=picture)) == [("account", "is required")]
    assert told(posted(data={"account": "x" * 21}, files=picture)) == [("account", "must have at most 20 characters")]
    assert told(posted(data={"account": "a", "is_long": "?"}, files=picture)) == [("is_long", "must be true or false")]
    assert told(posted(data={"account": "a", "count": "x"}, files=picture)) == [("count", "must be an integer")]
    assert told(posted(data={"file": "text"}, files={"account": ("a", b"")})) == [
        ("account", "must be a string"),
        ("file", "must be a file"),
    ]


def test_what_is_no_form_is_refused() -> None:
    whole = posted(data={"account": "acme"}, files={"file": ("a", b"data")})
    content_type = whole.headers["content-type"]
    assert told(request(whole.body[:-20], content_type)) == [("body", "must be a whole multipart form")]
    assert told(request(b"", content_type)) == [("body", "must be a whole multipart form")]
    assert told(request(b"{}", content_type)) == [("body", "must be a multipart form")]
    assert told(request(whole.body, "multipart/form-data")) == [("body", "must be a multipart form with a boundary")]
    assert told(request(whole.body, content_type + "x" * 300))[0][0] == "body"
    mangled = posted(data={"account": "ACME"}, files={"file": ("a", b"")})
    mangled.body = mangled.body.replace(b"ACME", b"\xff\xfe\xff\xfe")
    assert told(mangled) == [("account", "must be valid Unicode text")]
    many = posted(data={f"field{number}": "x" for number in range(101)}, files={"file": ("a", b"")})
    assert told(many) == [("body", "must have at most 100 parts")]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_are_refused(body: bytes) -> None:
    sent = request(b'--b\r\nContent-Disposition: form-data; name="a"\r\n' + body, "multipart/form-data; boundary=b")
    with suppress(ValidationFailed):
        assert all(isinstance(part, str | FormFile) for part in read_parts(sent).values())


@pytest.mark.parametrize(
    ("content_type", "form"),
    [
        ("multipart/form-data; boundary=x", True),
        ("Multipart/Form-Data;boundary=x", True),
        ("application/json", False),
        ("", False),
        ("multipart/form-database", False),
    ],
)
def test_a_form_says_that_it_is_one(content_type: str, form: bool) -> None:
    assert is_form(request(b"", content_type)) is form


def test_a_document_has_forms_under_their_own_type() -> None:
    schemas = {"Picture": Picture.model_json_schema(), "Link": {"type": "object"}}
    picture, link = {"$ref": "#/components/schemas/Picture"}, {"$ref": "#/components/schemas/Link"}
    both = {"application/json": {"schema": {"anyOf": [picture, link], "title": "Body"}}}
    assert body_schemas(both, schemas) == {
        "multipart/form-data": {"schema": picture},
        "application/json": {"schema": link},
    }
    assert body_schemas({"application/json": {"schema": picture}}, schemas) == {
        "multipart/form-data": {"schema": picture}
    }
    plain = {"application/json": {"schema": link, "example": {}}}
    assert body_schemas(plain, schemas) is plain
