"""Verdicts on addresses: the rules of syntax, the magic domains, and what the seed decides."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy
from mockserver.vendors.scravio import emails
from mockserver.vendors.scravio.emails import Outage, Reason

ENTROPY = Entropy(7)


def library_says(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, strict=True, test_environment=True)
    except EmailNotValidError:
        return False
    return len(address) <= emails.LONGEST


@pytest.mark.parametrize(
    "address",
    ["jane@example.com", "jane.doe+tag@mail.example.co.uk", "o'brien@example.com", "a@b.test", "jürgen@müller.de"],
)
def test_well_formed(address: str) -> None:
    assert emails.is_well_formed(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "jane", "jane@", "@example.com", "jane@example", "jane@@example.com", "jane doe@example.com",
        ".jane@example.com", "jane.@example.com", "ja..ne@example.com", "jane@-example.com", "jane@example.com.",
        "jane@printer.local", "jane@localhost", "jane@1.2.3.4", f"{'a' * 65}@example.com", "jane@exa\x00mple.com",
        f"jane@{'a' * 64}.com", "jane@example.com\n", f"a@{'b.' * 130}com", "😀" * 400,
    ],
)  # fmt: skip
def test_malformed(address: str) -> None:
    assert not emails.is_well_formed(address)
    assert emails.verdict(ENTROPY, address).reason is Reason.MALFORMED


LABEL = st.text("abz09-", min_size=1, max_size=64)
LOCAL = st.text("abz09._+-'", min_size=1, max_size=66)
DOMAIN = st.lists(LABEL, min_size=1, max_size=5).map(".".join)
ENDING = st.sampled_from(["com", "co", "test", "local", "localhost", "x", "c0m", "invalid", "onion", "arpa"])


@given(local=LOCAL, domain=DOMAIN, ending=ENDING)
def test_the_short_cut_says_what_the_library_says(local: str, domain: str, ending: str) -> None:
    address = f"{local}@{domain}.{ending}"
    assert emails.is_well_formed(address) == library_says(address)


@given(st.text())
def test_any_text_gets_a_verdict(text: str) -> None:
    address = emails.normalised(text)
    assert emails.verdict(ENTROPY, address) == emails.verdict(Entropy(7), address)


def test_magic_domains() -> None:
    assert emails.verdict(ENTROPY, "any@deliverable.test").status == "valid"
    assert emails.verdict(ENTROPY, "any@bounce.test").status == "invalid"
    with pytest.raises(Outage):
        emails.verdict(ENTROPY, "any@outage.test")


def test_the_seed_decides_and_most_addresses_are_good() -> None:
    addresses = [f"user{number}@example.com" for number in range(2_000)]
    verdicts = [emails.verdict(ENTROPY, address).is_valid for address in addresses]
    assert 0.85 < sum(verdicts) / len(verdicts) < 0.91
    assert verdicts != [emails.verdict(Entropy(8), address).is_valid for address in addresses]
