"""`mockserver listen`: show deliveries of webhooks as they are made, or tweets as they are streamed.

Must not know any vendor: who has webhooks, and who streams, the server tells.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from mockserver.cli.remote import Target, say, show_line
from mockserver.core.errors import ConfigurationError
from mockserver.testing.synchronous.control import Control
from mockserver.testing.synchronous.workspace import Workspace

_PAUSE_S = 0.25
_NEWEST = 1_000
_INBOX = "listen"


def deliveries(
    target: Target, vendors: Sequence[str], forward_to: str | None, *, count: int | None, as_json: bool
) -> int:
    """Show deliveries until Ctrl+C, or until `count` were shown."""
    with target.control() as control:
        workspace = control.workspace(target.workspace)
        with _receivers(control, workspace, vendors, forward_to, quiet=as_json), suppress(KeyboardInterrupt):
            _follow(workspace, count, as_json=as_json)
    return 0


@contextmanager
def _receivers(
    control: Control, workspace: Workspace, vendors: Sequence[str], forward_to: str | None, *, quiet: bool
) -> Iterator[None]:
    """Somebody whom the vendors' events are sent to, for as long as we listen."""
    editions = workspace.settings.get()["editions"]
    sending = [each["name"] for each in control.vendors() if each["events"].get(editions[each["name"]])]
    if unknown := sorted(set(vendors) - set(sending)):
        raise ConfigurationError(f"{', '.join(unknown)}: no webhooks; those with webhooks: {', '.join(sending)}")
    served = {each["vendor"] for each in workspace.webhooks.list() if each["is_active"]}
    made: list[str] = []
    try:
        for vendor in vendors or sending:
            if forward_to is None and vendor in served:
                continue
            webhook = workspace.webhooks.add(vendor, forward_to or workspace.inbox.url(_INBOX))
            made.append(webhook["id"])
            if forward_to is not None and not quiet:
                say(f"{vendor} goes to {forward_to}, signed with the secret {webhook['secret']}")
        if not quiet:
            say(f"listening to {', '.join(vendors or sending)} in workspace {workspace.id}; Ctrl+C ends it")
        yield
    finally:
        for webhook_id in made:
            workspace.webhooks.remove(webhook_id)


def _follow(workspace: Workspace, count: int | None, *, as_json: bool) -> None:
    seen = {each["id"]: len(each["attempts"]) for each in workspace.deliveries.list(limit=_NEWEST)}
    shown = 0
    while count is None or shown < count:
        newest = workspace.deliveries.list(limit=_NEWEST)
        for each in reversed(newest):
            if len(each["attempts"]) > seen.get(each["id"], 0) and (count is None or shown < count):
                _show(each, as_json=as_json)
                shown += 1
        seen = {each["id"]: len(each["attempts"]) for each in newest}
        time.sleep(_PAUSE_S)


def _show(delivery: Any, *, as_json: bool) -> None:
    if as_json:
        show_line(delivery)
        return
    last = delivery["attempts"][-1]
    answer = last["status"] if last["status"] is not None else last.get("error")
    number = f", attempt {len(delivery['attempts'])}" if len(delivery["attempts"]) > 1 else ""
    say(f"{last['at']}  {delivery['vendor']} {delivery['event']}  {delivery['status']} ({answer}{number})")
    say(f"    {delivery['url']}  {delivery['id']}", f"    {delivery['body']}")


def tweets(target: Target, *, count: int | None) -> int:
    """Show what the stream of tweets sends, as it is sent, until Ctrl+C or until `count` were shown."""
    from websockets.exceptions import ConnectionClosed

    with target.open() as workspace:
        streams = [each for each in workspace.vendors.values() if each.base_url.startswith("ws")]
        if not streams:
            raise ConfigurationError("no vendor of this server streams tweets")
        left = count
        try:
            with streams[0].connect() as stream:
                while left is None or left > 0:
                    message = stream.recv()
                    say(message if isinstance(message, str) else message.decode(errors="replace"))
                    left = None if left is None else left - 1
        except ConnectionClosed as error:
            raise ConfigurationError(f"the stream ended: {error}") from None
        except KeyboardInterrupt:
            pass
    return 0
