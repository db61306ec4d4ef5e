"""Logging in: how long it takes and what comes out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from mockserver.core.entropy import Entropy
from mockserver.workers import cookie_extraction
from mockserver.workers.cookie_extraction import Rejection
from mockserver.world.derivation import Derivation
from mockserver.world.person import PersonStatus

SOMEBODY = Derivation(Entropy(1)).person("somebody")


def test_a_login_takes_65_to_115_seconds_with_its_start() -> None:
    totals = [
        cookie_extraction.start_delay_ms(Entropy(seed).stream("start"))
        + cookie_extraction.processing_ms(Entropy(seed).stream("work"))
        for seed in range(500)
    ]
    assert 65_000 <= min(totals) < 70_000
    assert 110_000 < max(totals) <= 115_000


def test_a_session_has_tokens_of_xs_length_and_no_two_are_alike() -> None:
    sessions = [cookie_extraction.log_in(Entropy(seed).stream("session")) for seed in range(20)]
    assert all(re.fullmatch("[0-9a-f]{40}", session.auth_token) for session in sessions)
    assert all(re.fullmatch("[0-9a-f]{160}", session.ct0) for session in sessions)
    assert len({session.auth_token for session in sessions}) == 20


@pytest.mark.parametrize(
    ("status", "rejection"),
    [(PersonStatus.ACTIVE, None), (PersonStatus.PROTECTED, None), (PersonStatus.SUSPENDED, Rejection.BLOCKED)],
)
def test_the_world_decides_who_can_log_in(status: PersonStatus, rejection: Rejection | None) -> None:
    assert cookie_extraction.rejection_of(replace(SOMEBODY, status=status)) is rejection


def test_nobody_has_no_password() -> None:
    assert cookie_extraction.rejection_of(None) is Rejection.PASSWORD
