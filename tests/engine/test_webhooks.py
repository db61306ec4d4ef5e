"""Deliveries: frozen bytes, signatures, retries, attempts, and where none may go."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from mockserver.core.times import MINUTE
from mockserver.engine.webhooks.deliveries import Webhooks
from mockserver.engine.webhooks.distortions import Distortion
from mockserver.engine.webhooks.policies import (
    HmacBody,
    Message,
    RetrySchedule,
    SharedSecretHeader,
    Signer,
    WebhookProfile,
)
from mockserver.engine.webhooks.targets import RefusedTarget, check_url, resolve
from mockserver.engine.webhooks.transport import Answer
from tests.engine.lab import Lab


@dataclass
class Receiver:
    """A transport that answers from a list of statuses, then always 200."""

    statuses: list[int | None] = field(default_factory=list)
    got: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: int) -> Answer:
        self.got.append((url, body, dict(headers)))
        status = self.statuses.pop(0) if self.statuses else 200
        return Answer(status, None if status else "no answer", 3)

    async def close(self) -> None:
        pass


def compose(universe: object, event: str, facts: Mapping[str, object]) -> Message | None:
    return None if event == "unknown" else Message(event, {"event": event, "facts": dict(facts)})


def made(receiver: Receiver, signer: Signer | None = None) -> tuple[Lab, Webhooks]:
    profile = WebhookProfile(
        events=("a", "b"),
        signer=signer or HmacBody("X-Signature", event_header="X-Event"),
        retries=RetrySchedule((MINUTE, 2 * MINUTE, 4 * MINUTE), is_final=lambda status: status == 410),
        timeout_ms=1_000,
        compose=compose,
        gave_up="exhausted",
    )
    lab = Lab()
    return lab, Webhooks(lab.database, lab.clock, lab.ids, lab.scheduler, receiver, lambda vendor: profile, lab)


def emit(lab: Lab, webhooks: Webhooks, event: str = "a", **facts: object) -> list[str]:
    with lab.database.transaction():
        return webhooks.emit("vendor", event, facts)


def register(lab: Lab, webhooks: Webhooks, url: str = "http://receiver.test/hook", events: str = "a") -> str:
    with lab.database.transaction():
        return webhooks.register("vendor", url, events.split(","), secret="s3cret").id


def test_a_delivery_carries_its_bytes_and_a_signature_that_others_can_check() -> None:
    receiver = Receiver()
    lab, webhooks = made(receiver)
    register(lab, webhooks)
    (delivery_id,) = emit(lab, webhooks, number=1)
    asyncio.run(lab.scheduler.settle())
    url, body, headers = receiver.got[0]
    assert url == "http://receiver.test/hook"
    assert json.loads(body) == {"event": "a", "facts": {"number": 1}}
    assert headers["X-Signature"] == "sha256=" + hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
    assert headers["X-Event"] == "a"
    assert headers["Content-Type"] == "application/json"
    delivery = webhooks.delivery(delivery_id)
    assert delivery is not None
    assert (delivery.status, delivery.attempts, delivery.body) == ("delivered", 1, body)


def test_failed_deliveries_are_retried_on_the_schedule_and_then_given_up() -> None:
    receiver = Receiver([500, None, 503, 500])
    lab, webhooks = made(receiver)
    register(lab, webhooks)
    (delivery_id,) = emit(lab, webhooks)
    asyncio.run(lab.scheduler.advance_until_idle())
    attempts = webhooks.attempts(delivery_id)
    assert [attempt.at for attempt in attempts] == [0, MINUTE, 3 * MINUTE, 7 * MINUTE]
    assert [(attempt.status, attempt.error) for attempt in attempts] == [
        (500, None),
        (None, "no answer"),
        (503, None),
        (500, None),
    ]
    delivery = webhooks.delivery(delivery_id)
    assert delivery is not None
    assert delivery.status == "exhausted"
    assert len({body for _, body, _ in receiver.got}) == 1, "every attempt carries the same bytes"


def test_what_is_given_up_is_tried_no_more_but_what_arrived_stays_delivered() -> None:
    receiver = Receiver([500, 200])
    lab, webhooks = made(receiver)
    register(lab, webhooks)
    (failed,) = emit(lab, webhooks)
    asyncio.run(lab.scheduler.settle())
    (arrived,) = emit(lab, webhooks)
    asyncio.run(lab.scheduler.settle())
    with lab.database.transaction():
        for delivery_id in (failed, arrived, "unknown"):
            webhooks.give_up(delivery_id)
    asyncio.run(lab.scheduler.advance(lab.clock.now() + 10 * MINUTE))
    assert len(receiver.got) == 2
    found = [webhooks.delivery(delivery_id) for delivery_id in (failed, arrived)]
    assert [each and each.status for each in found] == ["exhausted", "delivered"]


def test_a_final_answer_ends_the_tries() -> None:
    receiver = Receiver([410])
    lab, webhooks = made(receiver)
    register(lab, webhooks)
    emit(lab, webhooks)
    asyncio.run(lab.scheduler.advance_until_idle())
    assert len(receiver.got) == 1


def test_only_receivers_of_the_event_get_it_and_a_star_gets_all() -> None:
    receiver = Receiver()
    lab, webhooks = made(receiver)
    register(lab, webhooks, "http://a.test/", "a")
    register(lab, webhooks, "http://b.test/", "b")
    register(lab, webhooks, "http://all.test/", "*")
    emit(lab, webhooks, "b")
    asyncio.run(lab.scheduler.settle())
    assert [url for url, _, _ in receiver.got] == ["http://b.test/", "http://all.test/"]


def test_an_event_that_the_edition_does_not_send_goes_nowhere() -> None:
    receiver = Receiver()
    lab, webhooks = made(receiver)
    register(lab, webhooks, events="*")
    assert emit(lab, webhooks, "unknown") == []


def test_what_was_rolled_back_is_not_delivered() -> None:
    receiver = Receiver()
    lab, webhooks = made(receiver)
    register(lab, webhooks)

    def emit_and_fail() -> None:
        webhooks.emit("vendor", "a", {})
        raise RuntimeError

    with pytest.raises(RuntimeError), lab.database.transaction():
        emit_and_fail()
    asyncio.run(lab.scheduler.settle())
    assert receiver.got == []


def test_redelivery_sends_the_same_bytes_again() -> None:
    receiver = Receiver()
    lab, webhooks = made(receiver)
    webhook_id = register(lab, webhooks)
    (delivery_id,) = emit(lab, webhooks)
    asyncio.run(lab.scheduler.settle())
    delivery = webhooks.delivery(delivery_id)
    assert delivery is not None
    with lab.database.transaction():
        webhooks.redeliver(delivery)
    asyncio.run(lab.scheduler.settle())
    assert receiver.got[0][1] == receiver.got[1][1]
    assert len(webhooks.attempts(delivery_id)) == 2
    with lab.database.transaction():
        assert webhooks.remove(webhook_id)
        with pytest.raises(LookupError):
            webhooks.redeliver(delivery)


def test_a_delivery_to_a_receiver_that_was_removed_ends() -> None:
    receiver = Receiver([500])
    lab, webhooks = made(receiver)
    webhook_id = register(lab, webhooks)
    (delivery_id,) = emit(lab, webhooks)
    asyncio.run(lab.scheduler.settle())
    with lab.database.transaction():
        webhooks.remove(webhook_id)
    asyncio.run(lab.scheduler.advance_until_idle())
    delivery = webhooks.delivery(delivery_id)
    assert delivery is not None
    assert delivery.status == "exhausted"
    assert len(receiver.got) == 1


@pytest.mark.parametrize("signer", [HmacBody("X-Signature"), SharedSecretHeader("X-Webhook-Key")])
def test_a_verdict_tells_the_right_secret_and_body_from_others(signer: Signer) -> None:
    receiver = Receiver()
    lab, webhooks = made(receiver, signer)
    register(lab, webhooks)
    emit(lab, webhooks)
    asyncio.run(lab.scheduler.settle())
    _, body, headers = receiver.got[0]
    sent = {name.lower(): value for name, value in headers.items()}
    assert signer.verify("s3cret", sent, body)
    assert not signer.verify("other", sent, body)
    assert not signer.verify("s3cret", {}, body)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/",
        "http://",
        "not a url",
        "http://user:pw@host/",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://100.100.100.200/",
        "http://224.0.0.1/",
        "http://host:99999/",
        "http://ho st/",
        "http://host/\r\nX-Evil: 1",
    ],
)
def test_addresses_that_no_webhook_may_have(url: str) -> None:
    with pytest.raises(RefusedTarget):
        check_url(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "https://example.com", "http://10.0.0.8/", "http://[::1]:80/"])
def test_addresses_that_a_webhook_may_have(url: str) -> None:
    assert check_url(url) == url


def test_a_name_is_checked_by_where_it_leads() -> None:
    assert asyncio.run(resolve("127.0.0.1", 80)) == "127.0.0.1"
    with pytest.raises(RefusedTarget):
        # The old numeric spelling of 169.254.169.254, which resolvers accept.
        asyncio.run(resolve("2852039166", 80))


def test_a_secret_that_is_sent_as_it_is_is_not_kept_with_the_attempts() -> None:
    receiver = Receiver([None])
    lab, webhooks = made(receiver, SharedSecretHeader("X-Webhook-Key"))
    webhook_id = register(lab, webhooks)
    (delivery_id,) = emit(lab, webhooks)
    asyncio.run(lab.scheduler.settle())
    webhook = webhooks.find(webhook_id)
    assert webhook is not None
    with lab.database.transaction():
        fresh = webhooks.rotate(webhook)
    asyncio.run(lab.scheduler.advance(MINUTE))
    assert [headers["X-Webhook-Key"] for _, _, headers in receiver.got] == ["s3cret", fresh]
    kept = [attempt.headers for attempt in webhooks.attempts(delivery_id)]
    assert [headers["X-Webhook-Key"] for headers in kept] == ["[redacted]"] * 2
    assert kept[0]["Content-Type"] == "application/json"
    delivery = webhooks.delivery(delivery_id)
    assert delivery is not None
    assert "X-Webhook-Key" not in delivery.headers


def test_a_spoilt_delivery_changes_nothing_though_its_receiver_goes_meanwhile() -> None:
    receiver = Receiver()
    lab, webhooks = made(receiver)
    webhook_id = register(lab, webhooks)
    (delivery_id,) = emit(lab, webhooks)
    asyncio.run(lab.scheduler.settle())
    delivery = webhooks.delivery(delivery_id)
    assert delivery is not None
    with lab.database.transaction():
        webhooks.redeliver(delivery, Distortion.TAMPERED)
        webhooks.change(webhook_id, is_active=False)
    asyncio.run(lab.scheduler.settle())
    assert (len(receiver.got), len(webhooks.attempts(delivery_id))) == (1, 1)
    assert webhooks.delivery(delivery_id) == delivery
