"""A page for people from an OpenAPI document: whole in one file, so that it works without the internet.

Must not know where the document came from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from mockserver.gateway.json_schema import SCHEMAS, Schema, describe, example_of
from mockserver.gateway.messages import JSON

Document = Mapping[str, Any]

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #2563eb; }
@media (prefers-color-scheme: dark) { :root { --accent: #7aa2f7; } }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; display: grid; grid-template-columns: 17rem minmax(0, 1fr) }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem;
      border-right: 1px solid var(--line); font-size: 13px }
nav a { display: block; padding: .15rem 0; text-decoration: none; overflow-wrap: anywhere }
nav h2 { font-size: 12px; margin: 1rem 0 .25rem; opacity: .7; text-transform: uppercase; letter-spacing: .05em }
main { max-width: 60rem; padding: 1.5rem 2rem 6rem }
a { color: var(--accent) }
section { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 2rem }
h3 { font-family: ui-monospace, monospace; font-size: 16px; margin: 0; overflow-wrap: anywhere }
h4 { margin: 1rem 0 .25rem; font-size: 13px }
b.method { color: var(--accent); margin-right: .5rem }
pre, code { font-family: ui-monospace, monospace; font-size: 13px }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow: auto }
table { border-collapse: collapse; width: 100%; font-size: 14px }
td, th { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
summary { cursor: pointer }
@media (max-width: 50rem) {
  body { display: block } nav { position: static; height: auto; border: 0 } main { padding: 1rem }
}
"""


def page(document: Document) -> bytes:
    """The page as UTF-8."""
    return "".join(_parts(document)).encode()


def _parts(document: Document) -> Iterator[str]:
    info = document["info"]
    title = escape(info["title"])
    server = document["servers"][0]["url"]
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_STYLE}</style></head><body><nav aria-label='Operations'><a href='#top'><b>{title}</b></a>"
    operations = list(_operations(document))
    tag = None
    for path, method, operation in operations:
        if (own := _tag(operation)) != tag:
            tag = own
            yield f"<h2>{escape(own)}</h2>"
        yield f"<a href='#{escape(operation['operationId'])}'><b>{method.upper()}</b> {escape(path)}</a>"
    yield f"</nav><main id='top'><h1>{title}</h1><p>{escape(info.get('description', ''))}</p>"
    yield f"<p>Base URL <code>{escape(server)}</code> · <a href='openapi.yaml'>openapi.yaml</a> · "
    yield "<a href='openapi.json'>openapi.json</a></p>"
    yield from _credentials(document)
    for path, method, operation in operations:
        yield from _operation(document, server, path, method, operation)
    if schemas := document.get("components", {}).get("schemas"):
        yield from _objects(schemas)
    if document.get("webhooks"):
        yield "<section><h2>Webhooks</h2><ul>"
        yield from (f"<li><code>{escape(event)}</code></li>" for event in document["webhooks"])
        yield "</ul></section>"
    yield "</main></body></html>"


def _operations(document: Document) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The operations, those of one tag together, tags and paths in the document's order."""
    tags = [tag["name"] for tag in document.get("tags", ())]
    found = [(path, method, each) for path, item in document["paths"].items() for method, each in item.items()]
    yield from sorted(found, key=lambda each: tags.index(_tag(each[2])) if _tag(each[2]) in tags else len(tags))


def _tag(operation: Mapping[str, Any]) -> str:
    return str(operation.get("tags", ["Operations"])[0])


def _credentials(document: Document) -> Iterator[str]:
    headers = [_credential(scheme, "YOUR_API_KEY") for scheme in _schemes(document).values()]
    if headers:
        yield "<p>Authentication: " + " or ".join(f"<code>{escape(header)}</code>" for header in headers) + "</p>"


def _schemes(document: Document) -> Mapping[str, Mapping[str, str]]:
    schemes: Mapping[str, Mapping[str, str]] = document.get("components", {}).get("securitySchemes", {})
    return schemes


def _credential(scheme: Mapping[str, str], key: str) -> str:
    if scheme["type"] == "http":
        return f"Authorization: Bearer {key}"
    return f"{scheme['name']}: {key}" if scheme["in"] == "header" else f"{scheme['in']} {scheme['name']}={key}"


def _operation(document: Document, server: str, path: str, method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    schemas: Mapping[str, Schema] = document.get("components", {}).get("schemas", {})
    yield f"<section id='{escape(operation['operationId'])}'>"
    yield f"<h3><b class='method'>{method.upper()}</b>{escape(path)}</h3>"
    yield f"<p>{escape(operation.get('description') or operation.get('summary', ''))}</p>"
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    parameters = operation.get("parameters", [])
    if parameters:
        yield "<h4>Parameters</h4><table><tr><th>Name</th><th>In</th><th>Type</th><th>Required</th><th></th></tr>"
        for each in parameters:
            yield _row(
                each["name"], each["in"], describe(each["schema"]), each.get("required"), each.get("description")
            )
        yield "</table>"
    if body is not None:
        yield "<h4>Body</h4>" + _fields(body, schemas)
    yield f"<h4>Request</h4><pre>{escape(_curl(document, server + path, method, operation, body))}</pre>"
    yield "<h4>Responses</h4>"
    for status, response in operation["responses"].items():
        yield from _response(document, status, response, schemas)
    yield "</section>"


def _row(name: str, place: str, kind: str, required: object, description: object) -> str:
    cells = (f"<code>{escape(name)}</code>", escape(place), f"<code>{kind}</code>", "yes" if required else "")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in (*cells, escape(str(description or "")))) + "</tr>"


def _kind(schema: Schema, schemas: Mapping[str, Schema]) -> str:
    """The type in a few words, as HTML; the names of objects lead to them."""

    def link(name: re.Match[str]) -> str:
        return f"<a href='#schema-{name[0]}'>{name[0]}</a>" if name[0] in schemas else name[0]

    return re.sub(r"\w+", link, escape(describe(schema)))


def _objects(schemas: Mapping[str, Schema]) -> Iterator[str]:
    yield "<section><h2>Objects</h2>"
    for name, schema in schemas.items():
        yield f"<h4 id='schema-{escape(name)}'>{escape(name)}</h4>"
        if "properties" in schema:
            yield _fields(schema, schemas)
        else:
            yield f"<p><code>{escape(describe(schema))}</code></p>"
    yield "</section>"


def _fields(schema: Schema, schemas: Mapping[str, Schema]) -> str:
    if "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix(SCHEMAS)]
    rows = (
        _row(name, "body", _kind(field, schemas), name in schema.get("required", ()), field.get("description"))
        for name, field in schema.get("properties", {}).items()
    )
    head = "<tr><th>Name</th><th>In</th><th>Type</th><th>Required</th><th></th></tr>"
    return f"<table>{head}{''.join(rows)}</table>"


def _response(
    document: Document, status: str, response: Mapping[str, Any], schemas: Mapping[str, Schema]
) -> Iterator[str]:
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    content = response.get("content", {}).get(JSON, {})
    headline = f"<code>{escape(status)}</code> {escape(response['description'])}"
    if "schema" not in content:
        yield f"<p>{headline}</p>"
        return
    example = content["example"] if "example" in content else example_of(content["schema"], schemas)
    yield f"<details{' open' if status.startswith('2') else ''}><summary>{headline}</summary>"
    yield f"<pre>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre></details>"


def _curl(document: Document, url: str, method: str, operation: Mapping[str, Any], body: Schema | None) -> str:
    """A command that works once the key and the values are filled in; it has what is required and no more."""
    schemas: Mapping[str, Schema] = document.get("components", {}).get("schemas", {})
    required = [each for each in operation.get("parameters", []) if each.get("required") and each["in"] == "query"]
    query = "&".join(f"{each['name']}={example_of(each['schema'], schemas)}" for each in required)
    parts = [f"curl -X {method.upper()} '{url}{'?' + query if query else ''}'"]
    schemes = list(_schemes(document).values())
    parts += [f"-H '{_credential(scheme, 'YOUR_API_KEY')}'" for scheme in schemes[:1]]
    if body is not None:
        text = json.dumps(example_of(body, schemas), ensure_ascii=False).replace("'", "'\\''")
        parts += ["-H 'Content-Type: application/json'", f"-d '{text}'"]
    return " \\\n  ".join(parts)
