"""What a direct message has besides its text. Must not know the wire."""

from __future__ import annotations

from mockserver.core.tables import Row, column


class MessageExtraRow(Row):
    """A medium that came with a message (an id of the table of uploads), or the message that it answers."""

    __tablename__ = "xquik_message_extras"

    message_id: int = column(primary_key=True)
    media_id: str | None = None
    reply_to: str | None = None


TABLES = (MessageExtraRow,)
