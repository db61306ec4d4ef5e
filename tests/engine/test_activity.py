"""When people tweet by themselves, and when a script lets them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.clock import FROZEN_START, Clock, ClockMode
from mockserver.core.database import Database
from mockserver.core.errors import ConfigurationError
from mockserver.core.settings import Activity, Settings
from mockserver.core.tables import schema_sql
from mockserver.core.times import DAY, HOUR, MINUTE, SECOND
from mockserver.engine import tables as engine
from mockserver.engine.webhooks.transport import Answer
from mockserver.engine.workspace import Workspace, prepare
from mockserver.world import tables as world
from mockserver.world.events import TweetPublished
from mockserver.world.tweet import Tweet


class _NoTransport:
    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: int) -> Answer:
        raise AssertionError("nothing is sent here")

    async def close(self) -> None:
        pass


@cache
def _schema() -> str:
    return schema_sql((*engine.TABLES, *world.TABLES))


def opened(database: Database) -> Workspace:
    return Workspace("w", database, _NoTransport(), lambda vendor, edition: None)


def made(seed: int = 7, activity: Activity | None = None, mode: ClockMode = ClockMode.FROZEN) -> Workspace:
    database = Database()
    database.execute_script(_schema())
    prepare(database, seed=seed, clock=Clock.start(mode), settings=Settings(activity=activity))
    return opened(database)


def advance(workspace: Workspace, to: int) -> int:
    """Advance to so long after the start; how many timers ran."""
    return asyncio.run(workspace.scheduler.advance(FROZEN_START + to)).total


def published(workspace: Workspace) -> list[Tweet]:
    """Oldest first."""
    return workspace.world.tweets.latest(100_000)[::-1]


def content(workspace: Workspace) -> dict[str, list[dict[str, object]]]:
    database = workspace.database
    return {
        name: database.browse(name, limit=100_000, offset=0)
        for name in database.table_names()
        if name not in ("meta", "timers")
    }


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    workspace = made()
    yield workspace
    workspace.database.close()


RATES = st.sampled_from([0.5, 7.0, 59.9, 60.0, 61.0, 600.0])


@settings(max_examples=15, deadline=None)
@given(
    rate=RATES,
    seed=st.integers(0, 1_000),
    stops=st.lists(st.integers(0, 20 * SECOND), max_size=6),
    reopen=st.booleans(),
)
def test_one_advance_or_many_leave_the_same(rate: float, seed: int, stops: list[int], reopen: bool) -> None:
    whole, split = (made(seed, Activity(rate)) for _ in range(2))
    advance(whole, 20 * SECOND)
    for stop in [*sorted(stops), 20 * SECOND]:
        advance(split, stop)
        if reopen:
            split = opened(split.database)
    assert content(split) == content(whole)
    assert [row | {"id": 0} for row in split.database.browse("timers", limit=9, offset=0)] == [
        row | {"id": 0} for row in whole.database.browse("timers", limit=9, offset=0)
    ]
    for each in (whole, split):
        each.database.close()


@pytest.mark.parametrize(
    ("rate", "minutes", "count"), [(0.25, 40, 10), (3, 10, 30), (60, 2, 120), (90.5, 4, 362), (6_000, 0.1, 600)]
)
def test_a_rate_is_kept(rate: float, minutes: float, count: int) -> None:
    workspace = made(activity=Activity(rate))
    heard: list[object] = []
    workspace.events.subscribe(TweetPublished, heard.append)
    advance(workspace, int(minutes * MINUTE))
    assert len(published(workspace)) == len(heard) == count
    workspace.database.close()


def test_a_slow_rate_is_no_metronome() -> None:
    workspace = made(activity=Activity(2))
    advance(workspace, HOUR)
    times = [tweet.created_at for tweet in published(workspace)]
    assert len({later - sooner for sooner, later in pairwise(times)}) > 100
    workspace.database.close()


def test_activity_keeps_nobody_from_being_idle() -> None:
    workspace = made(activity=Activity(60))
    with workspace.database.transaction():
        workspace.activity.load({"script": [{"in": "5s", "author": "paulg", "text": "Hello"}]})
    result = asyncio.run(workspace.scheduler.advance_until_idle())
    assert result.now == FROZEN_START + 5 * SECOND
    assert "Hello" in {tweet.text for tweet in published(workspace)}
    assert asyncio.run(workspace.scheduler.advance_until_idle()).total == 0
    workspace.database.close()


def test_activity_ends_when_it_was_to_and_begins_anew_when_told(workspace: Workspace) -> None:
    with workspace.database.transaction():
        workspace.activity.load({"activity": {"per_minute": 6, "lasts": "10m"}})
    advance(workspace, DAY)
    first = published(workspace)
    assert len(first) == 60
    assert first[-1].created_at <= FROZEN_START + 10 * MINUTE
    assert workspace.activity.current() is None
    told = Settings(activity=Activity(6, 10 * MINUTE))
    workspace.change_settings(told)
    run = workspace.activity.current()
    assert run is not None
    assert run.ends_at == FROZEN_START + DAY + 10 * MINUTE
    advance(workspace, 2 * DAY)
    assert len(published(workspace)) == 120
    assert [tweet.text for tweet in published(workspace)[60:]] != [tweet.text for tweet in first]
    workspace.change_settings(Settings(activity=told.activity))
    assert advance(workspace, 3 * DAY) == 0, "what was not asked for anew is over"


def test_a_setting_stands_above_the_fixture(workspace: Workspace) -> None:
    with workspace.database.transaction():
        workspace.activity.load({"activity": {"per_minute": 60}})
    workspace.change_settings(Settings(activity=Activity(0)))
    assert workspace.activity.current() is None
    assert advance(workspace, DAY) == 0


def test_a_script_says_what_it_says_when_it_says_it(workspace: Workspace) -> None:
    script = [
        {
            "in": "2m",
            "author": "Elena",
            "text": "We are hiring",
            "media": ["https://x.example.com/a.gif"],
            "replies": [
                {
                    "in": "30s",
                    "author": "marcus",
                    "text": "@Elena Remote?",
                    "replies": [{"in": "1m", "author": "Elena", "text": "@marcus Yes"}],
                }
            ],
        },
        {"in": "1m", "author": "priya", "text": "word " * 100, "note": True},
    ]
    with workspace.database.transaction():
        workspace.load_world({"script": script})
    assert advance(workspace, DAY) == 4
    first, second, third, fourth = published(workspace)
    assert [tweet.created_at - FROZEN_START for tweet in (first, second, third, fourth)] == [
        MINUTE,
        2 * MINUTE,
        150 * SECOND,
        210 * SECOND,
    ]
    assert first.note_text == "word " * 100
    assert second.media[0].kind == "animated_gif"
    assert (third.in_reply_to_id, fourth.in_reply_to_id) == (second.id, third.id)
    assert fourth.conversation_id == second.id


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"activity": 5}, r"world\.activity must be a mapping"),
        ({"activity": {"per_minute": True}}, r"per_minute must be a number from 0\.001 to 10000"),
        ({"activity": {"per_minute": 0}}, "per_minute"),
        ({"activity": {"per_minute": 5, "for": "1h"}}, "for is unknown; there are lasts, per_minute"),
        ({"activity": {"per_minute": 5, "lasts": "soon"}}, r"world\.activity\.lasts: 'soon' is not a duration"),
        ({"script": [{"author": "a", "text": "b"}]}, r"world\.script\[0\]: in is missing"),
        ({"script": [{"in": "1m", "author": "a"}]}, r"world\.script\[0\]: text is missing"),
        ({"script": [{"in": "1m", "author": "a", "text": "b", "at": 1}]}, "at is unknown"),
        (
            {
                "script": [
                    {"in": "1m", "author": "a", "text": "b", "replies": [{"in": "x", "author": "a", "text": "b"}]}
                ]
            },
            r"world\.script\[0\]\.replies\[0\]: 'x' is not a duration",
        ),
        ({"script": [{"in": "1m", "author": "missing_a", "text": "b"}]}, "no account"),
        ({"script": [{"in": "1m", "author": "a", "text": "b", "media": ["cat.png"]}]}, "address"),
    ],
)
def test_what_a_fixture_cannot_say(workspace: Workspace, section: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message), workspace.database.transaction():
        workspace.load_world(section)


def test_a_fixture_may_be_quiet(workspace: Workspace) -> None:
    with workspace.database.transaction():
        workspace.load_world({"activity": False})
        workspace.load_world({"activity": "off", "script": []})
    assert advance(workspace, DAY) == 0


def test_what_was_missed_while_the_server_was_away_is_left_out() -> None:
    database = Database()
    database.execute_script(_schema())
    # A clock that was stored when the machine's stood at the epoch: decades have passed since.
    clock = Clock.start(ClockMode.REAL, now=FROZEN_START, wall=lambda: 0)
    prepare(database, seed=1, clock=clock, settings=Settings(activity=Activity(60)))
    workspace = opened(database)
    assert asyncio.run(workspace.scheduler.settle()).total == 1
    due_at = database.browse("timers", limit=1, offset=0)[0]["due_at"]
    assert isinstance(due_at, int)
    assert due_at > FROZEN_START + 365 * DAY
    database.close()
