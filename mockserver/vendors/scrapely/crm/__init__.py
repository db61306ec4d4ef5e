"""Tags, notes and deals on conversations."""
