"""Events are told after the transaction, in order, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.core.events import EventBus


@dataclass(frozen=True)
class Happened:
    what: str


def test_listeners_hear_in_order_and_also_what_listeners_say() -> None:
    bus = EventBus()
    heard: list[str] = []

    def listen(event: Happened) -> None:
        heard.append(event.what)
        if event.what == "first":
            bus.publish(Happened("echo"))

    bus.subscribe(Happened, listen)
    bus.publish(Happened("first"))
    bus.publish(Happened("second"))
    assert heard == []
    bus.flush()
    assert heard == ["first", "second", "echo"]


def test_what_was_rolled_back_is_never_told() -> None:
    bus = EventBus()
    heard: list[str] = []
    bus.subscribe(Happened, lambda event: heard.append(event.what))
    bus.publish(Happened("gone"))
    bus.discard()
    bus.flush()
    assert heard == []


def test_observers_see_an_event_while_it_happens() -> None:
    bus = EventBus()
    seen: list[str] = []
    bus.observe(Happened, lambda event: seen.append(event.what))
    bus.publish(Happened("now"))
    assert seen == ["now"]
    bus.discard()
    bus.flush()
    assert seen == ["now"]
