"""The tour: from a token to an accepted invitation and a published post, as `mockserver tour` shows it. Data only."""

from __future__ import annotations

from mockserver.contract import TourStep

_INBOX = "/_mock/workspaces/{workspace}/inbox/linkedin"

TOUR = (
    TourStep("Whose token is this?", "/me", show=("/fullName", "/plan", "/teamRole")),
    TourStep(
        "Have every event sent to the built-in inbox, in place of your own server",
        "/_mock/workspaces/{workspace}/webhooks",
        method="POST",
        body={"vendor": "socialscalr", "url": "{url}" + _INBOX, "events": ["*"]},
        expect=201,
        show=("/url", "/events"),
    ),
    TourStep(
        "Create a campaign; the browser extension will look for founders",
        "/campaigns",
        method="POST",
        body={
            "name": "Q4 founders",
            "search_url": "https://www.linkedin.com/search/results/people/",
            "targeting": {"titleKeywords": ["founder", "ceo"]},
            "templates": {"note": "Hi {{first_name}}, ...", "followup": "Thanks for connecting, {{first_name}}!"},
        },
        expect=201,
        capture={"campaign_id": "/campaign/id"},
        show=("/campaign/status", "/campaign/targeting"),
    ),
    TourStep(
        "Add a lead of your own, twice; the address says that she accepts",
        "/leads",
        method="POST",
        body={
            "campaignId": "{campaign_id}",
            "leads": [
                {"name": "Ada Lovelace", "profileUrl": "https://www.linkedin.com/in/accepts-ada/", "title": "Founder"},
                {"name": "Ada Lovelace", "profileUrl": "https://www.LinkedIn.com/in/accepts-ada"},
            ],
        },
        expect=201,
        show=("/inserted", "/skipped"),
    ),
    TourStep(
        "Two hours later Ada was invited and has accepted, and the extension has added leads",
        "/leads?campaignId={campaign_id}&status=accepted",
        advance="2h",
        show=("/leads/0/name", "/leads/0/invited_at", "/leads/0/responded_at"),
    ),
    TourStep(
        "The events arrived with their signatures checked",
        _INBOX,
        show=("/requests/0/body/event", "/requests/0/headers/x-socialscalr-signature", "/requests/0/verified"),
    ),
    TourStep(
        "Schedule a post with a first comment",
        "/posts",
        method="POST",
        body={
            "content": "Thoughts on Q4...",
            "scheduled_for": "2026-06-01T13:00:00Z",
            "link_url": "https://socialscalr.com",
            "first_comment": "More on this...",
        },
        expect=201,
        show=("/post/status", "/post/scheduled_for"),
    ),
    TourStep(
        "Half a year passes at once: the post went out, and every lead was dealt with",
        "/posts",
        advance="150d",
        show=("/posts/0/status", "/posts/0/published_at", "/posts/0/post_url"),
    ),
    TourStep("The campaign's numbers", "/campaigns", show=("/campaigns/0/leads_count", "/campaigns/0/accepted_count")),
)
