"""What happened: told to listeners after it was committed, and to observers while it happens.

An observer keeps something beside what is written (an index, a list of news) and so takes part in the transaction.
Must not know who listens, nor run a listener inside a transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")


class EventBus:
    """Events of one workspace: `publish` inside the transaction, listeners run by `flush` after it."""

    def __init__(self) -> None:
        self._listeners: defaultdict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)
        self._observers: defaultdict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)
        self._pending: list[object] = []

    def subscribe(self, kind: type[E], listener: Callable[[E], None]) -> None:
        """Call `listener` with every committed event of exactly this class, in order."""
        self._listeners[kind].append(listener)

    def observe(self, kind: type[E], observer: Callable[[E], None]) -> None:
        """Call `observer` with every event of exactly this class as it is published, in the same transaction."""
        self._observers[kind].append(observer)

    def publish(self, event: object) -> None:
        """Show an event to its observers, and remember it until the transaction ends."""
        self._pending.append(event)
        self.show(event)

    def show(self, event: object) -> None:
        """Show an event to its observers alone: nobody is told of it."""
        for observer in self._observers[type(event)]:
            observer(event)

    def discard(self) -> None:
        """Forget what was published: the transaction was rolled back."""
        self._pending.clear()

    def take(self) -> list[object]:
        """What was published, for `tell` later; right after the commit, before anybody else can discard it."""
        taken, self._pending = self._pending, []
        return taken

    def tell(self, events: list[object]) -> None:
        """Tell the listeners; what a listener publishes is told too."""
        for event in events:
            for listener in self._listeners[type(event)]:
                listener(event)
        self.flush()

    def flush(self) -> None:
        """Tell the listeners what was published."""
        while self._pending:
            self.tell(self.take())
