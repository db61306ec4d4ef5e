"""The tour, as `mockserver tour` shows it. Data only."""

from __future__ import annotations

from mockserver.contract import TourStep

TOUR: tuple[TourStep, ...] = ()
