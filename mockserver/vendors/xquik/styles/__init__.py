"""Styles: the tweets of an account, or of one's own choice, kept to learn from how they are written."""
