"""Scrapest's section of a fixture, and that of the demo."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.contract.examples import FIXTURES
from tests.streams.lab import play
from tests.vendors.scrapest.lab import Lab, next_tweet, working


async def names(lab: Lab) -> list[str]:
    rows = (await lab.call("GET", "/tracked-users")).json()["tracked_users"]
    return [row["username"].lower() for row in rows]


def fixture(folder: Path, section: str) -> str:
    path = folder / "fixture.yaml"
    path.write_text(f"world: {{}}\nscrapest: {section}\n", encoding="utf-8")
    return str(path)


def test_every_key_tracks_what_the_fixture_tracks_until_it_stops(url: str, tmp_path: Path) -> None:
    path = fixture(tmp_path, "{track: listed, accounts: [Grace, ada]}")

    async def visit() -> None:
        async with working(url, "fixture", fixture=path) as lab, lab.stream() as client:
            assert await names(lab) == ["grace", "ada"]
            await lab.tweet("not tracked", author="stranger")
            await lab.tweet("tracked", author="grace")
            assert (await next_tweet(client))["text"] == "tracked"
            await lab.call("DELETE", "/track-user", {"username": "grace"})
            assert await names(lab) == ["ada"]
            await lab.tweet("no longer", author="grace")
            await lab.tweet("still", author="ada")
            assert (await next_tweet(client))["text"] == "still"
            other = (await lab.control("POST", "/keys", {"vendor": "scrapest"}))["key"]
            rows = (await lab.call("GET", "/tracked-users", key=other)).json()["tracked_users"]
            assert [row["username"].lower() for row in rows] == ["grace", "ada"]

    play(visit())


def test_what_the_workspace_posts_comes_and_the_worlds_own_activity_does_not(url: str, tmp_path: Path) -> None:
    path = fixture(tmp_path, "{track: listed, own: true, accounts: []}")

    async def visit() -> None:
        async with working(url, "own", fixture=path, settings={"activity": {"per_minute": 60}}) as lab:
            async with lab.stream() as client:
                await lab.control("POST", "/clock/advance", {"by": "1m"})
                await lab.tweet("posted", author="anybody")
                assert (await next_tweet(client))["text"] == "posted"
            await lab.serve(track="all")
            async with lab.stream() as client:
                await lab.control("POST", "/clock/advance", {"by": "5s"})
                assert [(await next_tweet(client))["retweeted_tweet"] in (True, False) for _ in range(5)] == [True] * 5

    play(visit())


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("{track: some}", "track"),
        ("{acounts: []}", "acounts"),
        ("{accounts: [missing_person]}", "accounts"),
        ("{accounts: ada}", "accounts"),
    ],
)
def test_a_section_that_does_not_fit_is_refused_by_name(url: str, tmp_path: Path, section: str, told: str) -> None:
    path = fixture(tmp_path, section)

    async def visit() -> None:
        async with working(url, "host") as lab:
            answer = await lab.http.post("/_mock/workspaces", json={"name": "unfit", "fixture": path})
            assert answer.status_code == 400
            assert "section scrapest" in answer.text
            assert told in answer.json()["error"]["message"]

    play(visit())


def test_the_demo_streams_the_office(url: str, tmp_path: Path) -> None:
    demo = yaml.safe_load((FIXTURES / "demo.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "office.yaml"
    path.write_text(yaml.safe_dump({"scrapest": demo["scrapest"]}), encoding="utf-8")

    async def visit() -> None:
        async with working(url, "office", fixture=str(path)) as lab, lab.stream() as client:
            assert set(await names(lab)) <= set(demo["world"]["people"])
            await lab.tweet("Morning!", author="growthlab")
            assert (await next_tweet(client))["text"] == "Morning!"

    play(visit())
