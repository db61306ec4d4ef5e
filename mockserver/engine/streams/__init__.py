"""Websockets as a workspace sees them: who is connected, what is published, and what became of each message."""
