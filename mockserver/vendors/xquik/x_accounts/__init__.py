"""The X accounts that are connected."""
