from __future__ import annotations

import sys
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy
from mockserver.core.times import parse_instant
from mockserver.world.derivation import Derivation
from mockserver.world.person import PersonStatus, handle_key
from mockserver.world.population import POPULATION, Population
from tests.world.universe import Universe

NUMBERS = st.integers(0, POPULATION - 1)
SEEDS = st.integers(0, 2**64)
HANDLES = st.from_regex(r"[A-Za-z0-9_]{1,15}", fullmatch=True)


@given(seed=SEEDS, number=NUMBERS)
def test_number_handle_and_id_give_one_another(seed: int, number: int) -> None:
    population = Population(Entropy(seed))
    first, last, handle = population.name(number)
    user_id, joined = population.identity(number)
    assert population.number(handle) == number
    assert population.number_of_id(user_id) == number
    assert handle_key(handle) == handle
    assert handle.startswith(f"{first}_{last}".lower())
    assert 6 <= len(str(user_id)) <= 19
    assert parse_instant("2007-01-01") <= joined < parse_instant("2026-01-01")


@given(number=NUMBERS, step=st.integers(1, 1_000_000))
def test_an_id_between_two_people_is_nobodys(number: int, step: int) -> None:
    population = Population(Entropy(1))
    user_id, _ = population.identity(number)
    other = population.number_of_id(user_id + step)
    assert other is None or population.identity(other)[0] == user_id + step


@given(seed=SEEDS, handle=HANDLES)
def test_a_person_is_a_pure_function_of_seed_and_handle(seed: int, handle: str) -> None:
    one, other = (Derivation(Entropy(seed)).person(handle.lower()) for _ in range(2))
    assert one == other
    assert one.handle == handle.lower()
    assert one.first_name
    assert 6 <= len(one.user_id) <= 19
    assert one.followers_count >= 0
    assert one.tweets_count >= 0
    assert parse_instant("2007-01-01") <= one.created_at < parse_instant("2026-01-01")
    assert one.email.isascii()
    assert ".." not in one.email


@given(handles=st.lists(HANDLES, unique_by=str.lower, max_size=30), numbers=st.lists(NUMBERS, unique=True, max_size=30))
def test_ids_are_unique_and_typed_ones_lie_apart(handles: list[str], numbers: list[int]) -> None:
    derivation = Derivation(Entropy(3))
    people = [derivation.person(handle.lower()) for handle in handles] + [derivation.generated(n) for n in numbers]
    assert len({person.user_id for person in people}) == len({person.handle for person in people})
    for person in people:
        assert derivation.population.number_of_id(int(person.user_id)) == person.number


def test_seeds_make_different_people(universe: Universe) -> None:
    other = Universe(seed=8)
    assert universe.person("paulg") != other.person("paulg")
    assert universe.world.people.number(1) != other.world.people.number(1)


@pytest.mark.parametrize("handle", ["", "@", "a b", "a-b", "x" * 16, "missing_bob", "@Missing_x", "é", "a\n", "@@a"])
def test_such_a_handle_is_nobodys(universe: Universe, handle: str) -> None:
    assert universe.world.people.get(handle) is None
    with universe.database.transaction(), pytest.raises(LookupError):
        universe.world.people.remember(handle)


def test_case_and_at_sign_do_not_matter(universe: Universe) -> None:
    assert universe.person("@PaulG") == universe.person("paulg")
    assert universe.person("PaulG").handle == "paulg"


def test_magic_prefixes_set_the_status(universe: Universe) -> None:
    assert universe.person("suspended_bob").status is PersonStatus.SUSPENDED
    assert universe.person("Protected_bob").status is PersonStatus.PROTECTED
    assert universe.person("bob").status is PersonStatus.ACTIVE


def test_a_generated_persons_name_is_in_the_handle(universe: Universe) -> None:
    person = universe.world.people.number(4821)
    assert person.handle.rstrip("0123456789") == person.name.lower().replace(" ", "_")
    assert universe.world.people.get(person.handle) == person
    assert universe.world.people.by_id(person.user_id) == person


def test_numbers_end(universe: Universe) -> None:
    with pytest.raises(IndexError):
        universe.world.people.number(POPULATION)
    with pytest.raises(IndexError):
        universe.world.people.number(-1)


@pytest.mark.parametrize("user_id", ["", "abc", "-1", "0", "9" * 19, "9" * 30, "1.5", "12"])
def test_such_an_id_is_nobodys(universe: Universe, user_id: str) -> None:
    assert universe.world.people.by_id(user_id) is None


def test_a_remembered_id_is_found_after_a_restart_with_its_spelling(universe: Universe) -> None:
    with universe.database.transaction():
        person = universe.world.people.remember("@PaulG")
    assert person.handle == "PaulG"
    assert universe.again().people.by_id(person.user_id) == person
    assert universe.again().people.get("paulg") == person


def test_an_id_just_shown_is_found_though_nothing_is_stored(universe: Universe) -> None:
    person = universe.person("paulg")
    assert universe.world.people.by_id(person.user_id) == person
    assert universe.database.revision == 0
    assert universe.again().people.by_id(person.user_id) is None


def test_put_overrides_and_keeps_the_rest(universe: Universe) -> None:
    before = universe.person("paulg")
    with universe.database.transaction():
        universe.world.people.put("paulg", followers_count=25_000, name="Paul Graham", bio="", website=None)
        universe.world.people.put(
            "paulg", topics=("essays",), status="protected", is_verified=True, user_id="183749519"
        )
    after = universe.again().people.by_id("183749519")
    assert after is not None
    assert (after.followers_count, after.name, after.bio, after.website) == (25_000, "Paul Graham", "", None)
    assert (after.topics, after.status, after.is_verified) == (("essays",), PersonStatus.PROTECTED, True)
    assert (after.email, after.following_count, after.tweets_count) == (
        before.email,
        before.following_count,
        before.tweets_count,
    )
    assert universe.again().people.by_id(before.user_id) is None


def test_what_was_put_is_gone_when_the_transaction_fails(universe: Universe) -> None:
    before = universe.person("paulg")

    def fail() -> None:
        with universe.database.transaction():
            universe.world.people.put("paulg", name="Other")
            assert universe.person("paulg").name == "Other"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert universe.person("paulg") == before


@pytest.mark.parametrize(
    "overrides",
    [
        {"nmae": "x"},
        {"followers_count": "many"},
        {"followers_count": -1},
        {"followers_count": True},
        {"status": "away"},
        {"user_id": "x1"},
        {"name": None},
    ],
)
def test_put_refuses_what_does_not_fit(universe: Universe, overrides: dict[str, object]) -> None:
    with universe.database.transaction(), pytest.raises(ValueError, match=r"."):
        universe.world.people.put("paulg", **overrides)


def test_put_refuses_somebody_elses_id(universe: Universe) -> None:
    other = universe.world.people.number(3)
    with universe.database.transaction(), pytest.raises(ValueError, match=other.handle):
        universe.world.people.put("paulg", user_id=other.user_id)


def test_many_are_overlaid_too(universe: Universe) -> None:
    numbers = list(range(120))
    with universe.database.transaction():
        changed = universe.world.people.put(universe.world.people.number(77).handle, name="Changed")
    people = universe.world.people.numbered(numbers)
    assert people[77] == changed
    assert [person.number for person in people] == numbers
    assert universe.world.people.many([person.key for person in people]) == people


def test_the_crowd_is_varied() -> None:
    derivation = Derivation(Entropy(1))
    people = [derivation.generated(number * 7_919) for number in range(3_000)]
    bios = " ".join(person.bio for person in people).lower()
    words = ("founder", "ceo", "startup", "saas", "hiring", "recruiter", "investor", "marketing", "crypto", "developer")
    assert all(15 <= bios.count(word) <= 900 for word in words), {word: bios.count(word) for word in words}
    assert len({person.bio for person in people}) > 2_000
    assert 0.3 < sum(person.website is None for person in people) / len(people) < 0.5
    assert 0.03 < sum(person.location == "" for person in people) / len(people) < 0.25
    assert 150 < median(person.followers_count for person in people) < 350
    assert 2_000 < median(derivation.typed(f"user{n}").followers_count for n in range(1_000)) < 5_000
    assert any("#" in person.bio for person in people)
    assert any(ord(letter) > 0x1F000 for person in people for letter in person.bio)
    assert max(len(person.bio) for person in people) <= 160


def test_every_address_is_one_that_reaches_nobody() -> None:
    derivation = Derivation(Entropy(1))
    for number in range(500):
        assert derivation.generated(number).email.endswith((".example.com", ".example.net", ".example.org"))


def test_faker_waits_until_a_name_is_needed() -> None:
    import subprocess

    code = "import sys, mockserver.world.world; sys.exit('faker' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_seed_names_the_same_people_on_every_machine() -> None:
    """Fails when Faker's lists change: stored worlds would then name other people, so a migration is due."""
    population = Population(Entropy(1))
    assert [population.name(number)[2] for number in (0, 1, POPULATION - 1)] == [
        "penny_bush9536",
        "isaac_hardy7019",
        "chase_vance2053",
    ]
    assert population.identity(0) == (1664918155485085850, 1685782395608)
