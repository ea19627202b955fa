"""Names of countries and their regions as people type them, made into the codes that holidays go by."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.calendar.not_understood import UnclearWords, nearest_word

EXAMPLES = ("UK/England", "Scotland", "Ireland", "US/California")
_HOME_NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern ireland": "NIR"}
_SPOKEN = {
    "uk": "GB",
    "britain": "GB",
    "great britain": "GB",
    "usa": "US",
    "america": "US",
    "united states of america": "US",
    "holland": "NL",
    "the netherlands": "NL",
    "uae": "AE",
}


@dataclass(frozen=True, slots=True)
class Country:
    """Country whose public holidays apply: an ISO 3166 code, and the code of a region if its holidays differ."""

    code: str
    region: str | None = None


def check_country(text: str) -> Country | UnclearWords:
    """The codes for "UK", "UK/England", "Scotland", "US/California", "DE" and the like, whatever their case; "none" has no code."""
    country_words, _, region_words = text.partition("/")
    wanted = _fold_name(country_words)
    if wanted == "none" and not region_words:
        return Country("")
    if wanted in _HOME_NATIONS and not region_words:
        return Country("GB", _HOME_NATIONS[wanted])
    code = _country_codes().get(wanted)
    if code is None:
        near = nearest_word(wanted, (*_country_codes(), *_HOME_NATIONS), cutoff=0.75)
        return _place_refusal(f'I know no country called "{country_words.strip()}".', text, near.title())
    if not region_words.strip() and code == "GB":
        return _place_refusal("Bank holidays differ within the UK. Name the nation too.", text, "UK/England")
    if not region_words.strip():
        return Country(code)
    return _with_region(code, country_words.strip(), region_words.strip())


def _with_region(code: str, country: str, region: str) -> Country | UnclearWords:
    regions = _region_codes(code)
    found = regions.get(_fold_name(region))
    if found is not None:
        return Country(code, found)
    if not regions:
        return _place_refusal(f"The holidays of {country} are the same in all its regions.", region, country)
    near = nearest_word(_fold_name(region), regions, cutoff=0.6) or next(iter(regions))
    spoken = near.upper() if len(near) < 4 else near.title()
    return _place_refusal(f'I know no region of {country} called "{region}".', region, f"{country}/{spoken}")


def _place_refusal(what: str, where: str, suggestion: str) -> UnclearWords:
    return UnclearWords(what, where, suggestion, EXAMPLES)


def _fold_name(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())


@lru_cache(maxsize=1)
def _country_codes() -> dict[str, str]:
    from holidays import list_supported_countries
    from holidays.registry import COUNTRIES

    supported = list_supported_countries(include_aliases=False)
    codes = {row[1] for row in COUNTRIES.values()} & supported.keys()
    by_code = {code.casefold(): code for code in codes}
    names = {_split_class_name(row[0]): row[1] for row in COUNTRIES.values() if row[1] in codes}
    return {**names, **by_code, **_SPOKEN}


def _split_class_name(class_name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", class_name).casefold()


@lru_cache(maxsize=64)
def _region_codes(code: str) -> dict[str, str]:
    from holidays import country_holidays

    found = country_holidays(code)
    codes = {name.casefold(): name for name in found.subdivisions}
    return {**codes, **{_fold_name(name): region for name, region in found.subdivisions_aliases.items()}}
