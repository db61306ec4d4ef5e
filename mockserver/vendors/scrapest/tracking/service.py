"""Which accounts a key tracks, and so which tweets it gets. Must not know the wire."""

from __future__ import annotations

from collections.abc import Callable

from mockserver.core.settings import Track
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.streams.connection import Connection
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapest.errors import not_found
from mockserver.vendors.scrapest.tracking.tables import EVERY_KEY, TrackedRow
from mockserver.world.person import Person
from mockserver.world.tables import ActivityRow
from mockserver.world.tweet import Tweet

FIXTURE = "scrapest.fixture"
"""Where the workspace keeps how its fixture tracks: `{listed, own}`."""

_MOST = 200

_OF_PERSON = Query(lambda: select(TrackedRow).where(col(TrackedRow.person) == bindparam("person")), TrackedRow)
_ONE = Query(
    lambda: select(TrackedRow).where(
        col(TrackedRow.person) == bindparam("person"), col(TrackedRow.owner) == bindparam("owner")
    ),
    TrackedRow,
)
_OF_KEY = Query(
    lambda: (
        select(TrackedRow)
        .where(col(TrackedRow.owner).in_([EVERY_KEY, bindparam("owner")]))
        .order_by(col(TrackedRow.id))
    ),
    TrackedRow,
)
_EVERYBODY = Query(
    lambda: (
        select(col(TrackedRow.person)).where(col(TrackedRow.present)).order_by(col(TrackedRow.id).desc()).limit(_MOST)
    ),
    str,
)
_BY_ITSELF = Query(
    lambda: select(col(ActivityRow.tweet_id)).where(col(ActivityRow.tweet_id) == bindparam("tweet")), int
)


def track(workspace: Workspace, key_id: str, handle: str) -> Person:
    """Track an account; 404 when nobody is called that."""
    person = workspace.world.people.get(handle)
    if person is None:
        raise not_found("User not found")
    workspace.world.people.remember(person.handle)
    _put(workspace, key_id, person.key, present=True)
    return person


def untrack(workspace: Workspace, key_id: str, handle: str) -> Person:
    """Stop tracking an account; 404 when the key does not track it."""
    person = workspace.world.people.get(handle)
    rows = [] if person is None else workspace.database.all(_OF_PERSON, person=person.key)
    if person is None or not _is_tracked(rows, key_id):
        raise not_found("User is not tracked")
    _put(workspace, key_id, person.key, present=False)
    return person


def tracked(workspace: Workspace, key_id: str) -> list[Person]:
    """The accounts that a key tracks."""
    rows = workspace.database.all(_OF_KEY, owner=key_id)
    stopped = {row.person for row in rows if not row.present}
    names = dict.fromkeys(row.person for row in rows if row.person not in stopped)
    found = (workspace.world.people.get(name) for name in names)
    return [person for person in found if person is not None]


def everybody(workspace: Workspace) -> list[str]:
    """The handles of those who are tracked by any key: the last ones, where there are very many."""
    return workspace.database.all(_EVERYBODY)


def audience(workspace: Workspace, tweet: Tweet) -> Callable[[Connection], bool] | None:
    """Which connections a tweet is for; None for all.

    Those whose keys track its author get it, and all get everything where nothing is to be listed. Where the
    fixture says so, all get what did not come about by the world's own activity: what the workspace posted.
    """
    fixture = workspace.database.get_meta(FIXTURE) or {}
    setting = workspace.settings.track
    is_listed = bool(fixture.get("listed")) if setting is None else setting is Track.LISTED
    if not is_listed:
        return None
    if fixture.get("own") and workspace.database.first(_BY_ITSELF, tweet=int(tweet.id)) is None:
        return None
    rows = workspace.database.all(_OF_PERSON, person=tweet.author_handle.lower())
    return lambda connection: _is_tracked(rows, connection.key_id)


def _is_tracked(rows: list[TrackedRow], key_id: str | None) -> bool:
    own = next((row for row in rows if row.owner == key_id), None)
    return own.present if own is not None else any(row.owner == EVERY_KEY for row in rows)


def _put(workspace: Workspace, owner: str, person: str, *, present: bool) -> None:
    if workspace.database.first(_ONE, person=person, owner=owner) is None:
        workspace.database.insert(TrackedRow, owner=owner, person=person, present=present, created_at=workspace.now())
    else:
        workspace.database.change(TrackedRow, {"person": person, "owner": owner}, present=present)


def follow_fixture(workspace: Workspace, handles: list[str], *, listed: bool, own: bool) -> None:
    """Track what a fixture says, in the caller's transaction; raises `LookupError` for a handle that nobody has."""
    workspace.database.set_meta(FIXTURE, {"listed": listed, "own": own})
    for handle in handles:
        _put(workspace, EVERY_KEY, workspace.world.people.remember(handle).key, present=True)
