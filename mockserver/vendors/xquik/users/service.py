"""What stands around a user. Must not know the wire."""

from __future__ import annotations

from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.world.paging import Page
from mockserver.world.person import Person, PersonStatus
from mockserver.world.search.query import Malformed
from mockserver.world.tweet import Tweet


def tweets(
    workspace: Workspace, person: Person, limit: int, position: str | None, *, replies: bool, parents: bool
) -> Page[Tweet]:
    """A person's tweets; with `parents`, what a reply answers stands before it and counts as a result too.

    A page shows no tweet twice: his own parents have their own places in the list, and another's stands before the
    newest reply only.
    """
    page = workspace.world.conversations.by_author(person, limit, position, with_replies=replies)
    page = unless_hidden(person, page)
    if not parents:
        return page
    shown: list[Tweet] = []
    seen: set[str] = set()
    for tweet in page.items:
        parent = None if tweet.in_reply_to_id is None else workspace.world.tweets.get(tweet.in_reply_to_id)
        is_new = parent is not None and parent.author_id != tweet.author_id and parent.id not in seen
        pair = [parent, tweet] if parent is not None and is_new else [tweet]
        if shown and len(shown) + len(pair) > limit:
            return Page(tuple(shown), shown[-1].id)
        shown += pair[-limit:]
        seen.update(each.id for each in pair)
    return Page(tuple(shown), page.next)


def mentions(
    workspace: Workspace,
    person: Person,
    limit: int,
    position: str | None,
    since: Instant | None,
    until: Instant | None,
) -> Page[Tweet]:
    """Tweets that mention a person."""
    found = workspace.world.search.page(f"@{person.handle}", limit, position, since=since, until=until)
    if isinstance(found, Malformed):
        raise INVALID_INPUT(found.message)
    return found


def unless_hidden(person: Person, page: Page[Tweet]) -> Page[Tweet]:
    """Nothing of an account that is protected."""
    return Page((), None) if person.status is PersonStatus.PROTECTED else page
