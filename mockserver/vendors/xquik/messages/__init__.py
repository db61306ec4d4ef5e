"""Direct messages of connected accounts."""
