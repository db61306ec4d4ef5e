"""Whom a campaign finds: the people around its target, stretch by stretch, in an order that never changes.

On X they are the world's own people, so that every vendor shows the same; elsewhere those of `profiles`.
Must not know what is kept of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.campaigns import targets
from mockserver.vendors.scravio.campaigns.inputs import Inputs
from mockserver.vendors.scravio.campaigns.kinds import CampaignKind, Platform, Relation, Target, kind_of
from mockserver.vendors.scravio.leads import profiles
from mockserver.vendors.scravio.leads.places import index_of
from mockserver.vendors.scravio.magic import EMPTY_TARGET
from mockserver.world.person import Person
from mockserver.world.population import POPULATION

_MIX = 40_503
"""Knuth's multiplier for 16 bits: spreads a number so that its remainders tell nothing of it."""


class Campaign(Protocol):
    """As much of a campaign as its leads depend on."""

    @property
    def number(self) -> int | None:
        """Its number, which leads carry."""

    @property
    def type(self) -> str:
        """One of `CampaignType`."""

    @property
    def inputs(self) -> dict[str, object]:
        """As accepted: without `#` and `@`, countries in upper case."""

    @property
    def enable_deep_email_search(self) -> bool:
        """Whether hidden emails are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who may become a lead, at a place of the source; `draw` decides what is found of the email."""

    place: int
    number: int | None
    handle: str | None
    email: str
    followers: int
    draw: int
    keyword: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a stretch of a source gave: how many people were looked at, who fits, whether the source ends here."""

    scanned: int
    found: list[Found]
    is_last: bool


def words_of(campaign: Campaign) -> list[str]:
    """The keywords or hashtags of a campaign; none for one that looks around a person or a post."""
    target = kind_of(campaign.type).target
    return _inputs(campaign).names(target) if target in (Target.KEYWORD, Target.HASHTAG) else []


def read(workspace: Workspace, campaign: Campaign, start: int, count: int) -> Stretch:
    """The people at the places `start` to `start` + `count` - 1 of what a campaign looks through."""
    kind = kind_of(campaign.type)
    if _is_empty(workspace, campaign):
        return Stretch(0, [], is_last=True)
    if kind.platform is Platform.X:
        return _of_world(workspace, campaign, kind, start, count)
    handles = _handles(workspace, campaign, kind, start, count)
    words = max(1, len(words_of(campaign)))
    found = []
    for place, (number, handle) in enumerate(handles, start):
        drawn = profiles.sketch(workspace.entropy, kind.platform, handle)
        typed = handle if number is None else None
        found.append(Found(place, number, typed, drawn.email, drawn.followers, drawn.draw, place % words))
    return Stretch(len(found), found, is_last=len(found) < count)


# Platforms other than X


def _handles(
    workspace: Workspace, campaign: Campaign, kind: CampaignKind, start: int, count: int
) -> list[tuple[int | None, str]]:
    if kind.relation is Relation.THEMSELVES:
        return [(None, handle) for handle in _target(campaign)[start : start + count]]
    size = profiles.spaces()
    order = workspace.entropy.permutation(size, "scravio.people", kind.platform, kind.relation, *_target(campaign))
    wanted = [index_of(code) for code in _inputs(campaign).countries or ()]
    handles: list[tuple[int | None, str]] = []
    for place in range(start, min(start + count, _length(workspace, campaign, kind), size)):
        base = order.at(place)
        draw = base * _MIX & 0xFFFF
        number = profiles.numbered(base, wanted[draw % len(wanted)] if wanted else profiles.some_country(draw))
        handles.append((number, profiles.handle_of(kind.platform, number)))
    return handles


def _length(workspace: Workspace, campaign: Campaign, kind: CampaignKind) -> int:
    """How many people there are around the target."""
    match kind.target:
        case Target.HASHTAG:
            return sum(targets.hashtag_media_count(workspace, word) for word in words_of(campaign))
        case Target.USER:
            person = targets.person(workspace, _target(campaign)[0])
            return 0 if person is None else _following(person, kind)
        case Target.POST:
            post = targets.post(workspace, _inputs(campaign).names(Target.POST)[0])
            return 0 if post is None else post.like_count if kind.relation is Relation.LIKERS else post.comment_count
        case _:
            return profiles.spaces()


def _following(person: Person, kind: CampaignKind) -> int:
    return person.followers_count if kind.relation is Relation.FOLLOWERS else person.following_count


def _is_empty(workspace: Workspace, campaign: Campaign) -> bool:
    """Whether every target, or the author of the post, is one around whom there is nobody."""
    names = _target(campaign)
    if kind_of(campaign.type).target is Target.POST:
        post = targets.post(workspace, _inputs(campaign).names(Target.POST)[0])
        names = [] if post is None else [post.author.handle]
    return bool(names) and all(EMPTY_TARGET.matches(name) for name in names)


def _inputs(campaign: Campaign) -> Inputs:
    return Inputs.model_validate(campaign.inputs)


def _target(campaign: Campaign) -> list[str]:
    """What tells one target from another: the same target gives the same people in every campaign."""
    return [name.lower() for name in _inputs(campaign).names(kind_of(campaign.type).target)]


# X


def _of_world(workspace: Workspace, campaign: Campaign, kind: CampaignKind, start: int, count: int) -> Stretch:
    people = _people(workspace, campaign, kind, start, count)
    countries = frozenset(_inputs(campaign).countries or ())
    words = max(1, len(words_of(campaign)))
    found = [
        Found(
            place,
            person.number,
            person.handle if person.number is None else None,
            person.email,
            person.followers_count,
            profiles.email_draw(workspace.entropy, Platform.X, person.key),
            place % words,
        )
        for place, person in enumerate(people, start)
        if not countries or person.country_code in countries
    ]
    return Stretch(len(people), found, is_last=len(people) < count)


def _people(workspace: Workspace, campaign: Campaign, kind: CampaignKind, start: int, count: int) -> Sequence[Person]:
    world = workspace.world
    if kind.target is Target.KEYWORD:
        return _drawn(workspace, _target(campaign), POPULATION, start, count)
    if kind.target is Target.USER:
        person = targets.person(workspace, _target(campaign)[0])
        if person is None:
            return []
        page = world.graph.followers if kind.relation is Relation.FOLLOWERS else world.graph.following
        return page(person, start, count)
    post = targets.post(workspace, _inputs(campaign).names(Target.POST)[0])
    if post is None:
        return []
    if post.tweet is None:
        length = post.repost_count if kind.relation is Relation.RETWEETERS else post.comment_count
        return _drawn(workspace, [kind.relation, post.id], length, start, count)
    if kind.relation is Relation.RETWEETERS:
        return world.audience.retweeters(post.tweet, start, count)
    # Who replies twice is one lead, so replies are counted from the newest on.
    replies = world.tweets.replies(post.tweet.id, post.tweet.reply_count)
    authors = list(dict.fromkeys(reply.author_handle.lower() for reply in replies))
    return world.people.many(authors[start : start + count])


def _drawn(workspace: Workspace, names: Sequence[str], length: int, start: int, count: int) -> list[Person]:
    """People of the population in an order of that name."""
    order = workspace.entropy.permutation(POPULATION, "scravio.people", *names)
    return workspace.world.people.numbered(order.at(place) for place in range(start, min(start + count, length)))
