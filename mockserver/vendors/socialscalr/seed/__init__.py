"""SocialScalr's section of a fixture, loaded into a new workspace."""

from mockserver.vendors.socialscalr.seed.loader import load

__all__ = ["load"]
