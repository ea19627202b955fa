"""Names of time zones as people type them, made into names of the tz database."""

import unicodedata
from functools import lru_cache
from zoneinfo import available_timezones

from bot.calendar.not_understood import UnclearWords, nearest_word

EXAMPLES = ("Europe/London", "America/New_York", "Asia/Kolkata", "UTC")

# Places that people name and the tz database does not, or that it names for somewhere else as well.
_PLACES = {
    "Europe/London": "uk gb britain great_britain united_kingdom england scotland wales northern_ireland manchester "
    "birmingham leeds liverpool bristol cardiff edinburgh glasgow sheffield newcastle nottingham belfast",
    "Europe/Dublin": "ireland republic_of_ireland cork galway",
    "Europe/Paris": "france lyon marseille central_european",
    "Europe/Berlin": "germany munich munchen muenchen hamburg frankfurt cologne koln koeln stuttgart "
    "dusseldorf duesseldorf leipzig dresden nuremberg nurnberg nuernberg bremen hanover hannover",
    "Europe/Madrid": "barcelona valencia seville",
    "Europe/Rome": "italy milan milano naples roma",
    "Europe/Amsterdam": "netherlands the_netherlands rotterdam the_hague",
    "Europe/Brussels": "belgium antwerp",
    "Europe/Zurich": "switzerland geneva genf geneve bern basel zuerich",
    "Europe/Vienna": "austria wien graz salzburg",
    "Europe/Stockholm": "sweden gothenburg",
    "Europe/Oslo": "norway bergen",
    "Europe/Copenhagen": "denmark",
    "Europe/Helsinki": "finland",
    "Europe/Warsaw": "krakow",
    "Europe/Kyiv": "ukraine",
    "America/New_York": "boston washington washington_dc philadelphia atlanta miami eastern us_eastern nyc ny new_york_city",
    "America/Chicago": "houston dallas austin minneapolis central us_central",
    "America/Denver": "mountain us_mountain",
    "America/Los_Angeles": "san_francisco seattle san_diego portland pacific us_pacific la sf",
    "America/Toronto": "ottawa montreal",
    "America/Sao_Paulo": "rio_de_janeiro",
    "Asia/Kolkata": "india mumbai delhi new_delhi bangalore bengaluru chennai",
    "Asia/Karachi": "pakistan lahore islamabad",
    "Asia/Dhaka": "bangladesh",
    "Asia/Shanghai": "china beijing",
    "Asia/Dubai": "abu_dhabi uae united_arab_emirates",
    "Asia/Ho_Chi_Minh": "vietnam hanoi",
    "Africa/Lagos": "nigeria abuja",
    "Africa/Nairobi": "kenya",
    "Africa/Accra": "ghana",
    "Africa/Johannesburg": "south_africa cape_town durban",
    "Australia/Sydney": "canberra",
    "Pacific/Auckland": "wellington christchurch",
}
_ACROSS = {
    "usa": "America/New_York",
    "us": "America/New_York",
    "united states": "America/New_York",
    "america": "America/New_York",
    "canada": "America/Toronto",
    "australia": "Australia/Sydney",
    "brazil": "America/Sao_Paulo",
    "spain": "Europe/Madrid",
    "russia": "Europe/Moscow",
    "mexico": "America/Mexico_City",
    "europe": "Europe/Paris",
    "asia": "Asia/Singapore",
    "africa": "Africa/Lagos",
}
# Read by a person these mean a place whose clocks change; read by the tz database, mostly a fixed offset.
_ABBREVIATIONS = {
    "bst": "Europe/London",
    "gmt": "Europe/London",
    "wet": "Europe/Lisbon",
    "west": "Europe/Lisbon",
    "cet": "Europe/Paris",
    "cest": "Europe/Paris",
    "met": "Europe/Paris",
    "eet": "Europe/Athens",
    "eest": "Europe/Athens",
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "hst": "Pacific/Honolulu",
    "ist": "Asia/Kolkata",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
}
# Files of the tz database that name no place: the machine's own setting, and a placeholder.
_NO_PLACES = {"localtime", "Factory", "posixrules"}


def check_zone(text: str) -> str | UnclearWords:
    """The tz database's name for a zone, a city or a country with one zone, whatever its case.

    Abbreviations such as BST or EST are refused: several zones share one, and few of them follow clock changes.
    """
    wanted = _fold_name(text)
    if wanted in _ABBREVIATIONS:
        return _zone_refusal(
            f'"{text}" is an abbreviation, which can mean several zones or miss the clock changes. Name a city.',
            text,
            _ABBREVIATIONS[wanted],
        )
    if wanted in _ACROSS:
        return _zone_refusal(f'"{text}" has more than one time zone. Name a city.', text, _ACROSS[wanted])
    known = _known_zones()
    if wanted in known:
        return known[wanted]
    # Looking for a near name is a thousand times the work of finding one.
    near = nearest_word(wanted, known, cutoff=0.82)
    return _zone_refusal(f'I know no time zone or city called "{text}".', text, known.get(near, ""))


def names_zone(text: str) -> bool:
    """Return whether `check_zone` accepts a text, without the work of a suggestion."""
    wanted = _fold_name(text)
    return wanted in _known_zones() and wanted not in _ABBREVIATIONS and wanted not in _ACROSS


def is_bare_zone(word: str) -> bool:
    """Return whether a folded word can only be meant as a zone, without "in": "UTC", or an abbreviation (to be refused)."""
    return word == "utc" or word in _ABBREVIATIONS


def _zone_refusal(what: str, text: str, suggestion: str) -> UnclearWords:
    return UnclearWords(what, where=text, suggestion=suggestion, examples=EXAMPLES)


def _fold_name(text: str) -> str:
    """The text without capitals, accents and runs of space."""
    plain = unicodedata.normalize("NFKD", text.replace("_", " ").casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


@lru_cache(maxsize=1)
def _known_zones() -> dict[str, str]:
    """Every accepted form, folded. A name of the tz database goes before a city, a city of ours before its cities."""
    names = sorted(available_timezones() - _NO_PLACES, key=lambda name: (name.count("/"), name))
    cities = {_fold_name(name.rsplit("/", 1)[-1]): name for name in names if _is_city(name)}
    places = {_fold_name(place): zone for zone, places in _PLACES.items() for place in places.split()}
    exact = {_fold_name(name): name for name in names}
    return {**cities, **exact, **places}


def _is_city(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/"))
