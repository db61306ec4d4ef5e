"""How receivers and deliveries are stored: the queries for them. Must not know what is sent, or when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mockserver.core.sql import BindParameter, ColumnElement, bindparam, col, func, or_, select, true
from mockserver.core.statements import Query
from mockserver.core.times import LATEST, Instant
from mockserver.engine.tables import AttemptRow, DeliveryRow, WebhookRow

ACTIVE = Query(
    lambda: (
        select(WebhookRow)
        .where(col(WebhookRow.vendor) == bindparam("vendor"), col(WebhookRow.is_active) == true())
        .order_by(col(WebhookRow.number))
    ),
    WebhookRow,
)
WEBHOOKS = Query(lambda: select(WebhookRow).order_by(col(WebhookRow.number)), WebhookRow)
WEBHOOK = Query(lambda: select(WebhookRow).where(col(WebhookRow.id) == bindparam("id")), WebhookRow)

DELIVERY = Query(lambda: select(DeliveryRow).where(col(DeliveryRow.id) == bindparam("id")), DeliveryRow)
AFTER = Query(
    lambda: (
        select(DeliveryRow)
        .where(col(DeliveryRow.number) > bindparam("number"), col(DeliveryRow.vendor) == bindparam("vendor"))
        .order_by(col(DeliveryRow.number))
    ),
    DeliveryRow,
)
LAST = Query(lambda: select(func.coalesce(func.max(DeliveryRow.number), 0)), int)
ATTEMPTS = Query(
    lambda: select(AttemptRow).where(col(AttemptRow.delivery_id) == bindparam("id")).order_by(col(AttemptRow.id)),
    AttemptRow,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which deliveries are meant: those that fit everything that is given; both ends of the time are included."""

    vendor: str | None = None
    event: str | None = None
    status: str | None = None
    since: Instant = 0
    until: Instant = LATEST

    def params(self) -> dict[str, object]:
        """As the queries take it."""
        return {
            "vendor": self.vendor,
            "event": self.event,
            "status": self.status,
            "since": self.since,
            "until": self.until,
        }


def _is(column: Any, name: str) -> ColumnElement[bool]:
    """The column equals the parameter, or the parameter is NULL."""
    wanted: BindParameter[str] = bindparam(name, type_=column.type)
    return or_(wanted.is_(None), column == wanted)


def _chosen() -> tuple[ColumnElement[bool], ...]:
    return (
        _is(col(DeliveryRow.vendor), "vendor"),
        _is(col(DeliveryRow.event), "event"),
        _is(col(DeliveryRow.status), "status"),
        col(DeliveryRow.created_at).between(bindparam("since"), bindparam("until")),
    )


NEWEST = Query(
    lambda: (
        select(DeliveryRow)
        .where(*_chosen())
        .order_by(col(DeliveryRow.number).desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    ),
    DeliveryRow,
)
OLDEST = Query(
    lambda: select(DeliveryRow).where(*_chosen()).order_by(col(DeliveryRow.number)).limit(bindparam("limit")),
    DeliveryRow,
)
COUNT = Query(lambda: select(func.count()).select_from(DeliveryRow).where(*_chosen()), int)
