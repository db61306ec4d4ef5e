"""Follow-ups: when they come, and when they do not."""

from __future__ import annotations

import pytest

from mockserver.core.times import DAY, HOUR, WEEK
from tests.vendors.scrapely.lab import Lab, cookies
from tests.vendors.scrapely.outreach import conversation_with, conversations, launch, people, texts


def followup(wait: float, unit: str, message: str = "bump") -> dict[str, object]:
    return {"wait_time": wait, "wait_unit": unit, "message": message}


@pytest.mark.parametrize(("unit", "length"), [("hours", HOUR), ("days", DAY), ("weeks", WEEK)])
def test_a_followup_comes_after_its_wait(lab: Lab, unit: str, length: int) -> None:
    lab.account()
    launch(lab, ["silent_ann"], followups=[followup(1.5, unit, "Still there, {{firstName}}?")])
    lab.advance("3w")
    first, second = conversation_with(lab, "silent_ann")["messages"]
    assert second["time"] - first["time"] == 1.5 * length
    assert second["isSent"] is True
    assert "{{" not in second["text"]
    assert lab.get("/accounts").json()["accounts"][0]["dms_sent"] == 2


def test_each_followup_counts_from_the_message_before(lab: Lab) -> None:
    lab.account()
    launch(lab, ["silent_ann"], followups=[followup(1, "days", "one"), followup(2, "days", "two")])
    lab.advance("1w")
    messages = conversation_with(lab, "silent_ann")["messages"]
    assert [message["text"] for message in messages][1:] == ["one", "two"]
    assert [later["time"] - messages[0]["time"] for later in messages[1:]] == [DAY, 3 * DAY]


def test_a_variants_own_followups_come_before_the_campaigns(lab: Lab) -> None:
    lab.account()
    variants = [{"message": "A", "followups": [followup(1, "hours", "own")]}, {"message": "B"}]
    launch(lab, people("silent", 2), message=..., message_variants=variants, followups=[followup(2, "hours", "all")])
    lab.advance("1d")
    assert {tuple(text for _, text in texts(conversation_with(lab, handle))) for handle in people("silent", 2)} == {
        ("A", "own"),
        ("B", "all"),
    }


def test_who_has_answered_is_left_alone(lab: Lab) -> None:
    lab.account()
    launch(lab, ["replies_ann", "angry_bob"], followups=[followup(3, "days")])
    lab.advance("2w")
    for handle in ("replies_ann", "angry_bob"):
        assert [is_sent for is_sent, _ in texts(conversation_with(lab, handle))] == [True, False]


@pytest.mark.parametrize("way", ["pause", "pause-followups", "disconnect"])
def test_a_followup_of_an_account_that_may_not_send_is_held_and_never_lost(lab: Lab, way: str) -> None:
    account_id = lab.account()
    launch(lab, people("silent", 3), followups=[followup(1, "days")])
    lab.advance("2h")

    def pause(*, on: bool) -> None:
        if way == "pause":
            lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": on})
        elif way == "pause-followups":
            lab.patch("/accounts/pause-followups", {"account_id": account_id, "followups_paused": on})
        elif on:
            lab.disconnect(account_id, "over")
        else:
            renewed = lab.put("/accounts/cookies", {"account_id": account_id, "cookies": cookies()})
            assert renewed.status_code == 200

    pause(on=True)
    lab.advance("1w")
    assert [row["message_count"] for row in lab.rows("scrapely_conversations")] == [1, 1, 1]
    assert lab.timers() == [], "nothing looks again and again"
    pause(on=False)
    lab.advance("10m")
    assert [row["message_count"] for row in lab.rows("scrapely_conversations")] == [2, 2, 2]
    times = sorted(int(str(row["sent_at"])) for row in lab.rows("scrapely_sent_dms"))[3:]
    assert len(set(times)) == 3, "one after the other"


def test_an_answer_while_a_followup_is_held_makes_it_needless(lab: Lab) -> None:
    account_id = lab.account()
    launch(lab, ["silent_ann"], followups=[followup(1, "days")])
    lab.advance("2h")
    lab.patch("/accounts/pause-followups", {"account_id": account_id, "followups_paused": True})
    lab.advance("2d")
    (item,) = conversations(lab)
    from mockserver.vendors.scrapely.webhooks import TRIGGERS

    data = {"conversation_id": item["conversation_id"]}
    lab.write(lambda: TRIGGERS["new_reply"](lab.workspace, data))
    lab.patch("/accounts/pause-followups", {"account_id": account_id, "followups_paused": False})
    lab.advance("1d")
    assert [is_sent for is_sent, _ in texts(conversation_with(lab, "silent_ann"))] == [True, False]


def test_a_removed_account_follows_nobody_up(lab: Lab) -> None:
    account_id = lab.account()
    launch(lab, people("silent", 2), followups=[followup(1, "days")])
    lab.advance("2h")
    lab.delete("/accounts", {"account_id": account_id})
    lab.advance("1w")
    assert [row["message_count"] for row in lab.rows("scrapely_conversations")] == [1, 1]
