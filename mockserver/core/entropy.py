"""Chance that repeats: every draw is a function of the workspace's seed and the names given.

Two streams with the same names give the same draws, whatever was drawn elsewhere.
Must not know what the draws decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_MASK64 = (1 << 64) - 1
_UNIFORM = 1 << 53


class Stream:
    """A sequence of draws. Each draw takes its share of a hash's 512 bits; a spent hash is hashed again."""

    __slots__ = ("_digest", "_pool", "_room")

    def __init__(self, digest: bytes) -> None:
        self._digest = digest
        self._pool = int.from_bytes(digest, "little")
        self._room = 1 << (len(digest) * 8)

    def below(self, bound: int) -> int:
        """An integer from 0 to `bound` - 1."""
        if self._room < bound << 32:  # keeps the bias of the remainder below one in four billion
            self._digest = blake2b(self._digest, digest_size=64).digest()
            self._pool = int.from_bytes(self._digest, "little")
            self._room = 1 << 512
        self._pool, drawn = divmod(self._pool, bound)
        self._room //= bound
        return drawn

    def between(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def uniform(self) -> float:
        """A number from 0 up to, but not including, 1."""
        return self.below(_UNIFORM) / _UNIFORM

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.uniform() < probability

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, each equally likely."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[T, int]]) -> T:
        """One of the items, likely in proportion to the whole number beside it."""
        left = self.below(sum(weight for _, weight in items))
        for item, weight in items:
            left -= weight
            if left < 0:
                return item
        raise AssertionError("weights sum to more than was drawn from")

    def text(self, alphabet: str, length: int) -> str:
        """A string of `length` characters of the alphabet."""
        return "".join([alphabet[self.below(len(alphabet))] for _ in range(length)])


_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789"
_NAMES = bytes(ord(_ALPHANUMERIC[byte % len(_ALPHANUMERIC)]) for byte in range(256))
"""A letter or digit for each byte, so that a hash becomes a name in one step."""


class Entropy:
    """The source of all chance in one workspace."""

    __slots__ = ("_key", "seed")

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._key = blake2b(str(seed).encode(), digest_size=32).digest()

    def digest(self, *names: str | int, size: int = 64) -> bytes:
        """`size` bytes that depend on the seed and the names only."""
        message = "\x1f".join(map(str, names)).encode("utf-8", "surrogatepass")
        return blake2b(message, digest_size=size, key=self._key).digest()

    def stream(self, *names: str | int) -> Stream:
        """The stream of that name."""
        return Stream(self.digest(*names))

    def name(self, length: int, *names: str | int) -> str:
        """Up to 64 letters and digits of that name, for what is named often; some come up a little more often."""
        return self.digest(*names, size=length).translate(_NAMES).decode()

    def number(self, *names: str | int) -> int:
        """A 64-bit number of that name."""
        return int.from_bytes(self.digest(*names, size=8), "little")

    def permutation(self, size: int, *names: str | int) -> Permutation:
        """The order of that name over 0 to `size` - 1."""
        return Permutation(size, self.number("permutation", *names))


class Permutation:
    """A shuffle of 0 to `size` - 1 that is computed per index, so its size costs nothing.

    A balanced Feistel network over the next even number of bits, walked until it lands inside `size`.
    """

    __slots__ = ("_half", "_keys", "_low", "size")

    def __init__(self, size: int, key: int) -> None:
        bits = max(2, (size - 1).bit_length())
        self.size = size
        self._half = (bits + 1) // 2
        self._low = (1 << self._half) - 1
        self._keys = tuple(_mix(key + round_number) for round_number in range(4))

    def at(self, index: int) -> int:
        """The number at `index`."""
        value = index
        while True:
            left, right = value >> self._half, value & self._low
            for key in self._keys:
                left, right = right, left ^ (_mix(right ^ key) & self._low)
            value = (left << self._half) | right
            if value < self.size:
                return value

    def index_of(self, number: int) -> int:
        """Where `number` stands: the inverse of `at`."""
        value = number
        while True:
            left, right = value >> self._half, value & self._low
            for key in reversed(self._keys):
                left, right = right ^ (_mix(left ^ key) & self._low), left
            value = (left << self._half) | right
            if value < self.size:
                return value


def _mix(value: int) -> int:
    """Spread 64 bits (the finaliser of splitmix64, S. Vigna)."""
    value &= _MASK64
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK64
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK64
    return value ^ (value >> 31)
