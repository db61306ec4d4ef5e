"""SocialScalr's webhooks: what a delivery looks like, and how a tester makes an event happen."""

from mockserver.vendors.socialscalr.webhooks.profile import PROFILE
from mockserver.vendors.socialscalr.webhooks.triggers import TRIGGERS

__all__ = ["PROFILE", "TRIGGERS"]
