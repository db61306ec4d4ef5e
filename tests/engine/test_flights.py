"""One receiver that does not answer holds nobody else up, whether time passes by itself or is advanced."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from mockserver.core.clock import Clock, ClockMode
from mockserver.core.times import MINUTE
from mockserver.engine.flights import AT_ONCE, LANES
from mockserver.engine.webhooks.deliveries import Webhooks
from mockserver.engine.webhooks.policies import HmacBody, Message, RetrySchedule, WebhookProfile
from mockserver.engine.webhooks.transport import Answer, HttpTransport
from tests.engine.lab import Lab
from tests.engine.test_transport import OK, receiver, request

STUCK, QUICK = "http://stuck.test/hook", "http://quick.test/hook"


class Network:
    """A transport on which one receiver never answers until it is let go."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.came: list[str] = []
        self.waiting = 0
        self.quick_ones = asyncio.Semaphore(0)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: int) -> Answer:
        self.came.append(url)
        if url == STUCK:
            self.waiting += 1
            await self.let_go.wait()
            return Answer(None, "no answer", 1)
        self.quick_ones.release()
        return Answer(200, None, 1)

    async def close(self) -> None:
        return


def furnish(transport: Network | HttpTransport, clock: Clock, *, timeout_ms: int = 30_000) -> tuple[Lab, Webhooks]:
    profile = WebhookProfile(
        events=("a", "b"),
        signer=HmacBody("X-Signature"),
        retries=RetrySchedule(()),
        timeout_ms=timeout_ms,
        compose=lambda universe, event, facts: Message(event, {"event": event}),
    )
    lab = Lab(clock=clock)
    return lab, Webhooks(lab.database, lab.clock, lab.ids, lab.scheduler, transport, lambda vendor: profile, lab)


def register(lab: Lab, webhooks: Webhooks, url: str, event: str) -> None:
    with lab.database.transaction():
        webhooks.register("vendor", url, [event], secret="s3cret")


def emit(lab: Lab, webhooks: Webhooks, event: str, times: int) -> None:
    with lab.database.transaction():
        for _ in range(times):
            webhooks.emit("vendor", event, {})
    lab.events.flush()


def test_while_time_passes_a_stuck_receiver_delays_nobody() -> None:
    """More wait for the stuck one than may be under way in all, and they were there first."""

    async def run() -> None:
        network = Network()
        lab, webhooks = furnish(network, Clock.start(ClockMode.REAL))
        register(lab, webhooks, STUCK, "a")
        register(lab, webhooks, QUICK, "b")
        emit(lab, webhooks, "a", AT_ONCE + 500)
        emit(lab, webhooks, "b", 300)
        driver = asyncio.create_task(lab.scheduler.run_forever())
        for _ in range(300):
            await network.quick_ones.acquire()
        assert network.waiting == AT_ONCE // LANES, "a receiver has so many places and no more"
        network.let_go.set()
        await lab.scheduler.settle()
        assert network.came.count(STUCK) == AT_ONCE + 500
        assert webhooks.count_deliveries() == AT_ONCE + 800
        driver.cancel()
        await asyncio.gather(driver, return_exceptions=True)
        await lab.scheduler.close()

    asyncio.run(run())


def test_an_advance_is_bounded_by_the_time_limit_however_many_deliveries_are_stuck() -> None:
    """Over real sockets: the quick receiver has all of its deliveries while the stuck one is still waited for."""
    order: list[str] = []

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        order.append("stuck")
        await asyncio.Event().wait()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await request(reader)
            order.append("quick")
            writer.write(OK)

    async def run() -> None:
        transport = HttpTransport()
        async with receiver(hang) as stuck, receiver(serve) as quick:
            lab, webhooks = furnish(transport, Clock.start(ClockMode.FROZEN, now=0), timeout_ms=1_500)
            register(lab, webhooks, stuck, "a")
            register(lab, webhooks, quick, "b")
            emit(lab, webhooks, "a", 200)
            emit(lab, webhooks, "b", 200)
            await asyncio.wait_for(lab.scheduler.advance(MINUTE), timeout=20)
            outcomes = [(row.event, row.status) for row in webhooks.deliveries(limit=1_000)]
            assert outcomes == [("b", "delivered")] * 200 + [("a", "failed")] * 200
            assert lab.clock.now() == MINUTE
            await transport.close()

    asyncio.run(run())
    assert order.count("quick") == 200
    assert order.count("stuck") <= 8, "one time limit showed that it is silent"
