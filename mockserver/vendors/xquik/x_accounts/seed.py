"""Connected accounts in a fixture, each with how it fares on X."""

from __future__ import annotations

from mockserver.core.times import HOUR
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.fields import username
from mockserver.vendors.xquik.seed.parts import Duration, Entry, Part, each
from mockserver.vendors.xquik.x_accounts import service
from mockserver.vendors.xquik.x_accounts.health import Health


class Connected(Entry):
    """An account that was connected `ago`; without a `health` its name decides, as for those connected later."""

    username: str
    health: Health | None = None
    ago: Duration = HOUR


def _connect(workspace: Workspace, account: Connected) -> None:
    service.connect(workspace, username(account.username), health=account.health)


PARTS = (Part("x_accounts", list[Connected], [], each("x_accounts", _connect)),)
