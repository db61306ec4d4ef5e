"""Inputs that choose their own outcome, in one table from which code and documentation are made.

Handles that the world itself treats specially are listed here too, for what they do in this API.
"""

from __future__ import annotations

from mockserver.contract import MagicValue
from mockserver.world.magic import MAGIC_HANDLES, Magic

WRONG_PASSWORD = MagicValue("password", "wrong-password", "Cookie extraction fails: Incorrect password")
INVALID_2FA_KEY = MagicValue("two_fa_key", "INVALID2FAKEY000", "Cookie extraction fails: Invalid 2FA key")
UNVERIFIED = MagicValue("username", "verify_*", "Cookie extraction fails: Account requires email/phone verification")
UNREACHABLE_PROXY = MagicValue("proxy (host)", "unreachable.test", "Cookie extraction fails: Proxy connection issues")
BAD_PROXY = MagicValue("proxy (host)", "bad-proxy*", "Cookie extraction fails: Proxy connection issues")
EXPIRED_SESSION = MagicValue(
    "auth_token cookie", "expired*", "At the first DM it should send the account is disconnected: account_paused"
)
REJECTED_TWEET = MagicValue("tweet_text", "[fail]*", "The scheduled tweet fails when its time comes")
NO_MATCH = MagicValue("companyName", "No Match*", "POST /enrich/twitter finds nobody: no_results")
UNSURE_MATCH = MagicValue("companyName", "Low Confidence*", "POST /enrich/twitter finds nobody: low_confidence")
WITHOUT_EMAIL = MagicValue("handle", "noemail_*", "POST /enrich/email finds no email, and costs nothing")
WITH_EMAIL = MagicValue("handle", "email_*", "POST /enrich/email finds an email")

MAGIC = (
    WRONG_PASSWORD,
    INVALID_2FA_KEY,
    UNVERIFIED,
    MagicValue("username", "suspended_*", "Cookie extraction fails: Account blocked by Twitter"),
    MagicValue("username", "missing_*", "Cookie extraction fails: Incorrect password"),
    UNREACHABLE_PROXY,
    BAD_PROXY,
    MagicValue("handle", "missing_*", "POST /accounts: 400; a scraping job fails; POST /enrich/email: 422"),
    MagicValue("handle", "suspended_*", "A scraping job and a scheduled tweet fail; POST /enrich/email: 422"),
    MagicValue("handle", "protected_*", "A scraping job fails"),
    EXPIRED_SESSION,
    REJECTED_TWEET,
    NO_MATCH,
    UNSURE_MATCH,
    WITHOUT_EMAIL,
    WITH_EMAIL,
    *(
        MagicValue("handle of a lead", row.pattern, row.effect)
        for row in MAGIC_HANDLES
        if row.magic in (Magic.REPLIES, Magic.ANGRY, Magic.SILENT, Magic.CLOSED)
    ),
)
"""Every row, in the order of the documentation."""
