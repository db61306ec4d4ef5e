"""Scrapely: Twitter DM outreach."""
