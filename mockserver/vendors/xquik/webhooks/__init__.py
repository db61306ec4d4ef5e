"""Webhooks: receivers, deliveries, tests."""
