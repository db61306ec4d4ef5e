"""Scravio's section of a fixture, loaded into a new workspace."""

from mockserver.vendors.scravio.seed.loader import load

__all__ = ["load"]
