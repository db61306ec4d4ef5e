"""Accounts that cannot be watched."""

from __future__ import annotations

from mockserver.contract import MagicValue

UNWATCHABLE = MagicValue("username to monitor", "no_stream*", "502 `stream_registration_failed`")

MAGIC = (UNWATCHABLE,)
