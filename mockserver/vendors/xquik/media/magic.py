"""Addresses of media that cannot be had."""

from __future__ import annotations

from mockserver.contract import MagicValue

UNREACHABLE = "unreachable.test"

MAGIC = (MagicValue("host of a medium's url", UNREACHABLE, "422 `media_download_failed`"),)
