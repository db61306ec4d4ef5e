"""The tweet stream."""
