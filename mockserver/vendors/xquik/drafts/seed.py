"""Drafts in a fixture."""

from __future__ import annotations

from pydantic import Field

from mockserver.core.times import HOUR
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.drafts import service
from mockserver.vendors.xquik.drafts.schemas import LONGEST_TEXT, Goal
from mockserver.vendors.xquik.seed.parts import Duration, Entry, Part, each


class Draft(Entry):
    """A draft that was saved `ago`."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    topic: str | None = None
    goal: Goal | None = None
    ago: Duration = HOUR


def _save(workspace: Workspace, draft: Draft) -> None:
    service.create(workspace, draft.text, draft.topic, None if draft.goal is None else draft.goal.value)


PARTS = (Part("drafts", list[Draft], [], each("drafts", _save)),)
