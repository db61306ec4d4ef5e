"""The regions that trends are told for, by WOEID. Source: "List Trends". Data only."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.world.trends import WORLDWIDE

EVERYWHERE = 1
"""The WOEID of the whole world."""

PLACES: Mapping[int, str] = {
    EVERYWHERE: WORLDWIDE,
    23424977: "US",
    23424975: "GB",
    23424969: "TR",
    23424950: "ES",
    23424829: "DE",
    23424819: "FR",
    23424856: "JP",
    23424848: "IN",
    23424768: "BR",
    23424775: "CA",
    23424900: "MX",
}
"""The world's name for the place of a WOEID."""
