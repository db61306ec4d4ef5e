"""Scheduled tweets."""
