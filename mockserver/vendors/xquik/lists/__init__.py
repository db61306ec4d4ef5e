"""Lists of X."""
