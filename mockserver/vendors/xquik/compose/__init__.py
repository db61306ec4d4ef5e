"""Composing: what to know before writing a tweet, how to write it, and whether what was written will do."""
