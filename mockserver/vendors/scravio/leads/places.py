"""Where the people of the platforms live. Must not know people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class City:
    """A city, its country (ISO 3166-1 alpha-2) and its middle."""

    name: str
    country: str
    latitude: float
    longitude: float


CITIES: tuple[City, ...] = tuple(
    City(name, country, latitude, longitude)
    for name, country, latitude, longitude in (
        ("New York", "US", 40.7128, -74.0060), ("Los Angeles", "US", 34.0522, -118.2437),
        ("Chicago", "US", 41.8781, -87.6298), ("Houston", "US", 29.7604, -95.3698), ("Austin", "US", 30.2672, -97.7431),
        ("Miami", "US", 25.7617, -80.1918), ("Seattle", "US", 47.6062, -122.3321), ("Denver", "US", 39.7392, -104.9903),
        ("London", "GB", 51.5074, -0.1278), ("Manchester", "GB", 53.4808, -2.2426), ("Leeds", "GB", 53.8008, -1.5491),
        ("Toronto", "CA", 43.6532, -79.3832), ("Vancouver", "CA", 49.2827, -123.1207),
        ("Berlin", "DE", 52.5200, 13.4050),
        ("Munich", "DE", 48.1351, 11.5820), ("Hamburg", "DE", 53.5511, 9.9937), ("Paris", "FR", 48.8566, 2.3522),
        ("Lyon", "FR", 45.7640, 4.8357), ("Madrid", "ES", 40.4168, -3.7038), ("Barcelona", "ES", 41.3874, 2.1686),
        ("Lisbon", "PT", 38.7223, -9.1393), ("Milan", "IT", 45.4642, 9.1900), ("Rome", "IT", 41.9028, 12.4964),
        ("Amsterdam", "NL", 52.3676, 4.9041), ("Brussels", "BE", 50.8503, 4.3517), ("Vienna", "AT", 48.2082, 16.3738),
        ("Zurich", "CH", 47.3769, 8.5417), ("Dublin", "IE", 53.3498, -6.2603), ("Stockholm", "SE", 59.3293, 18.0686),
        ("Oslo", "NO", 59.9139, 10.7522), ("Copenhagen", "DK", 55.6761, 12.5683), ("Helsinki", "FI", 60.1699, 24.9384),
        ("Warsaw", "PL", 52.2297, 21.0122), ("Prague", "CZ", 50.0755, 14.4378), ("Bucharest", "RO", 44.4268, 26.1025),
        ("Athens", "GR", 37.9838, 23.7275), ("Istanbul", "TR", 41.0082, 28.9784), ("Tel Aviv", "IL", 32.0853, 34.7818),
        ("Dubai", "AE", 25.2048, 55.2708), ("Riyadh", "SA", 24.7136, 46.6753), ("Cairo", "EG", 30.0444, 31.2357),
        ("Lagos", "NG", 6.5244, 3.3792), ("Nairobi", "KE", -1.2921, 36.8219), ("Cape Town", "ZA", -33.9249, 18.4241),
        ("Mumbai", "IN", 19.0760, 72.8777), ("Bengaluru", "IN", 12.9716, 77.5946), ("Delhi", "IN", 28.6139, 77.2090),
        ("Karachi", "PK", 24.8607, 67.0011), ("Dhaka", "BD", 23.8103, 90.4125), ("Singapore", "SG", 1.3521, 103.8198),
        ("Jakarta", "ID", -6.2088, 106.8456), ("Manila", "PH", 14.5995, 120.9842), ("Bangkok", "TH", 13.7563, 100.5018),
        ("Hanoi", "VN", 21.0278, 105.8342), ("Tokyo", "JP", 35.6762, 139.6503), ("Seoul", "KR", 37.5665, 126.9780),
        ("Sydney", "AU", -33.8688, 151.2093), ("Melbourne", "AU", -37.8136, 144.9631),
        ("Auckland", "NZ", -36.8485, 174.7633), ("São Paulo", "BR", -23.5505, -46.6333),
        ("Rio de Janeiro", "BR", -22.9068, -43.1729), ("Buenos Aires", "AR", -34.6037, -58.3816),
        ("Bogotá", "CO", 4.7110, -74.0721), ("Mexico City", "MX", 19.4326, -99.1332),
    )
)  # fmt: skip
"""A country with more cities has more people."""

STREETS: tuple[str, ...] = (
    "Main Street", "Park Avenue", "Station Road", "High Street", "Mill Lane", "Harbour Walk", "Market Square",
    "Church Street", "Garden Row", "River Road", "Oak Avenue", "King Street", "Bridge Street", "Hill Road",
)  # fmt: skip

LETTERS = 26 * 26
"""How many words of two letters there are."""


def code_of(index: int) -> str:
    """The two letters of a number below `LETTERS`."""
    first, second = divmod(index, 26)
    return chr(65 + first) + chr(65 + second)


def index_of(code: str) -> int:
    """The number of two letters."""
    return (ord(code[0]) - 65) * 26 + ord(code[1]) - 65


@cache
def cities_of(country: str) -> tuple[City, ...]:
    """The cities known in a country; none in most."""
    return tuple(city for city in CITIES if city.country == country)
