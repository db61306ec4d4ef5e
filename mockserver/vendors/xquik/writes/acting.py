"""Acting on X as a connected account: who acts, what it costs, and how X fails. Must not know what is done.

A write that fails is not charged, since its transaction is undone. Source: "X Write".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mockserver.contract import Context
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.writes.magic import check
from mockserver.vendors.xquik.x_accounts.service import connected
from mockserver.world.person import Person


@contextmanager
def acting(ctx: Context, operation_id: str, account: str, *texts: str) -> Iterator[Person]:
    """Who acts, for the time of the act, which is charged once it is done.

    `texts` are what is written, which may ask for a failure. 402 before anything is done, then the failures of
    `x_accounts.service.connected`, then those that the texts or the account's name ask for.
    """
    metering.affordable(ctx.workspace, operation_id, 1)
    person = connected(ctx.workspace, account)
    check(ctx.edition, person.key, *texts)
    yield person
    metering.charge(ctx.workspace, operation_id, subject=person.key)
