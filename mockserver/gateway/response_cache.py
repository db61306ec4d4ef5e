"""Answers that need not be worked out again: a GET whose handler read nothing but the store.

Such an answer is a function of (revision of the store, key, request), so it stays right until something is
written. A handler that asked the clock or wrote something is never remembered. Must not know any vendor.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from mockserver.gateway.messages import Response

MAX_BYTES = 8 * 1024 * 1024
_LARGEST = 256 * 1024
_OVERHEAD = 500


class ResponseCache:
    """The answers of one revision of one workspace's store; a newer revision empties it."""

    __slots__ = ("_answers", "_limit", "_revision", "_size")

    def __init__(self, *, size: int = MAX_BYTES) -> None:
        self._limit = size
        self._size = 0
        self._revision = -1
        self._answers: OrderedDict[Hashable, Response] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, revision: int, request: Hashable) -> Response | None:
        """The answer to the request at this revision."""
        if revision != self._revision:
            return None
        return self._answers.get(request)

    def put(self, revision: int, request: Hashable, response: Response) -> None:
        """Remember an answer; the oldest ones make room for it."""
        if revision != self._revision:
            self._answers.clear()
            self._size = 0
            self._revision = revision
        if len(response.body) > _LARGEST or request in self._answers:
            return
        self._answers[request] = response
        self._size += len(response.body) + _OVERHEAD
        while self._size > self._limit:
            _, oldest = self._answers.popitem(last=False)
            self._size -= len(oldest.body) + _OVERHEAD
