"""Limits on virtual time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockserver.gateway.rate_limit import FixedWindow, Limiter, TokenBucket

WINDOW = FixedWindow("window", limit=3, window_ms=60_000)
BUCKET = TokenBucket("bucket", limit=2, window_ms=10_000)


def test_a_window_counts_down_refuses_and_opens_again() -> None:
    limiter = Limiter()
    verdicts = [limiter.hit(WINDOW, "key", at) for at in (1_000, 2_000, 3_000, 4_000, 61_000)]
    assert [(v.allowed, v.remaining, v.reset_at, v.retry_after_ms) for v in verdicts] == [
        (True, 2, 61_000, 0),
        (True, 1, 61_000, 0),
        (True, 0, 61_000, 0),
        (False, 0, 61_000, 57_000),
        (True, 2, 121_000, 0),
    ]


def test_subjects_and_limits_are_counted_apart() -> None:
    limiter = Limiter()
    for _ in range(4):
        limiter.hit(WINDOW, "key", 0)
    assert limiter.hit(WINDOW, "other", 0).allowed
    assert limiter.hit(BUCKET, "key", 0).allowed


def test_a_bucket_fills_up_evenly() -> None:
    limiter = Limiter()
    assert [limiter.hit(BUCKET, "key", 0).allowed for _ in range(3)] == [True, True, False]
    assert limiter.hit(BUCKET, "key", 0).retry_after_ms == 5_000
    assert not limiter.hit(BUCKET, "key", 4_999).allowed
    assert limiter.hit(BUCKET, "key", 5_000).allowed


def test_clearing_forgets() -> None:
    limiter = Limiter()
    for _ in range(4):
        limiter.hit(WINDOW, "key", 0)
    limiter.clear()
    assert limiter.hit(WINDOW, "key", 0).allowed


@given(st.lists(st.integers(min_value=0, max_value=200_000), max_size=60))
def test_no_window_lets_more_through_than_its_limit(times: list[int]) -> None:
    limiter = Limiter()
    passed = [at for at in sorted(times) if limiter.hit(WINDOW, "key", at).allowed]
    opened: int | None = None
    count = 0
    for at in passed:
        if opened is None or at >= opened + WINDOW.window_ms:
            opened, count = at, 0
        count += 1
        assert count <= WINDOW.limit


@given(st.lists(st.integers(min_value=0, max_value=60_000), max_size=60))
def test_a_bucket_never_lets_through_more_than_it_held_and_gained(times: list[int]) -> None:
    limiter = Limiter()
    passed = [at for at in sorted(times) if limiter.hit(BUCKET, "key", at).allowed]
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            gained = (passed[last] - passed[first]) * BUCKET.limit / BUCKET.window_ms
            assert last - first + 1 <= BUCKET.limit + gained + 1e-6
