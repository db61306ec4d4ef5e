"""The composition root: puts workspaces, vendors and the control API together into one ASGI application."""
