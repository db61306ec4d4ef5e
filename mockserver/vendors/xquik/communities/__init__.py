"""Communities of X: looked at, and changed by connected accounts."""
