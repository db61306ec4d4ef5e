"""The worker: pace, personal messages, actions before the DM, pauses, removals, sessions that have expired."""

from __future__ import annotations

import itertools

import pytest

from mockserver.core.times import MINUTE
from tests.vendors.scrapely.lab import Lab, cookies
from tests.vendors.scrapely.outreach import (
    campaign_body,
    conversation_with,
    conversations,
    counts,
    launch,
    people,
    source_of,
    texts,
)


def sent_times(lab: Lab) -> list[int]:
    return [int(str(row["sent_at"])) for row in lab.rows("scrapely_sent_dms")]


def test_the_first_dm_leaves_within_five_minutes_and_then_one_in_ten_to_twenty(lab: Lab) -> None:
    lab.account()
    launch(lab, people("silent", 30))
    begun = lab.now
    lab.advance("1d")
    times = sent_times(lab)
    assert len(times) == 30
    assert 0 < times[0] - begun <= 5 * MINUTE
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert all(10 * MINUTE <= gap <= 20 * MINUTE for gap in gaps)


def test_an_account_keeps_its_pace_over_two_campaigns(lab: Lab) -> None:
    lab.account()
    source_id = source_of(lab, people("silent", 40))
    for name in "AB":
        lab.post("/campaigns", campaign_body(source_id, name=name))
    lab.advance("6h")
    assert 18 <= len(sent_times(lab)) <= 40, "as many as one campaign would have sent, give or take"


def test_messages_are_made_out_to_the_lead(lab: Lab) -> None:
    lab.account()
    lab.write(lambda: lab.workspace.world.people.put("silent_ann", name="Ann Lee", first_name="Ann", company="Acme"))
    launch(lab, ["silent_ann"], message="Hi {{firstName}} ({{ handle }}) of {{company}}, {{unknown}} {{name}}")
    lab.advance("10m")
    assert texts(conversation_with(lab, "silent_ann")) == [
        (True, "Hi Ann (silent_ann) of Acme, {{unknown}} Ann Lee"),
    ]


def test_a_sent_dm_is_in_the_world_and_counted(lab: Lab) -> None:
    account_id = lab.account()
    launch(lab, ["silent_ann"])
    lab.advance("10m")
    assert lab.get("/accounts").json()["accounts"][0]["dms_sent"] == 1
    world = lab.workspace.world
    ann, mine = world.people.get("silent_ann"), world.people.get("myhandle")
    assert ann is not None
    assert mine is not None
    (message,) = world.messages.inbox(ann.user_id, 5)
    assert (message.sender_id, message.recipient_id) == (mine.user_id, ann.user_id)
    assert lab.rows("scrapely_sent_dms")[0]["message_id"] == message.id
    assert lab.rows("scrapely_sent_dms")[0]["account_id"] == account_id


def test_people_who_take_no_messages_fail_without_an_action(lab: Lab) -> None:
    lab.account()
    launch(lab, ["closed_one"], enable_follow=True)
    lab.advance("10m")
    assert counts(lab)["failed"] == 1
    assert lab.rows("scrapely_dm_jobs")[0]["error"] == "User does not accept direct messages"
    assert conversations(lab) == []
    world = lab.workspace.world
    mine, lead = world.people.get("myhandle"), world.people.get("closed_one")
    assert mine is not None
    assert lead is not None
    assert not world.graph.follows(mine, lead)


def test_a_person_who_follows_the_account_takes_its_messages(lab: Lab) -> None:
    lab.account()
    world = lab.workspace.world
    source_id = source_of(lab, ["closed_one"])
    lab.write(lambda: world.graph.follow(world.people.remember("closed_one"), world.people.remember("myhandle")))
    lab.post("/campaigns", campaign_body(source_id))
    lab.advance("10m")
    assert counts(lab)["completed"] == 1


def test_a_suspended_lead_fails(lab: Lab) -> None:
    lab.account()
    source_id = source_of(lab, ["silent_ann"])
    lab.write(lambda: lab.workspace.world.people.put("silent_ann", status="suspended"))
    lab.post("/campaigns", campaign_body(source_id))
    lab.advance("10m")
    assert counts(lab)["failed"] == 1
    assert lab.rows("scrapely_dm_jobs")[0]["error"] == "User is suspended"


def test_an_account_does_not_write_to_itself(lab: Lab) -> None:
    lab.account("selfish")
    launch(lab, ["selfish", "silent_1"])
    lab.advance("1h")
    assert (counts(lab)["completed"], counts(lab)["failed"]) == (1, 1)


def test_actions_really_happen_before_the_dm(lab: Lab) -> None:
    lab.account()
    world = lab.workspace.world
    lab.write(lambda: world.people.put("silent_ann", topics=["sailing"]))
    lab.write(lambda: world.tweets.publish("silent_ann", "What a day"))
    launch(
        lab,
        ["silent_ann"],
        enable_follow=True,
        enable_like=True,
        enable_comment=True,
        comment_template="Great insights on {{topic}}!",
    )
    lab.advance("10m")
    mine, ann = world.people.get("myhandle"), world.people.get("silent_ann")
    assert mine is not None
    assert ann is not None
    (tweet,) = [each for each in world.tweets.by_author("silent_ann", 3) if each.text == "What a day"]
    assert world.graph.follows(mine, ann)
    assert world.tweets.has_liked(mine.user_id, tweet.id)
    (comment,) = world.tweets.replies(tweet.id, 5)
    assert (comment.author_handle, comment.text) == ("myhandle", "Great insights on sailing!")


def test_without_actions_nothing_happens_in_public(lab: Lab) -> None:
    lab.account()
    world = lab.workspace.world
    launch(lab, ["silent_ann"])
    lab.advance("10m")
    mine, ann = world.people.get("myhandle"), world.people.get("silent_ann")
    assert mine is not None
    assert ann is not None
    assert not world.graph.follows(mine, ann)
    assert world.tweets.liked_by(mine.user_id, 5) == []


def test_a_comment_without_a_template_is_made_up(lab: Lab) -> None:
    lab.account()
    world = lab.workspace.world
    lab.write(lambda: world.tweets.publish("silent_ann", "What a day"))
    launch(lab, ["silent_ann"], enable_comment=True)
    lab.advance("10m")
    tweet = next(each for each in world.tweets.by_author("silent_ann", 3) if each.text == "What a day")
    (comment,) = world.tweets.replies(tweet.id, 5)
    assert comment.text
    assert "{{" not in comment.text


# Accounts that may not send


def test_a_paused_account_waits_without_timers_and_goes_on(lab: Lab) -> None:
    account_id = lab.account()
    launch(lab, people("silent", 3))
    lab.advance("10m")
    lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": True})
    lab.advance("10d")
    assert counts(lab)["completed"] == 1
    assert lab.timers() == []
    lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": False})
    lab.advance("6m")
    assert counts(lab)["completed"] == 2
    lab.advance("1h")
    assert counts(lab)["completed"] == 3


def test_the_other_account_keeps_its_pace_meanwhile(lab: Lab) -> None:
    paused, other = lab.account("paused"), lab.account("other")
    launch(lab, people("silent", 20), account_ids=[paused, other])
    lab.advance("10m")
    lab.patch("/accounts/pause", {"account_id": paused, "is_paused": True})
    lab.advance("1d")
    times = [int(str(row["sent_at"])) for row in lab.rows("scrapely_sent_dms") if row["account_id"] == other]
    assert len(times) == 10
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert all(10 * MINUTE <= gap <= 20 * MINUTE for gap in gaps)
    assert counts(lab)["pending"] == 9


def test_an_expired_session_is_found_out_and_told(lab: Lab) -> None:
    account_id = lab.account()
    lab.put("/accounts/cookies", {"account_id": account_id, "cookies": cookies(auth_token="expired-1")})
    lab.listen()
    launch(lab, people("silent", 2))
    lab.advance("1h")
    (told,) = lab.settle()
    assert told["event"] == "account_paused"
    assert told["data"] == {
        "account_id": account_id,
        "account_handle": "myhandle",
        "reason": "Session expired or account disconnected",
    }
    assert counts(lab)["pending"] == 2
    assert lab.get("/accounts").json() == {"accounts": []}
    lab.put("/accounts/cookies", {"account_id": account_id, "cookies": cookies()})
    lab.advance("1h")
    assert counts(lab)["completed"] == 2


def test_an_account_disconnected_elsewhere_lets_the_other_keep_its_pace(lab: Lab) -> None:
    lost, other = lab.account("lost"), lab.account("other")
    launch(lab, people("silent", 6), account_ids=[lost, other])
    lab.disconnect(lost, "over")
    lab.advance("1d")
    times = sent_times(lab)
    assert len(times) == 3
    assert {row["account_id"] for row in lab.rows("scrapely_sent_dms")} == {other}
    assert all(later - earlier >= 10 * MINUTE for earlier, later in itertools.pairwise(times))


def test_what_a_removed_account_had_to_send_fails(lab: Lab) -> None:
    removed, other = lab.account("removed"), lab.account("other")
    lab.listen()
    launch(lab, people("silent", 4), account_ids=[removed, other])
    lab.delete("/accounts", {"account_id": removed})
    assert counts(lab)["failed"] == 2
    lab.advance("1d")
    assert counts(lab) == {"name": "Outreach", "total": 4, "completed": 2, "pending": 0, "failed": 2, "progress": 50}
    assert [told["event"] for told in lab.settle()] == ["leads_exhausted"]


def test_a_campaign_whose_only_account_is_removed_is_over(lab: Lab) -> None:
    removed = lab.account("removed")
    lab.listen()
    launch(lab, people("silent", 2))
    lab.delete("/accounts", {"account_id": removed})
    (told,) = lab.settle()
    assert told["data"]["total_sent"] == 0
    assert told["data"]["account_handle"] == "removed"
    assert lab.timers() == []


# The end


def test_the_end_is_told_once(lab: Lab) -> None:
    lab.account("one")
    lab.account("two")
    lab.listen()
    launch(lab, [*people("silent", 4), "closed_1"], name="SaaS Founders Outreach")
    lab.advance("2d")
    (told,) = lab.settle()
    last = lab.rows("scrapely_sent_dms")[-1]["account_id"]
    handles = {row["id"]: row["handle"] for row in lab.rows("scrapely_accounts")}
    assert told["data"] == {
        "campaign_id": lab.rows("scrapely_campaigns")[0]["id"],
        "campaign_name": "SaaS Founders Outreach",
        "account_handle": handles[last],
        "total_sent": 4,
    }
    lab.advance("30d")
    assert len(lab.settle()) == 1


@pytest.mark.parametrize("action", ["complete", "fail", "stall"])
def test_a_tester_steers_the_job(lab: Lab, action: str) -> None:
    lab.account("one")
    lab.account("two")
    launch(lab, people("silent", 6))
    job = lab.job(str(lab.rows("scrapely_campaigns")[0]["id"]))
    jobs = lab.workspace.jobs
    if action == "complete":
        jobs.complete(job)
        assert counts(lab)["completed"] == 6
    elif action == "fail":
        jobs.fail(job, "no more")
        assert counts(lab)["failed"] == 6
        assert {row["error"] for row in lab.rows("scrapely_dm_jobs")} == {"no more"}
        lab.listen()
        lab.advance("1d")
        assert lab.settle() == []
    else:
        jobs.stall(job)
        lab.advance("1d")
        assert counts(lab)["completed"] == 0
        jobs.resume(lab.job(job.id))
        lab.advance("1d")
        assert counts(lab)["completed"] == 6
