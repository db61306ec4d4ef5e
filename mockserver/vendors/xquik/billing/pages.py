"""The pages that a checkout's address opens: pay or cancel, and the billing portal.

They take no key, since the session id in the address is one. A test without a browser posts the form's fields:
`curl -d action=pay "$URL"`. Must not know what paying does.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qs

from mockserver.contract import Context, Ctx, vendor_router
from mockserver.core.times import iso_s
from mockserver.gateway.messages import Response
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.billing import cards, checkouts, magic, subscriptions
from mockserver.vendors.xquik.billing.checkouts import PORTAL, Status
from mockserver.vendors.xquik.billing.plans import PLANS, Tier
from mockserver.vendors.xquik.billing.tables import CheckoutRow
from mockserver.vendors.xquik.metering import Subscription

router = vendor_router("Pages")

_HTML = "text/html; charset=utf-8"
_STYLE = "body{font:16px/1.5 system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}button{font:inherit}"

_OUTCOMES: Mapping[Status, str] = {
    Status.PAID: "Paid. You can close this page.",
    Status.EXPIRED: "This checkout was cancelled or has expired. Nothing was charged.",
    Status.FAILED: "The card was declined. Nothing was charged.",
}


def address(ctx: Context, row: CheckoutRow) -> str:
    """Where a checkout is opened, on the address that the client used; the session id is its parameter."""
    page = "billing" if row.kind == PORTAL else "checkout"
    return f"{ctx.request.origin}{ctx.request.prefix}/{page}/{ctx.workspace.id}?session_id={row.id}"


@router.get("/checkout/{workspace}", operation_id="checkoutPage", openapi_extra={"x-source": "page"})
async def checkout_page(ctx: Ctx, workspace: str) -> Response:
    """Show what is to be paid, or how it went."""
    row = _session(ctx)
    return _missing() if row is None or row.kind == PORTAL else _page(*_checkout(ctx, row))


@router.post("/checkout/{workspace}", operation_id="checkoutSubmit", openapi_extra={"x-source": "page"})
async def submit_checkout(ctx: Ctx, workspace: str) -> Response:
    """Pay, or cancel; then the page shows how it went."""
    row = _session(ctx)
    if row is None or row.kind == PORTAL:
        return _missing()
    form = _form(ctx)
    if form.get("action", "pay") == "cancel":
        checkouts.cancel(ctx.workspace, row)
    else:
        checkouts.pay(ctx.workspace, row, form.get("card", ""))
    return _again(ctx, row)


@router.get("/billing/{workspace}", operation_id="billingPage", openapi_extra={"x-source": "page"})
async def billing_page(ctx: Ctx, workspace: str) -> Response:
    """Show the subscription and what can be done with it."""
    row = _session(ctx)
    return _missing() if row is None or row.kind != PORTAL else _page(*_portal(ctx, row))


@router.post("/billing/{workspace}", operation_id="billingSubmit", openapi_extra={"x-source": "page"})
async def submit_billing(ctx: Ctx, workspace: str) -> Response:
    """Cancel or resume the subscription, save another card, or switch the automatic top-up on or off."""
    row = _session(ctx)
    if row is None or row.kind != PORTAL:
        return _missing()
    if checkouts.is_open(ctx.workspace, row):
        _see_to(ctx, _form(ctx))
    return _again(ctx, row)


def _see_to(ctx: Context, form: dict[str, str]) -> None:
    match form.get("action"):
        case "cancel":
            subscriptions.cancel(ctx.workspace)
        case "resume":
            subscriptions.resume(ctx.workspace)
        case "card":
            card = cards.presented(form.get("card", ""))
            if card is not None:
                cards.save(ctx.workspace, card)
        case "auto_topup_on":
            metering.set_auto_topup(ctx.workspace, enabled=True)
        case "auto_topup_off":
            metering.set_auto_topup(ctx.workspace, enabled=False)


def _session(ctx: Context) -> CheckoutRow | None:
    return checkouts.find(ctx.workspace, ctx.request.query.get("session_id", ""))


def _form(ctx: Context) -> dict[str, str]:
    """The fields that were posted; the last of a name counts."""
    fields = parse_qs(ctx.request.body.decode("utf-8", "replace"))
    return {name: values[-1] for name, values in fields.items()}


def _checkout(ctx: Context, row: CheckoutRow) -> tuple[str, str]:
    what = f"{row.credits:,} credits" if row.tier is None else f"The plan {row.tier}, a month"
    told = [f"<p>{escape(what)} for <b>${row.dollars}</b></p>"]
    status = checkouts.status(ctx.workspace, row)
    if status is not Status.PROCESSING:
        told.append(f"<p role=status>{_OUTCOMES[status]}</p>")
    if checkouts.is_open(ctx.workspace, row):
        told.append(
            "<form method=post><p><label>Card <input name=card value=4242424242424242></label></p>"
            f"<p><small>{magic.DECLINED_CARD.pattern} is declined; no card is ever charged.</small></p>"
            "<button name=action value=pay>Pay</button> <button name=action value=cancel>Cancel</button></form>"
        )
    return "Checkout", "".join(told)


def _portal(ctx: Context, row: CheckoutRow) -> tuple[str, str]:
    account = metering.account(ctx.workspace)
    told = [f"<p>Subscription: <b>{account.subscription}</b>{_plan(account.tier)}</p>"]
    if account.renews_at is not None:
        verb = "Ends" if account.subscription == Subscription.CANCELING else "Renews"
        told.append(f"<p>{verb} {iso_s(account.renews_at)}</p>")
    told.append(f"<p>Automatic top-up: <b>{'on' if account.auto_topup_enabled else 'off'}</b>, ")
    told.append(f"${account.auto_topup_dollars} below {account.auto_topup_threshold:,} credits</p>")
    if checkouts.is_open(ctx.workspace, row):
        resumes = account.subscription == Subscription.CANCELING
        change = ("resume", "Resume subscription") if resumes else ("cancel", "Cancel subscription")
        off = account.auto_topup_enabled
        topup = ("auto_topup_off", "Switch top-up off") if off else ("auto_topup_on", "Switch top-up on")
        buttons = "".join(f"<button name=action value={value}>{label}</button> " for value, label in (change, topup))
        told.append(
            f"<form method=post>{buttons}</form><form method=post><p><label>Card <input name=card></label> "
            "<button name=action value=card>Save card</button></p></form>"
        )
    return "Billing", "".join(told)


def _plan(tier: str | None) -> str:
    return "" if tier is None else f", {tier} at ${PLANS[Tier(tier)].dollars} a month"


def _page(title: str, content: str, status: int = 200) -> Response:
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
        f"<h1>{title}</h1>{content}</html>"
    )
    return Response(status, page.encode(), _HTML, {"Cache-Control": "no-store"})


def _missing() -> Response:
    return _page("Not found", "<p>There is no such session.</p>", 404)


def _again(ctx: Context, row: CheckoutRow) -> Response:
    return Response(303, b"", _HTML, {"Location": address(ctx, row)})
