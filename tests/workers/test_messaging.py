"""Messages made out to a person, and the pace of an account."""

from __future__ import annotations

import pytest

from mockserver.core.entropy import Entropy
from mockserver.core.times import MINUTE
from mockserver.workers.messaging import Pace, personalise
from mockserver.world.person import Person, PersonStatus

ANN = Person(
    user_id="1",
    handle="ann_lee",
    name="Ann Lee",
    first_name="Ann",
    last_name="Lee",
    bio="Sails",
    location="Cork",
    country_code="IE",
    website=None,
    email="ann@example.com",
    company="Acme",
    job_title="CTO",
    industry="Boats",
    topics=("sailing", "wood"),
    followers_count=1,
    following_count=2,
    tweets_count=3,
    listed_count=0,
    is_verified=False,
    is_blue_verified=False,
    created_at=0,
    status=PersonStatus.ACTIVE,
    number=None,
)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hey {{firstName}}!", "Hey Ann!"),
        ("{{first_name}} {{ lastName }} {{LASTNAME}}", "Ann Lee Lee"),
        ("{{name}}, @{{handle}}, @{{username}}", "Ann Lee, @ann_lee, @ann_lee"),
        ("{{jobTitle}} at {{company}}, {{location}}", "CTO at Acme, Cork"),
        ("on {{topic}}", "on sailing"),
        ("[{{website}}]", "[]"),
        ("{{unknown}} {firstName} {{}} {{ }} {{firstName", "{{unknown}} {firstName} {{}} {{ }} {{firstName"),
        ("no names", "no names"),
    ],
)
def test_templates_are_filled_in(template: str, text: str) -> None:
    assert personalise(template, ANN) == text


def test_what_is_filled_in_is_not_read_again() -> None:
    from dataclasses import replace

    assert personalise("{{name}}", replace(ANN, name="{{handle}}")) == "{{handle}}"


def test_a_topic_may_be_chosen() -> None:
    assert personalise("{{topic}}", ANN, topic="wood") == "wood"


def test_the_pace_keeps_its_bounds() -> None:
    entropy = Entropy(1)
    firsts = [Pace().first_delay(entropy.stream("first", number)) for number in range(200)]
    gaps = [Pace().next_delay(entropy.stream("gap", number)) for number in range(200)]
    assert 0 < min(firsts) <= max(firsts) <= 5 * MINUTE
    assert 10 * MINUTE <= min(gaps) <= max(gaps) <= 20 * MINUTE
    assert len(set(gaps)) > 150
