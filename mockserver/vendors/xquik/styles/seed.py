"""Styles in a fixture: those of accounts, fetched and charged, and custom ones."""

from __future__ import annotations

from pydantic import Field, model_validator

from mockserver.core.times import HOUR
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.seed.parts import Duration, Entry, Part, each
from mockserver.vendors.xquik.styles import service
from mockserver.vendors.xquik.styles.schemas import MOST_TWEETS, Label


class Style(Entry):
    """The style of an account (`username`), or a custom one (`label` and `tweets`), `ago`."""

    username: str | None = None
    label: Label | None = None
    tweets: list[str] = Field(default=[], max_length=MOST_TWEETS)
    ago: Duration = HOUR

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Style:
        if (self.username is None) == (self.label is None) or (self.label is None) != (not self.tweets):
            raise ValueError("needs either username, or label and tweets")
        return self


def _keep(workspace: Workspace, style: Style) -> None:
    if style.label is not None:
        service.save(workspace, style.label, style.tweets)
    else:
        service.analyze(workspace, str(style.username))


PARTS = (Part("styles", list[Style], [], each("styles", _keep)),)
