"""Xquik: an X data platform."""
