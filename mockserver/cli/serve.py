"""`mockserver serve`: reads the configuration, listens, and tells where everything is."""

from __future__ import annotations

import logging
import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from mockserver import __version__
from mockserver.contract import Vendor
from mockserver.core.errors import ConfigurationError
from mockserver.server.config import Config, load
from mockserver.server.listener import Listener, Ready


def run(flags: Mapping[str, object]) -> int:
    """Serve until a signal comes; raises `ConfigurationError` for what cannot work."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    config = load(flags)
    ready_file = config.ready_file
    try:
        if ready_file is not None:
            _draft(ready_file).touch()  # fails now, and not when the server is up
            ready_file.unlink(missing_ok=True)  # of an earlier run
        listener = Listener(config)
    except OSError as error:
        raise ConfigurationError(f"{error.filename}: {error.strerror}; choose another place") from None

    def announce(ready: Ready) -> None:
        if ready_file is not None:
            _write(ready_file, ready.to_json())
        sys.stdout.write("\n".join(_greeting(config, listener, ready)) + "\n")
        sys.stdout.flush()

    listener.run(announce)
    return 0


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: whoever waits for it never reads a half."""
    draft = _draft(path)
    draft.write_bytes(content)
    draft.replace(path)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}")


def _greeting(config: Config, listener: Listener, ready: Ready) -> Iterator[str]:
    folder = config.data_folder
    yield f"mockserver {__version__} at {ready.url}"
    yield f"  control    {ready.control}  (documentation: {ready.control}/docs)"
    if ready.ca_file is not None:
        yield f"  trust      {ready.ca_file}  (for curl: --cacert; for most programs: SSL_CERT_FILE)"
    yield f"  state      {'in memory' if folder is None else folder}, fixture {config.fixture}, seed {config.seed}"
    examples: list[str] = []
    for vendor in listener.application.registry:
        key = ready.keys.get(vendor.name, "")
        yield ""
        yield f"  {vendor.name:<10} {ready.base_urls[vendor.name]}"
        yield f"  {'':<10} key  {key}"
        yield f"  {'':<10} docs {ready.url}/{vendor.name}/docs"
        examples += _example(vendor, vendor.api_url(ready.base_urls[vendor.name]), key, ready.ca_file)
    if examples:
        yield ""
        yield "Try:"
        yield f"  {examples[0]}"
    yield ""
    yield "Stop with Ctrl+C."


def _example(vendor: Vendor, base_url: str, key: str, ca_file: str | None) -> Iterator[str]:
    """A command for the first thing that the vendor's tour reads."""
    trust = "" if ca_file is None else f" --cacert {shlex.quote(ca_file)}"
    for step in vendor.tour():
        if step.method == "GET" and not step.is_control and "{" not in step.path:
            yield f"curl{trust} -H '{': '.join(vendor.credential_header(key))}' '{base_url}{step.path}'"
            return
