"""What is the customer's own: account, credits, texts, styles, news, support."""

from __future__ import annotations

from tests.vendors.xquik.clients.driver import API, TOLD, call, takes


def account() -> None:
    told = call("GET /account", API.account.retrieve)
    assert told.plan == "active"
    assert told.monitors_used == 0
    expected = None if TOLD["edition"] == "observed" else "AuthenticationError"
    call("PATCH /account", API.account.update_locale, locale="tr", error=expected)
    assert call("PUT /account/x-identity", API.account.set_x_username, username="ElonMusk").x_username == "elonmusk"
    assert call("GET /account", API.account.retrieve).to_dict()["xUsername"] == "elonmusk"
    if hasattr(API, "api_keys"):
        call("GET /api-keys", API.api_keys.list, error="AuthenticationError")


def money() -> None:
    assert int(call("GET /credits", API.credits.retrieve_balance).balance) > 0
    if takes(API.credits.topup_balance, "amount"):
        # The older SDK sends what an older specification named, and the API takes dollars.
        call("POST /credits/topup", API.credits.topup_balance, amount=10, error="BadRequestError")
    else:
        checkout = call("POST /credits/topup", API.credits.topup_balance, dollars=10)
        session = checkout.url.partition("session_id=")[2]
        told = call("GET /credits/topup/status", API.credits.retrieve_topup_status, session_id=session)
        assert told.status == "processing"
    assert call("POST /subscribe", API.subscribe.create).url.startswith("http")


def writing() -> None:
    prepared = call("POST /compose", API.compose.create, step="compose", topic="our launch", goal="authority")
    assert prepared.to_dict()["contentRules"]
    refined = call("POST /compose", API.compose.create, step="refine", topic="tea", goal="authority", tone="bold")
    assert refined.to_dict()["compositionGuidance"]
    scored = call("POST /compose", API.compose.create, step="score", draft="Short", has_media=True)
    assert scored.to_dict()["passed"] is False
    draft = call("POST /drafts", API.drafts.create, text="By an SDK", goal="engagement")
    assert call("GET /drafts/{id}", API.drafts.retrieve, draft.id).text == "By an SDK"
    assert [each.id for each in call("GET /drafts", API.drafts.list, limit=10).drafts] == [draft.id]
    call("DELETE /drafts/{id}", API.drafts.delete, draft.id)
    call("GET /drafts/{id}", API.drafts.retrieve, draft.id, error="NotFoundError")


def styles() -> None:
    made = call("POST /styles", API.styles.analyze, username="elonmusk")
    assert made.tweet_count == len(made.tweets) == 20
    assert made.is_own_account is True
    mine = call("PUT /styles/{id}", API.styles.update, "mine", label="mine", tweets=[{"text": "One"}])
    assert mine.tweets[0].author_username == "mine"
    assert {each.x_username for each in call("GET /styles", API.styles.list).styles} == {"mine", "elonmusk"}
    assert call("GET /styles/{id}", API.styles.retrieve, "elonmusk").tweets == made.tweets
    both = call("GET /styles/compare", API.styles.compare, username1="mine", username2="elonmusk")
    assert (both.style1.tweet_count, both.style2.tweet_count) == (1, 20)
    measured = call("GET /styles/{id}/performance", API.styles.get_performance, "elonmusk")
    assert measured.tweets[0].view_count is not None
    call("DELETE /styles/{id}", API.styles.delete, "mine")


def news() -> None:
    page = call("GET /radar", API.radar.retrieve_trending_topics, source="github", hours=24, limit=3)
    assert len(page.items) == 3
    further = call("GET /radar", API.radar.retrieve_trending_topics, source="github", hours=24, after=page.next_cursor)
    assert further.items
    assert not {item.id for item in page.items} & {item.id for item in further.items}
    assert len(call("GET /trends", API.trends.list, woeid=23424977, count=5).trends) == 5
    assert len(call("GET /x/trends", API.x.get_trends, count=7).trends) == 7


def support() -> None:
    ticket = call(
        "POST /support/tickets", API.support.tickets.create, subject="Help", body="Please", content="Please",
        idempotency_key="one",
    )  # fmt: skip
    ticket_id = ticket.public_id
    assert [each.public_id for each in call("GET /support/tickets", API.support.tickets.list).tickets] == [ticket_id]
    call(
        "POST /support/tickets/{id}/messages", API.support.tickets.reply, ticket_id, body="More", content="More",
        idempotency_key="two",
    )  # fmt: skip
    assert len(call("GET /support/tickets/{id}", API.support.tickets.retrieve, ticket_id).messages) == 2
    told = call("PATCH /support/tickets/{id}", API.support.tickets.update, ticket_id, status="resolved")
    assert told.status == "resolved"


PARTS = (account, money, writing, styles, news, support)
