"""The check of declared shapes finds what does not fit."""

from __future__ import annotations

import pytest

from mockserver.core.json import dumps
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.vendor_app import VendorApp
from tests.contract import declared

PATH = "/api/v1/enrichment/credits"
GOOD = {"enrichment_credits": 3, "enrichment_credits_used": 1}


@pytest.fixture(scope="module")
def vendor() -> VendorApp:
    return Application(Config(ephemeral=True, fixture="empty")).vendor_apps["scrapely"]


def test_what_fits_passes(vendor: VendorApp) -> None:
    declared.check(vendor, "GET", PATH, dumps(GOOD))


@pytest.mark.parametrize(
    "body", [{}, {**GOOD, "extra": 1}, {**GOOD, "enrichment_credits": "3"}, {**GOOD, "enrichment_credits": 3.5}, []]
)
def test_what_does_not_fit_fails(vendor: VendorApp, body: object) -> None:
    with pytest.raises(AssertionError, match=PATH):
        declared.check(vendor, "GET", PATH, dumps(body))
