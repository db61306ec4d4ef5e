"""The `lab` section of a fixture: how a workspace that starts from it behaves, and what is to happen in it.

    lab:
      seed: 7
      clock: {mode: frozen, now: "2026-01-05T09:00:00Z"}
      settings: {rate_limits: headers}
      faults: [{match: {method: POST, nth: 2}, then: {status: 503}}]
      events: [{in: 2h, vendor: acme, event: order_paid, data: {amount: 12}}]
      states: {nobody is there: {world: {}}}

The parts take what the control API's calls of the same names take. Must not know what a vendor's section means.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, ValidationError

from mockserver.admin.clock import ClockBody, chosen_clock
from mockserver.admin.faults import NewFault, add_fault
from mockserver.admin.ports import Vendors
from mockserver.admin.schemas import DURATION_HINT, ControlBody, Duration
from mockserver.admin.settings import SettingsBody, merged
from mockserver.contract import Vendor
from mockserver.core.clock import ClockMode
from mockserver.core.entropy import Entropy
from mockserver.core.errors import ApiError, ConfigurationError, ValidationFailed
from mockserver.core.json import dumps
from mockserver.core.settings import Settings
from mockserver.core.times import Instant
from mockserver.engine.scheduler import Step
from mockserver.engine.tables import TimerRow
from mockserver.engine.workspace import Workspace
from mockserver.gateway.faults import Faults
from mockserver.gateway.validation import parse_body

_log = logging.getLogger(__name__)

SECTION = "lab"
EVENT = "lab.event"
"""The kind of timer that makes a scripted event happen."""


class ScriptedEvent(ControlBody):
    """A vendor's event that is to happen some time after the start."""

    after: Annotated[Duration, Field(alias="in", description=DURATION_HINT)]
    vendor: Annotated[str, Field(description="A name of GET /_mock/vendors")]
    event: Annotated[str, Field(description="One of the vendor's triggers in GET /_mock/vendors")]
    data: Annotated[dict[str, Any], Field(description="What the event is about")] = Field(default_factory=dict)


class LabSection(ControlBody):
    """The section as written."""

    seed: Annotated[int | None, Field(ge=0, lt=2**63, description="A whole number from 0")] = None
    clock: Annotated[ClockBody | None, Field(description="mode, now and speed, as PUT clock takes them")] = None
    settings: Annotated[SettingsBody | None, Field(description="As PATCH settings takes them")] = None
    faults: Annotated[list[NewFault], Field(description="As POST faults takes each")] = Field(default_factory=list)
    events: Annotated[list[ScriptedEvent], Field(description="Events: in, vendor, event, data")] = Field(
        default_factory=list
    )
    states: Annotated[
        dict[str, dict[str, dict[str, Any] | None]], Field(description="Sections in the place of this file's, by state")
    ] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lab:
    """The section as a workspace needs it; `clock` is mode, start and speed."""

    settings: Settings = field(default_factory=Settings)
    seed: int | None = None
    clock: tuple[ClockMode, Instant | None, float] | None = None
    events: tuple[ScriptedEvent, ...] = ()
    faults: tuple[tuple[NewFault, Mapping[str, object]], ...] = ()

    def schedule(self, workspace: Workspace) -> None:
        """Set the timers of the events, in the caller's transaction."""
        for each in self.events:
            payload = {"vendor": each.vendor, "event": each.event, "data": each.data}
            subject = f"{each.vendor} {each.event}"
            workspace.scheduler.schedule(EVENT, subject, workspace.now() + each.after, payload)

    def ask_for(self, faults: Faults, vendors: Vendors) -> None:
        """Put the rules in place of those there are."""
        faults.clear()
        for body, told in self.faults:
            add_fault(vendors, faults, body, told)


PLAIN = Lab()
"""Where a fixture has no such section."""


def read(section: Mapping[str, Any], vendors: Vendors) -> Lab:
    """The section, checked; raises `ConfigurationError` that names the entry at fault."""
    if not section:
        return PLAIN
    try:
        body = parse_body(LabSection, dumps(section))
        assert isinstance(body, LabSection)
        lab = Lab(
            settings=merged(vendors, Settings(), body.settings or SettingsBody()),
            seed=body.seed,
            clock=None if body.clock is None else chosen_clock(body.clock),
            events=tuple(body.events),
            faults=tuple(zip(body.faults, section.get("faults") or (), strict=True)),
        )
        lab.ask_for(Faults(Entropy(0)), vendors)  # on trial
    except ValidationFailed as failure:
        told = "; ".join(f"{SECTION}.{each.param} {each.message}" for each in failure.errors)
        raise ConfigurationError(told) from None
    except ApiError as error:
        raise ConfigurationError(f"{SECTION}: {error.message}. {error.extra.get('hint', '')}") from None
    except (ValidationError, TypeError) as error:
        raise ConfigurationError(f"{SECTION}: {error}") from None
    _check_events(lab.events, vendors)
    return lab


def _check_events(events: Iterable[ScriptedEvent], vendors: Vendors) -> None:
    for at, each in enumerate(events):
        vendor = vendors.get(each.vendor)
        known = () if vendor is None else tuple(sorted(vendor.triggers()))
        if each.event not in known:
            choices = f"{each.vendor} has {', '.join(known) or 'none'}" if vendor else f"no vendor {each.vendor!r}"
            raise ConfigurationError(f"{SECTION}.events[{at}]: there is no event {each.event!r}: {choices}")


def event_step(workspace: Workspace, vendor_of: Callable[[str], Vendor | None]) -> Step:
    """The step that makes a scripted event happen; one that cannot happen is told in the log and passed over."""

    def step(timer: TimerRow) -> None:
        payload: Mapping[str, Any] = timer.payload
        vendor = vendor_of(payload["vendor"])
        trigger = None if vendor is None else vendor.triggers().get(payload["event"])
        if trigger is None:
            _log.warning("%s: the scripted event %s is not known any more", workspace.id, timer.subject)
            return
        try:
            trigger(workspace, payload["data"])
        except ApiError as error:
            _log.warning("%s: the scripted event %s could not happen: %s", workspace.id, timer.subject, error.message)

    return step
