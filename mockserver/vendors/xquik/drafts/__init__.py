"""Drafts of tweets."""
