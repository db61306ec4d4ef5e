"""Mistakes that show in what one key asked of one vendor over time: retries, polling, paging.

Pure functions over exchanges in their order. Must not know vendors: paging is known by the names of parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl

from mockserver.admin.findings.finding import Exchange, Sighting
from mockserver.core.json import JSONDecodeError, loads
from mockserver.core.times import SECOND, Instant, Millis
from mockserver.gateway.journal import Entry

_RETRY_WORTH = frozenset({401, 408, 409, 423, 425, 429})
"""Refusals that may end another time without a change to the request."""

_POLLS = 10
_POLLS_WITHIN: Millis = 10 * SECOND
_POLLS_STANDING = 20
"""How often the same may be asked while the clock stands: a client cannot know that it does."""

_CURSORS = ("cursor", "after", "afterCursor", "next_cursor")
_SIZES = ("limit", "perPage", "per_page")
_IDEMPOTENCY = ("idempotencykey", "idempotency_key", "idempotency-key")


def sightings(exchanges: Sequence[Exchange], *, clock_stands: bool) -> Iterator[Sighting]:
    """What is wrong with the requests of one key to one vendor, oldest first."""
    if not clock_stands:
        yield from _hasty(exchanges)
    yield from _polling(exchanges, clock_stands=clock_stands)
    yield from _repeated(exchanges)
    yield from _paging(exchanges)


def _hasty(exchanges: Sequence[Exchange]) -> Iterator[Sighting]:
    """Requests before the time that a Retry-After named."""
    until: dict[str, Instant] = {}
    for each in exchanges:
        entry = each.entry
        left = until.get(each.place, 0) - entry.at
        if left > 0:
            message = f"The answer before said to wait another {-(-left // SECOND)} s"
            yield _sighting("ignored-retry-after", each, "", message)
        seconds = _header(entry, "retry-after")
        if entry.status == 429 and seconds.isdigit():
            until[each.place] = max(until.get(each.place, 0), entry.at + int(seconds) * SECOND)


def _polling(exchanges: Sequence[Exchange], *, clock_stands: bool) -> Iterator[Sighting]:
    """Runs of one GET with one answer, with nothing else in between that changes anything."""
    run: list[Entry] = []
    for each in exchanges:
        entry = each.entry
        if entry.method != "GET" or entry.status != 200:
            run = run if entry.method == "GET" else []
            continue
        if run and (_asked(run[-1]) != _asked(entry) or run[-1].response_body != entry.response_body):
            run = []
        run.append(entry)
        allowed = _POLLS_STANDING if clock_stands else _POLLS
        first = run[-allowed] if len(run) >= allowed else None
        if first is not None and (first.at == entry.at if clock_stands else entry.at - first.at < _POLLS_WITHIN):
            message = (
                f"Asked {allowed} times while the clock stood" if clock_stands else f"Asked {allowed} times in 10 s"
            )
            yield _sighting("polled-too-fast", each, "", message)
            run = []


def _repeated(exchanges: Sequence[Exchange]) -> Iterator[Sighting]:
    """Requests sent again as they were, after a final refusal or after they may have been done."""
    before: dict[tuple[str, str, str, bytes], Entry] = {}
    for each in exchanges:
        entry = each.entry
        asked = (*_asked(entry), entry.request_body)
        last = before.get(asked)
        if last is not None and entry.method != "GET":
            if 400 <= last.status < 500 and last.status not in _RETRY_WORTH and entry.status == last.status:
                yield _sighting("retried-refusal", each, "", f"It was answered {last.status} before, and is again")
            elif entry.method == "POST" and (last.status == 0 or last.status >= 500) and not _is_idempotent(entry):
                told = "The answer was lost" if last.status == 0 else f"The answer was {last.status}"
                yield _sighting("unsafe-retry", each, "", f"{told}, and the same was sent again")
        if entry.method != "GET" and entry.status < 300:
            before.clear()  # something changed, so that the same request may end another way
        before[asked] = entry


def _paging(exchanges: Sequence[Exchange]) -> Iterator[Sighting]:
    """Lists whose pages were followed twice, or not all."""
    last: dict[tuple[str, str], Exchange] = {}
    for each in exchanges:
        entry = each.entry
        if entry.method == "GET" and entry.status == 200:
            query = dict(parse_qsl(entry.query))
            place = (*_CURSORS, "page", "offset")
            rest = "&".join(f"{name}={query[name]}" for name in sorted(query) if name not in place)
            earlier = last.get((entry.path, rest))
            if earlier is not None:
                yield from _turned(earlier, each)
            last[entry.path, rest] = each
        elif entry.method != "GET" and entry.status < 300:
            last.clear()  # what was written may be why a list is read afresh


def _turned(earlier: Exchange, later: Exchange) -> Iterator[Sighting]:
    """What is wrong with going from one page of a list to the next request for it."""
    before, after = dict(parse_qsl(earlier.entry.query)), dict(parse_qsl(later.entry.query))
    for name in _CURSORS:
        if name in after and before.get(name) == after[name]:
            yield _sighting("page-repeated", later, name, f"{name} is the one of the request before")
            return
    for name, step in (("page", 1), ("offset", _rows(earlier.entry, before))):
        first = 1 if name == "page" else 0
        was, now = before.get(name, str(first)), after.get(name, str(first))
        if not (was.isdigit() and now.isdigit()) or int(now) == first or step is None:
            continue
        if int(now) == int(was):
            yield _sighting("page-repeated", later, name, f"{name} {now} was the request before")
        elif int(now) > int(was) + step and step > 0:
            yield _sighting("page-skipped", later, name, f"{name} went from {was} to {now}, over {step}")


def _rows(entry: Entry, query: dict[str, str]) -> int | None:
    """How many rows a page had: what was asked for, or the longest list in the answer; None where that is unknown."""
    for name in _SIZES:
        if query.get(name, "").isdigit():
            return int(query[name])
    try:
        content = loads(entry.response_body)
    except JSONDecodeError:
        return None
    lists = [value for value in content.values() if isinstance(value, list)] if isinstance(content, dict) else []
    return max(map(len, lists), default=None)


def _is_idempotent(entry: Entry) -> bool:
    """Whether the request carries a key by which the vendor knows it again."""
    if any(name.lower() in _IDEMPOTENCY for name in entry.request_headers):
        return True
    try:
        content = loads(entry.request_body)
    except JSONDecodeError:
        return False
    return isinstance(content, dict) and any(name.lower() in _IDEMPOTENCY for name in content)


def _asked(entry: Entry) -> tuple[str, str, str]:
    return entry.method, entry.path, entry.query


def _header(entry: Entry, wanted: str) -> str:
    return next((value for name, value in entry.response_headers.items() if name.lower() == wanted), "")


def _sighting(mistake: str, each: Exchange, subject: str, message: str) -> Sighting:
    return Sighting(mistake, each.entry.vendor, each.place, subject, message, each.entry.id)
