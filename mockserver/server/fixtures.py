"""Fixtures: YAML files that say what a workspace starts with. Must not know what a vendor's section means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from mockserver.core.errors import ConfigurationError

SHIPPED = ("demo", "empty")
_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fixture:
    """A fixture's sections by name, and a digest of its bytes."""

    name: str
    digest: str
    sections: Mapping[str, Mapping[str, Any]]

    @property
    def states(self) -> Mapping[str, Mapping[str, Any]]:
        """The states that it can be had in besides its own: sections in the place of its own."""
        states = self.sections.get("lab", {}).get("states") or {}
        if not isinstance(states, dict) or not all(isinstance(each, dict) for each in states.values()):
            raise ConfigurationError(f"fixture {self.name}: lab.states must be a mapping of states, each a mapping")
        return states


class Fixtures:
    """Reads fixtures once each."""

    def __init__(self, sections: Iterable[str]) -> None:
        self._sections = frozenset(sections)
        self._read: dict[str, Fixture] = {}

    def get(self, name: str) -> Fixture:
        """The fixture of that name (`demo`, `empty`) or path; raises `ConfigurationError` with the reason.

        Behind a `#` stands one of the states that the fixture's `lab` section describes.
        """
        name, _, state = name.partition("#")
        if name not in SHIPPED:
            fixture = self._load(name, Path(name))
        else:
            if name not in self._read:
                self._read[name] = self._load(name, folder() / f"{name}.yaml")
            fixture = self._read[name]
        return self._in_state(fixture, state) if state else fixture

    def _in_state(self, fixture: Fixture, state: str) -> Fixture:
        states = fixture.states
        if state not in states:
            known = ", ".join(sorted(states)) or "none"
            raise ConfigurationError(f"fixture {fixture.name} has no state {state!r}; it has {known}")
        instead = {name: section or {} for name, section in states[state].items()}
        self._check(f"{fixture.name}#{state}", instead)
        digest = blake2b(f"{fixture.digest}#{state}".encode(), digest_size=8).hexdigest()
        return Fixture(f"{fixture.name}#{state}", digest, {**fixture.sections, **instead})

    def _load(self, name: str, path: Path) -> Fixture:
        import yaml

        try:
            if path.stat().st_size > _MAX_BYTES:
                raise ConfigurationError(f"fixture {name} is larger than {_MAX_BYTES} bytes")
            content = path.read_bytes()
        except OSError as error:
            raise ConfigurationError(
                f"cannot read fixture {name!r}: {error.strerror}; shipped are {', '.join(SHIPPED)}"
            ) from None
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            sections = yaml.load(content, Loader=loader) or {}  # noqa: S506 - both are safe loaders
        except (yaml.YAMLError, RecursionError) as error:
            raise ConfigurationError(f"fixture {name} is not YAML: {error}") from None
        self._check(name, sections)
        return Fixture(name, blake2b(content, digest_size=8).hexdigest(), sections)

    def _check(self, name: str, sections: object) -> None:
        if not isinstance(sections, dict) or not all(isinstance(each, dict) for each in sections.values()):
            raise ConfigurationError(f"fixture {name} must be a mapping of sections, each a mapping")
        unknown = sorted(set(sections) - self._sections)
        if unknown:
            raise ConfigurationError(
                f"fixture {name} has unknown sections {', '.join(map(str, unknown))}; "
                f"known are {', '.join(sorted(self._sections))}"
            )


def folder() -> Path:
    """Where the shipped fixtures are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_fixtures"
    return installed if installed.is_dir() else package.parent / "fixtures"
