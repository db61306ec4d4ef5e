"""Campaigns: what is searched for, and what is written to whom is found."""
