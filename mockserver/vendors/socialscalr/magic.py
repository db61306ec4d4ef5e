"""Inputs that choose their own outcome, in one table from which code and documentation are made."""

from __future__ import annotations

from mockserver.contract import MagicValue

_SLUG = "profileUrl (after /in/)"

ACCEPTS = MagicValue(_SLUG, "accepts-*", "Accepts the invitation an hour later")
DECLINES = MagicValue(_SLUG, "declines-*", "Declines the invitation an hour later")
IGNORES = MagicValue(_SLUG, "ignores-*", "Never answers the invitation")
MISSING = MagicValue(_SLUG, "missing-*", "No such profile: the lead's status becomes failed when it should be invited")
REJECTED_POST = MagicValue("content", "[fail]*", "The post fails when its time comes")

MAGIC = (ACCEPTS, DECLINES, IGNORES, MISSING, REJECTED_POST)
"""Every row, in the order of the documentation."""
