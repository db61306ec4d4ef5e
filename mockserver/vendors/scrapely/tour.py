"""The tour: from a new account to an answered reply, as `mockserver tour` shows it. Data only."""

from __future__ import annotations

from mockserver.contract import TourStep

_INBOX = "/_mock/workspaces/{workspace}/inbox/tour"

TOUR = (
    TourStep(
        "A new workspace has no accounts yet",
        "/accounts",
        show=("/accounts",),
    ),
    TourStep(
        "Connect a Twitter account with the cookies of a browser",
        "/accounts",
        method="POST",
        body={
            "handle": "@acme_outreach",
            "cookies": [
                {"name": "ct0", "value": "abc123", "domain": ".x.com"},
                {"name": "auth_token", "value": "xyz789", "domain": ".x.com"},
            ],
            "proxy": "http://proxy.example.com:8080",
            "proxy_auth": "username:password",
            "xchat_pin": "123456",
        },
        capture={"account_id": "/account/id"},
        show=("/message", "/account"),
    ),
    TourStep(
        "Find leads: scrape those who follow a handle (any handle exists in this world)",
        "/scraping-sources",
        method="POST",
        body={
            "name": "Indie founders",
            "sources": [{"handle": "indie_maker", "followers": True}],
            "filters": {"includeKeywords": [["founder"]], "followers": {"min": 50, "max": 50000}},
        },
        capture={"source_id": "/lead_source_id"},
        show=("/message", "/jobs"),
    ),
    TourStep(
        "Scraping takes a while; here an hour passes at once",
        "/scraping-sources?id={source_id}",
        advance="1h",
        show=("/scraping_source/status", "/scraping_source/leads_imported", "/scraping_source/progress"),
    ),
    TourStep(
        "Have replies sent to the built-in inbox, as the Settings page would have them sent to your server",
        "/_mock/workspaces/{workspace}/webhooks",
        method="POST",
        body={"vendor": "scrapely", "url": "{url}" + _INBOX, "events": ["new_reply"]},
        expect=201,
        show=("/url", "/events"),
    ),
    TourStep(
        "Launch a campaign with two messages against each other",
        "/campaigns",
        method="POST",
        body={
            "name": "Hello founders",
            "message_variants": [
                {"message": "Hey {{firstName}}, loved your last post. Open to a quick chat?"},
                {"message": "Hi {{firstName}}, how do you find customers today?"},
            ],
            "lead_source_ids": ["{source_id}"],
            "account_ids": ["{account_id}"],
            "max_leads": 100,
        },
        show=("/jobs_created", "/leads_targeted", "/message_variants"),
    ),
    TourStep(
        "A week later some have replied; the first reply arrived like this, with its signature checked",
        _INBOX,
        advance="7d",
        capture={"conversation_id": "/requests/0/body/data/conversation_id"},
        show=("/requests/0/verified", "/requests/0/body"),
    ),
    TourStep(
        "Answer it",
        "/dm/send",
        method="POST",
        body={
            "conversation_id": "{conversation_id}",
            "message": "Great to hear from you! Does Thursday work?",
            "account_id": "{account_id}",
        },
        show=("/message_id", "/account_handle"),
    ),
    TourStep(
        "The conversation has it all",
        "/conversations?conversation_id={conversation_id}",
        show=("/conversation/lead/name", "/conversation/lead/bio", "/conversation/stats"),
    ),
    TourStep(
        "And the campaign's numbers have moved",
        "/campaigns/analytics",
        show=("/totals", "/campaignVariantStats/0/variants"),
    ),
)
