"""`mockserver new-vendor`: writes a vendor that works, for its author to put the real one in its place.

The skeleton is the vendor Acme under `skeleton/`, as text that no tool takes for this package's code. Must not know
what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from keyword import iskeyword
from pathlib import Path, PurePosixPath

from mockserver.cli.remote import say
from mockserver.core.errors import ConfigurationError

_MODEL, _MODEL_TITLE = "acme", "Acme"
_NAME = re.compile(r"[a-z][a-z0-9]{1,30}")
_SUFFIX = ".txt"
_PLACES = ("mockserver/vendors", "tests/vendors", "fixtures", "docs/vendors")


def write(name: str, title: str | None, root: Path) -> int:
    """Write the skeleton under the name into a checkout; raises `ConfigurationError`, and then nothing is written."""
    if not _NAME.fullmatch(name) or iskeyword(name):
        raise ConfigurationError(f"{name!r} cannot be a vendor's name: 2 to 31 of a-z and 0-9, the first a letter")
    shown = title or name.capitalize()
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", shown):
        raise ConfigurationError(f"{shown!r} cannot be a title: letters and digits, the first a capital")
    missing = [place for place in _PLACES if not (root / place).is_dir()]
    if missing:
        raise ConfigurationError(f"{root} is no checkout of social-mockserver: there is no {missing[0]}; see --root")
    made = {root / _renamed(path.as_posix(), name, shown): text for path, text in _skeleton()}
    taken = [place for place in _PLACES if (root / place / name).exists()] + [
        str(each) for each in made if each.exists()
    ]
    if taken:
        raise ConfigurationError(f"there is a vendor {name} already: {taken[0]}")
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_renamed(text, name, shown), encoding="utf-8")
    say(
        f"Wrote {len(made)} files of a vendor {name} that works: mockserver/vendors/{name}, tests/vendors/{name},",
        f"fixtures/{name}, docs/vendors/{name}.md. Its notes stand where your vendor's resources will.",
        f"  run its tests     python -m pytest tests/vendors/{name}",
        f"  try it            mockserver serve --ephemeral   (at /{name}, documented at /{name}/docs)",
        "  tell of it        a row in README.md, under Which vendors",
    )
    return 0


def _skeleton() -> Iterator[tuple[PurePosixPath, str]]:
    """Every file of the model, by its place in a checkout."""
    yield from _below(files("mockserver.cli") / "skeleton", PurePosixPath())


def _below(folder: Traversable, at: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _below(each, at / each.name)
        elif each.name.endswith(_SUFFIX):
            yield at / each.name.removesuffix(_SUFFIX), each.read_text(encoding="utf-8")


def _renamed(text: str, name: str, title: str) -> str:
    return text.replace(_MODEL, name).replace(_MODEL_TITLE, title)
