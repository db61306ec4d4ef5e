"""The profiles of connected accounts."""
