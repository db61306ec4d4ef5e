"""Campaigns: what may be asked for, what it costs, and the worker that collects emails."""
