"""Styles: fetched, kept for a week, made up, compared, measured, thrown away."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from mockserver.core.settings import Edition
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab


def analyze(lab: Lab, username: str = "elonmusk", status: int = 201) -> dict[str, Any]:
    answer = lab.post("/styles", {"username": username})
    assert answer.status_code == status, answer.text
    made: dict[str, Any] = answer.json()
    return made


def save(lab: Lab, label: str = "My Voice", *texts: str) -> dict[str, Any]:
    answer = lab.put(f"/styles/{label}", {"label": label, "tweets": [{"text": text} for text in texts or ("Hi",)]})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


# Fetching


def test_fetching_is_answered_as_documented(either: Lab) -> None:
    example = load("xquik", "analyze_style", "example")
    assert example.request is not None
    answer = either.post("/styles", example.request.body)
    assert answer.status_code == 201
    assert differences(example.served, answer.json(), extra_ok=False) == []
    assert answer.json()["tweetCount"] == len(answer.json()["tweets"]) == 20


def test_a_style_is_what_the_account_wrote_of_late(lab: Lab) -> None:
    world = lab.workspace.world
    made: list[str] = []
    lab.write(lambda: made.append(world.tweets.publish("elonmusk", "Mine and new").id))
    lab.write(lambda: made.append(world.tweets.publish("elonmusk", "An answer", in_reply_to=made[0]).id))
    lab.write(lambda: world.tweets.retweet("elonmusk", world.tweets.publish("someone", "Not mine").id))
    shown = analyze(lab)["tweets"]
    assert (shown[0]["id"], shown[0]["text"]) == (made[0], "Mine and new")
    assert [tweet["id"] for tweet in shown] == sorted((tweet["id"] for tweet in shown), key=int, reverse=True)
    assert {tweet["authorUsername"] for tweet in shown} == {"elonmusk"}
    assert not any(tweet["text"].startswith(("RT @", "An answer")) for tweet in shown)


@pytest.mark.parametrize("spelling", ["elonmusk", "@elonmusk", "ElonMusk", " elonmusk "])
def test_any_spelling_names_the_same_style(lab: Lab, spelling: str) -> None:
    assert analyze(lab, spelling)["xUsername"] == "elonmusk"
    assert lab.get("/styles/@ELONMUSK").json()["xUsername"] == "elonmusk"


def test_what_is_fresh_is_not_fetched_again(either: Lab) -> None:
    made = analyze(either)
    either.write(lambda: either.workspace.world.tweets.publish("elonmusk", "News"))
    before = either.balance
    either.advance("6d23h")
    assert analyze(either, status=200) == made
    assert either.balance == before
    either.advance("1h")
    assert analyze(either)["tweets"][0]["text"] == "News"
    assert before - either.balance == 20


def test_each_fetched_tweet_costs_a_credit_and_a_page_shrinks_to_the_balance(lab: Lab) -> None:
    before = lab.balance
    analyze(lab)
    assert before - lab.balance == 20
    lab.set_balance(7)
    assert analyze(lab, "someone")["tweetCount"] == 7
    assert lab.balance == 0
    lab.refuses("POST", "/styles", {"username": "other"}, status=402, code="insufficient_credits")


def test_402_where_nothing_was_ever_bought(lab: Lab) -> None:
    lab.forget_credits()
    lab.refuses("POST", "/styles", {"username": "elonmusk"}, status=402, code="no_credits")
    lab.change_account(subscription="none")
    lab.refuses("POST", "/styles", {"username": "elonmusk"}, status=402, code="no_subscription")


@pytest.mark.parametrize("username", ["", "  ", None, 7, ["x"]])
def test_a_username_must_be_one(lab: Lab, username: object) -> None:
    lab.refuses("POST", "/styles", {"username": username}, code="invalid_input")


@pytest.mark.parametrize("username", ["no spaces", "x" * 16, "naïve", "🙂", "@", "a\x00b"])
def test_what_no_account_could_be_called_is_refused(lab: Lab, username: str) -> None:
    lab.refuses("POST", "/styles", {"username": username}, code="invalid_username")


@pytest.mark.parametrize("username", ["missing_person", "suspended_bob", "protected_ann"])
def test_who_cannot_be_read_is_not_found(lab: Lab, username: str) -> None:
    lab.refuses("POST", "/styles", {"username": username}, status=404, code="user_not_found")


# Own account


def test_the_own_account_is_told_by_the_x_identity(lab: Lab) -> None:
    assert analyze(lab)["isOwnAccount"] is False
    lab.put("/account/x-identity", {"username": "@ElonMusk"})
    assert lab.get("/styles/elonmusk").json()["isOwnAccount"] is True
    assert lab.get("/styles").json()["styles"][0]["isOwnAccount"] is True
    lab.put("/account/x-identity", {"username": "other"})
    assert lab.get("/styles/elonmusk").json()["isOwnAccount"] is False


def test_a_custom_style_is_never_the_own_account(lab: Lab) -> None:
    lab.put("/account/x-identity", {"username": "elonmusk"})
    assert save(lab, "elonmusk")["isOwnAccount"] is False


# Custom styles


def test_a_custom_style_is_made_of_texts(either: Lab) -> None:
    made = save(either, "My Voice", "One", "Two")
    assert made == either.get("/styles/my voice").json() == either.get("/styles/MY VOICE").json()
    assert (made["xUsername"], made["tweetCount"], made["isOwnAccount"]) == ("my voice", 2, False)
    assert [(each["id"], each["text"], each["authorUsername"]) for each in made["tweets"]] == [
        ("0", "One", "My Voice"),
        ("1", "Two", "My Voice"),
    ]
    assert {each["createdAt"] for each in made["tweets"]} == {made["fetchedAt"]}


def test_the_same_label_replaces_what_was_kept(lab: Lab) -> None:
    save(lab, "elonmusk", "One")
    lab.advance("1h")
    assert save(lab, "ElonMusk", "Two")["tweetCount"] == 1
    assert analyze(lab)["tweetCount"] == 20
    assert save(lab, "elonmusk", "Three")["tweets"][0]["text"] == "Three"
    assert len(lab.get("/styles").json()["styles"]) == 1


def test_saving_is_free(lab: Lab) -> None:
    before = lab.balance
    save(lab, "My Voice", *["text"] * 100)
    assert lab.balance == before


@pytest.mark.parametrize("label", ["", " ", "x" * 31, None, 7, "-x", "a/b", "a\x00", "🙂"])
def test_a_label_that_does_not_fit_is_refused(lab: Lab, label: object) -> None:
    lab.refuses("PUT", "/styles/x", {"label": label, "tweets": [{"text": "Hi"}]}, code="invalid_input")


@pytest.mark.parametrize("label", ["x", "x" * 30, "Dr. Who's 2-nd", "Ümit"])
def test_labels_that_fit(lab: Lab, label: str) -> None:
    assert save(lab, label)["xUsername"] == label.lower()
    assert lab.delete(f"/styles/{label}").status_code == 204


@pytest.mark.parametrize(
    "tweets", [[], None, "text", [{}], [{"text": ""}], [{"text": " "}], [{"text": 7}], ["x"], [{"text": "x"}] * 101]
)
def test_tweets_that_do_not_fit_are_refused(lab: Lab, tweets: object) -> None:
    lab.refuses("PUT", "/styles/x", {"label": "x", "tweets": tweets}, code="invalid_input")


def test_texts_are_kept_byte_for_byte(lab: Lab) -> None:
    text = "🙂é\u0000\n" * 6_250
    assert save(lab, "Voice", text)["tweets"][0]["text"] == text


# Listing


def test_the_list_has_the_documented_shape(either: Lab) -> None:
    example = load("xquik", "list_styles", "example")
    analyze(either)
    served = either.get("/styles").json()
    assert differences(example.served, {"styles": served["styles"]}, extra_ok=False) == []
    assert served["hasMore"] is False


def test_the_list_begins_with_what_was_fetched_last(lab: Lab) -> None:
    for name in ("first", "second", "third"):
        save(lab, name)
        lab.advance("1m")
    save(lab, "first")
    assert [style["xUsername"] for style in lab.get("/styles").json()["styles"]] == ["first", "third", "second"]


def test_the_list_ends_at_200(lab: Lab) -> None:
    for number in range(201):
        save(lab, f"style {number}")
    served = lab.get("/styles").json()
    assert (len(served["styles"]), served["hasMore"]) == (200, True)


# One, two, none


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/styles/nobody"), ("DELETE", "/styles/nobody"), ("GET", "/styles/nobody/performance")]
)
def test_an_unknown_style_is_not_found(either: Lab, method: str, path: str) -> None:
    either.refuses(method, path, status=404, code="style_not_found")


def test_a_deleted_style_is_gone(either: Lab) -> None:
    analyze(either)
    answer = either.delete("/styles/elonmusk")
    assert (answer.status_code, answer.content) == (204, b"")
    either.refuses("GET", "/styles/elonmusk", status=404, code="style_not_found")


def test_two_styles_stand_side_by_side(either: Lab) -> None:
    example = load("xquik", "compare_styles", "example")
    first, second = analyze(either), save(either, "My Voice")
    served = either.get("/styles/compare", username1="@ElonMusk", username2="my voice").json()
    assert differences(example.served, served, extra_ok=False) == []
    assert served == {"style1": first, "style2": second}


@pytest.mark.parametrize("query", [{}, {"username1": "a"}, {"username2": "a"}, {"username1": "a", "username2": ""}])
def test_comparing_needs_both_names(lab: Lab, query: dict[str, str]) -> None:
    lab.refuses(
        "GET",
        "/styles/compare",
        code="missing_params",
        message="username1 and username2 are required.",
        query=query,
    )


def test_comparing_with_an_unknown_style(lab: Lab) -> None:
    save(lab, "mine")
    query = {"username1": "mine", "username2": "nobody"}
    lab.refuses("GET", "/styles/compare", status=404, code="style_not_found", query=query)


# Performance


def test_metrics_are_answered_as_documented(either: Lab) -> None:
    example = load("xquik", "style_performance", "example")
    analyze(either)
    served = either.get("/styles/elonmusk/performance").json()
    assert differences(example.served, served) == []
    assert set(served["tweets"][0]) == {*_keys(example.served), "createdAt"}


def _keys(served: object) -> set[str]:
    assert isinstance(served, dict)
    return set(served["tweets"][0])


def test_metrics_are_live(lab: Lab) -> None:
    tweet = analyze(lab)["tweets"][0]
    before = lab.get("/styles/elonmusk/performance").json()["tweets"][0]
    someone = lab.workspace.world.people.get("someone")
    assert someone is not None
    lab.write(partial(lab.workspace.world.tweets.like, someone.user_id, tweet["id"]))
    lab.write(partial(lab.workspace.world.tweets.publish, "someone", "Right", in_reply_to=tweet["id"]))
    after = lab.get("/styles/elonmusk/performance").json()["tweets"][0]
    assert after == {**before, "likeCount": before["likeCount"] + 1, "replyCount": before["replyCount"] + 1}


def test_each_measured_tweet_costs_a_credit(lab: Lab) -> None:
    analyze(lab)
    before = lab.balance
    lab.get("/styles/elonmusk/performance")
    assert before - lab.balance == 20
    lab.set_balance(3)
    shown = lab.get("/styles/elonmusk/performance").json()
    assert (shown["tweetCount"], len(shown["tweets"]), lab.balance) == (3, 3, 0)
    lab.refuses("GET", "/styles/elonmusk/performance", status=402, code="insufficient_credits")


def test_a_deleted_tweet_has_no_metrics_and_costs_nothing(lab: Lab) -> None:
    tweet = analyze(lab)["tweets"][0]
    lab.write(partial(lab.workspace.world.tweets.delete, tweet["id"]))
    before = lab.balance
    shown = lab.get("/styles/elonmusk/performance").json()["tweets"]
    assert shown[0] == {name: tweet[name] for name in ("id", "text", "createdAt")}
    assert before - lab.balance == 19


def test_a_custom_style_has_no_metrics_and_costs_nothing(lab: Lab) -> None:
    save(lab, "voice", "One", "Two")
    lab.forget_credits()
    lab.change_account(subscription="none")
    shown = lab.get("/styles/voice/performance").json()
    assert [set(tweet) for tweet in shown["tweets"]] == [{"id", "text", "createdAt"}] * 2


def test_editions_agree_on_styles(lab: Lab) -> None:
    made = analyze(lab)
    lab.serve(Edition.OBSERVED)
    assert lab.get("/styles/elonmusk").json() == made
