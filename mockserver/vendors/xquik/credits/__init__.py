"""The balance of credits, and buying more."""
