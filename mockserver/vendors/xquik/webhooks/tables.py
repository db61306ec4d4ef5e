"""What the vendor knows of deliveries beside the engine's tables. Must not know the wire."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class DeliveredEventRow(SQLModel, table=True):
    """Which event a delivery is of."""

    __tablename__ = "xquik_delivered_events"

    delivery_id: str = Field(primary_key=True)
    event_id: int


TABLES = (DeliveredEventRow,)
