"""What a part of the section is: a key, the form of what stands under it, and how that is brought about.

Each package declares its own in a module `seed`, as a tuple `PARTS`. Times are durations: `ago` before the
workspace's start. Must not know any package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from mockserver.core.times import Millis, parse_duration
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.seed.past import Past


def _duration(value: object) -> Millis:
    return parse_duration(str(value))


Duration = Annotated[Millis, BeforeValidator(_duration)]
"""A length of time such as `90s`, `2h` or `3d`."""


class Entry(BaseModel):
    """A mapping of the fixture; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the section.

    `form` is what pydantic reads it as, `default` what it is where the fixture is silent. `plan` puts what it tells
    into the past; it may also write at once, in the caller's transaction.
    """

    name: str
    form: Any
    default: Any
    plan: Callable[[Workspace, Past, Any], None]


class Dated(Protocol):
    """An entry with a time."""

    @property
    def ago(self) -> Millis:
        """How long before the start it happened."""


D = TypeVar("D", bound=Dated)


def each(name: str, do: Callable[[Workspace, D], None]) -> Callable[[Workspace, Past, Iterable[D]], None]:
    """The `plan` of a list whose entries each happened at their own time, by `do`."""

    def plan(workspace: Workspace, past: Past, entries: Iterable[D]) -> None:
        for number, entry in enumerate(entries):
            past.plan(f"{name}[{number}]", past.start - entry.ago, partial(do, workspace, entry))

    return plan
