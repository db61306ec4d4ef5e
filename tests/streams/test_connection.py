"""Whatever is sent and done to a connection, its log accounts for every message, and the client got just that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.messages import Message, Outcome
from mockserver.engine.streams.policies import Overflow, SocketPolicy

REACHED = (Outcome.SENT, Outcome.LATE, Outcome.DUPLICATE)
QUEUE = 3


class Paper:
    """A wire that writes down what it carries, as long as it is let."""

    can_ping = False

    def __init__(self) -> None:
        self.is_writable = True
        self.on_writable: Callable[[], None] = lambda: None
        self.carried: list[int] = []
        self.ended: list[int | None] = []

    def send(self, message: Message) -> None:
        assert self.is_writable
        self.carried.append(int(message.text))

    def send_raw(self, data: bytes) -> None: ...

    def ping(self) -> None: ...

    def pong(self) -> None: ...

    def close(self, code: int | None, reason: str) -> None:
        self.ended.append(code)

    def abort(self) -> None:
        self.ended.append(1006)


STEPS = st.lists(
    st.one_of(
        st.just(("send", 1)),
        st.tuples(st.just("send"), st.integers(1, 6)),
        st.tuples(st.sampled_from(["gap", "duplicate", "reorder"]), st.integers(1, 4)),
        st.tuples(st.sampled_from(["stall", "flow"]), st.just(0)),
    ),
    max_size=30,
)


def play(steps: list[tuple[str, int]], policy: SocketPolicy) -> tuple[Connection, Paper, int]:
    wire = Paper()
    connection = Connection(wire, policy, vendor="toy", key_id=None, path="/")
    sent = 0
    for step, count in [*steps[: len(steps) // 4], ("open", 0), *steps[len(steps) // 4 :]]:
        match step:
            case "open":
                connection.open()
            case "send":
                for _ in range(count):
                    sent += 1
                    connection.send(Message.of(sent, f"id{sent}", str(sent).encode()))
            case "gap":
                connection.withhold(count)
            case "duplicate":
                connection.duplicate(count)
            case "reorder":
                connection.shuffle(count)
            case "stall":
                wire.is_writable = False
            case "flow":
                wire.is_writable = True
                wire.on_writable()
    return connection, wire, sent


@given(STEPS)
def test_every_message_has_its_outcome(steps: list[tuple[str, int]]) -> None:
    connection, wire, sent = play(steps, SocketPolicy(queue=QUEUE))
    log = list(connection.log)
    assert [record.number for record in log if record.outcome in REACHED] == wire.carried
    assert connection.handled == len(log)
    assert Counter(record.outcome for record in log) == Counter(+Counter(connection.counts))
    ends = Counter(record.number for record in log if record.outcome is not Outcome.DUPLICATE)
    if all(step != "duplicate" for step, _ in steps):
        assert set(ends.values()) <= {1}
        assert len(ends) + connection.waiting == sent
    assert set(wire.carried) <= set(range(1, sent + 1))


@given(STEPS)
def test_order_is_kept_unless_it_is_to_be_broken(steps: list[tuple[str, int]]) -> None:
    calm = [step for step in steps if step[0] != "reorder"]
    _, wire, _ = play(calm, SocketPolicy(queue=QUEUE))
    assert wire.carried == sorted(wire.carried)


@given(STEPS)
def test_a_strict_queue_closes_once_and_then_nothing_is_sent(steps: list[tuple[str, int]]) -> None:
    connection, wire, _ = play(steps, SocketPolicy(queue=QUEUE, overflow=Overflow.CLOSE, overflow_code=1013))
    assert wire.ended in ([], [1013])
    assert connection.is_closing == bool(wire.ended)
    if not wire.ended:
        assert connection.counts[Outcome.DROPPED] == 0
