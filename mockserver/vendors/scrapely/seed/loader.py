"""Loads the section part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.sources import credits as ledger
from mockserver.vendors.scrapely.sources.credits import CreditKind


def load(workspace: Workspace, section: Mapping[str, Any]) -> None:
    """Write the section in the caller's transaction."""
    ledger.grant(workspace, CreditKind.LEAD, 100_000, "Plan")
    ledger.grant(workspace, CreditKind.ENRICHMENT, 1_000, "Plan")
