"""Subscriptions, checkouts and top-ups."""
