"""Scravio: email lists from social media, with credits, validation jobs and exports."""
