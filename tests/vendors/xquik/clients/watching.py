"""What goes on by itself: monitors, webhooks, extractions, draws."""

from __future__ import annotations

PARTS = ()
