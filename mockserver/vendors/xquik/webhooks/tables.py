"""What the vendor knows of deliveries beside the engine's tables. Must not know the wire."""

from __future__ import annotations

from mockserver.core.tables import Row, column


class DeliveredEventRow(Row):
    """Which event a delivery is of."""

    __tablename__ = "xquik_delivered_events"

    delivery_id: str = column(primary_key=True)
    event_id: int


TABLES = (DeliveredEventRow,)
