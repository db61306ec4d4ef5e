"""Monitors of accounts and keywords, and what they saw."""
