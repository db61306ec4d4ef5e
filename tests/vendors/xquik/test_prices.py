"""Prices belong to operations, and the magic values of the documentation are those that the code knows."""

from __future__ import annotations

from mockserver.vendors.xquik import packages
from mockserver.vendors.xquik.prices import BESIDES, PRICES


def test_every_price_is_at_least_a_credit_and_named_once() -> None:
    assert all(price.credits >= 1 for price in (*PRICES.values(), *BESIDES.values()))
    assert not set(PRICES) & set(BESIDES)


def test_no_two_magic_values_say_the_same() -> None:
    magic = packages.all_magic()
    assert len({(row.field, row.pattern) for row in magic}) == len(magic)
    assert all(row.outcome for row in magic)
