"""Tweets: one, several, searched, and what stands around one."""
