"""The accounts that a key tracks."""
