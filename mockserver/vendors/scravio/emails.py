"""What this vendor's validation says of an email address: a function of the workspace's seed and the address.

Must not know who asks (a campaign, a job), nor what asking costs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mockserver.core.entropy import Entropy
from mockserver.vendors.scravio.magic import BOUNCING_DOMAIN, DELIVERABLE_DOMAIN, OUTAGE_DOMAIN

LONGEST = 254
"""No address is longer (RFC 5321, 4.5.3.1.3)."""

# Nine in ten addresses look like this, and are well-formed without asking the library, which takes 50 times as long.
_PLAIN = re.compile(
    r"(?=.{6,254}$)(?=[^@]{1,64}@)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9]{0,60}[a-z0-9])?\.)+"
    r"(?!arpa$|local$|localhost$|invalid$|onion$)[a-z]{2,63}"
)

# Assumption: no source says how many addresses are bad; these are common figures for scraped ones.
_PER_MILLE_NO_MAILBOX = 90
_PER_MILLE_FULL = 30


class Reason(StrEnum):
    """Why an address is good or bad. Assumption: the words are ours; no source shows a results file."""

    DELIVERABLE = "deliverable"
    MALFORMED = "invalid_syntax"
    NO_MAILBOX = "mailbox_not_found"
    FULL = "mailbox_full"


class Outage(Exception):
    """The mail servers that would know cannot be asked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of an address after it was checked."""

    reason: Reason

    @property
    def is_valid(self) -> bool:
        """Whether mail would arrive."""
        return self.reason is Reason.DELIVERABLE

    @property
    def status(self) -> str:
        """`valid` or `invalid`."""
        return "valid" if self.is_valid else "invalid"


_VERDICTS: Mapping[Reason, Verdict] = {reason: Verdict(reason) for reason in Reason}


def normalised(text: str) -> str:
    """An address as it is compared: without space around it, in lower case."""
    return text.strip().lower()


def is_well_formed(address: str) -> bool:
    """Whether a normalised address follows the rules of syntax; reserved domains such as `.local` do not."""
    if _PLAIN.fullmatch(address):
        return True
    from email_validator import EmailNotValidError, validate_email

    if len(address) > LONGEST:
        return False
    try:
        # What ends in `.test` has our magic values, so it is spared from the list of reserved domains.
        validate_email(address, check_deliverability=False, strict=True, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def verdict(entropy: Entropy, address: str) -> Verdict:
    """What checking a normalised address finds; raises `Outage` for the magic domain."""
    if not is_well_formed(address):
        return _VERDICTS[Reason.MALFORMED]
    domain = address.rpartition("@")[2]
    if BOUNCING_DOMAIN.matches(domain):
        return _VERDICTS[Reason.NO_MAILBOX]
    if DELIVERABLE_DOMAIN.matches(domain):
        return _VERDICTS[Reason.DELIVERABLE]
    if OUTAGE_DOMAIN.matches(domain):
        raise Outage(domain)
    drawn = entropy.number("scravio.email", address) % 1_000
    if drawn < _PER_MILLE_NO_MAILBOX:
        return _VERDICTS[Reason.NO_MAILBOX]
    return _VERDICTS[Reason.FULL if drawn < _PER_MILLE_NO_MAILBOX + _PER_MILLE_FULL else Reason.DELIVERABLE]
