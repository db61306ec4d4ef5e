"""Sends a workspace's events to its clients, encoded once for each of the two transports."""

from __future__ import annotations

from mockserver.core.json import dumps
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.events import messages
from mockserver.vendors.scravio.events.messages import Told

PLAIN = "scravio.ws"
SOCKET_IO = "scravio.socket.io"
"""The channels of the workspace's streams: which clients get an event, and in what form."""


def subscribe(workspace: Workspace) -> None:
    """Send every committed event from now on; all keys of a workspace are keys of its one account."""

    def tell(told: Told) -> None:
        streams = workspace.streams
        if streams.is_heard(PLAIN):
            streams.publish(PLAIN, dumps({"event": told.event, "data": told.data}), message_id=told.event)
        if streams.is_heard(SOCKET_IO):
            streams.publish(SOCKET_IO, b"42" + dumps([told.event, told.data]), message_id=told.event)

    messages.listen(workspace.events, tell)
