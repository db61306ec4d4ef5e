"""Finding profiles and email addresses, and what it costs."""
