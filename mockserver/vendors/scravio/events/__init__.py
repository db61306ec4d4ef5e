"""Events pushed to clients: over a plain websocket at `/ws`, and over Socket.IO at `/socket.io`."""
