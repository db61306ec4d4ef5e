"""The account that the keys of a workspace belong to."""
