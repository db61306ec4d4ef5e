"""Scrapely's webhooks: how each edition words an event, and how a tester makes one happen."""

from mockserver.vendors.scrapely.webhooks.profiles import PROFILES
from mockserver.vendors.scrapely.webhooks.triggers import TRIGGERS

__all__ = ["PROFILES", "TRIGGERS"]
