"""Scrapest: a websocket that delivers tweets as they are written."""
