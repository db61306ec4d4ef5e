"""Checking emails: those of a campaign's leads, and lists that are pasted or uploaded."""
