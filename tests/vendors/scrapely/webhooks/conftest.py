"""What the tests of webhooks share."""

from __future__ import annotations

import pytest

from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.webhooks.receiver import Receiver


@pytest.fixture
def receiver(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """The workspace's webhooks arrive here."""
    receiver = Receiver(lab)
    monkeypatch.setattr(lab.workspace.webhooks, "_transport", receiver)
    return receiver
