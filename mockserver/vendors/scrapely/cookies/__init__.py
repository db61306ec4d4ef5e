"""Cookie extraction jobs."""
