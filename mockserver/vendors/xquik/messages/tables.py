"""What a direct message has besides its text. Must not know the wire."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel


class MessageExtraRow(SQLModel, table=True):
    """A medium that came with a message (an id of the table of uploads), or the message that it answers."""

    __tablename__ = "xquik_message_extras"

    message_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    media_id: str | None = None
    reply_to: str | None = None


TABLES = (MessageExtraRow,)
