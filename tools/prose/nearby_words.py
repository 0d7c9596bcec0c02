"""Compares words beside a number in prose with the words beside the same number in its row.

What a number counts (students, weeks, trials) and a direction (rose, fell) are statements too, like the number itself.
A word is refused if the row has another word of the same sort there, and has the word of the prose nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tools.prose import printed_numbers
from tools.prose.numbers_by_source import Row
from tools.prose.printed_numbers import Number

# Whom a number counts, from narrow to wide; the row must have the narrow word too.
_PEOPLE = {
    "en": {
        "students": r"students?|undergraduates?|universit\w+|schools?",
        "nurses": r"nurses?|nursing",
        "patients": r"patients?|clinical\w*|diagnos\w+|disorder\w*|depressi\w+|ADHD|illness\w*|treated|outpatients?",
        "adults": r"adults?|grown",
        "employees": r"employees?|workers?|working|workplaces?|work|staff|jobs?|professionals|occupation\w*",
        "teachers": r"teachers?",
        "children": r"child(?:ren)?|adolescents?",
        "volunteers": r"volunteers?|healthy",
        "men": r"men|male",
        "women": r"women|female|mothers?",
        "doctors": r"doctors?|physicians?|clinicians",
    },
    "nl": {
        "studenten": r"student\w*|universit\w+|scholen",
        "verpleegkundigen": r"verple\w+",
        "patiënten": r"pati[eë]nt\w*|klinisch\w*|diagnose\w*|stoornis\w*|depressi\w+|ADHD|ziek\w*|behandeld\w*",
        "volwassenen": r"volwassen\w*",
        "werknemers": r"werknemers?|werkende\w*|werkplek\w*|(?:aan het|op het|van) werk|medewerkers?|personeel"
        r"|beroeps\w*",
        "leraren": r"lera(?:ar|ren)|docenten|onderwijs\w*",
        "kinderen": r"kind(?:eren)?|jongeren",
        "vrijwilligers": r"vrijwillig\w*|gezonde?",
        "mannen": r"man(?:nen)?",
        "vrouwen": r"vrouw(?:en)?|moeders?",
        "artsen": r"arts(?:en)?|dokters?|klinici",
    },
}
_NAMES = {
    "en": {
        "students": r"students?",
        "nurses": r"nurses?",
        "patients": r"patients?",
        "adults": r"adults?",
        "employees": r"employees?|workers?",
        "teachers": r"teachers?",
        "children": r"children|adolescents",
        "volunteers": r"volunteers?",
        "men": r"men",
        "women": r"women",
        "doctors": r"doctors|physicians",
    },
    "nl": {
        "studenten": r"studenten",
        "verpleegkundigen": r"verpleegkundigen",
        "patiënten": r"patiënten",
        "volwassenen": r"volwassenen",
        "werknemers": r"werknemers|werkenden",
        "leraren": r"leraren",
        "kinderen": r"kinderen|jongeren",
        "vrijwilligers": r"vrijwilligers",
        "mannen": r"mannen",
        "vrouwen": r"vrouwen",
        "artsen": r"artsen",
    },
}
# What else a number counts; one sort of thing is not another.
_COUNTED = {
    "en": {
        "minutes": r"min(?:utes?)?",
        "hours": r"hours?",
        "days": r"days?",
        "weeks": r"weeks?",
        "months": r"months?",
        "years": r"years?",
        "times": r"times|breaths",
        "points": r"points?",
        "studies": r"studies|trials?|experiments?|papers?|tests|articles|meta-analyses|reviews?",
        "people": r"people|persons?|adults?|men|women|participants?|users?|students?|nurses?|patients?|employees?"
        r"|workers?|teachers?|children|adolescents|volunteers?|doctors?|physicians",
    },
    "nl": {
        "minutes": r"min(?:uten|uut)?",
        "hours": r"u(?:ur|ren)",
        "days": r"dag(?:en)?",
        "weeks": r"we(?:ek|ken)",
        "months": r"maand(?:en)?",
        "years": r"jaar|jaren",
        "times": r"keer|ademhalingen",
        "points": r"punt(?:en)?",
        "studies": r"studies|onderzoeken|trials?|experimenten|papers?|artikelen|proeven|meta-analyses|overzichten",
        "people": r"mensen|personen|volwassenen|mannen|vrouwen|deelnemers|gebruikers|studenten|verpleegkundigen"
        r"|patiënten|werknemers|werkenden|leraren|kinderen|jongeren|vrijwilligers|artsen",
    },
}
_TO = {"en": r"(?:to|and|or|-|–)", "nl": r"(?:tot|en|of|-|–)"}
_UNIT_BEFORE = {"en": r"\b(weeks?|days?|months?|years?)\s*$", "nl": r"\b(week|dag|maand|jaar)\s*$"}
_WHOLE = {"people", "studies"}
_TIMES = {"minutes", "hours", "days", "weeks", "months", "years"}
_EACH = {
    "en": r"(?:\w+\s+)?(?:an?|per|each|every)\s+(?:minute|day|week)",
    "nl": r"(?:\w+\s+)?(?:per|elke)\s+(?:minuut|dag|week)",
}
_UP_DOWN = {
    "en": (
        r"rose|rises?|risen|rais\w+|increas\w+|higher|more|up(?! to)|grew|gain\w*|stronger|larger|greater|older"
        r"|longer|improv\w+",
        r"fell|falls?|fallen|decreas\w+|lower\w*|less|fewer|down|drop\w*|reduc\w+|weaker|smaller|eas\w+|shorter|relie\w+"
        r"|shr[iau]nk\w*|declin\w+",
        r"better|improv\w+|gain\w*|well|help\w*|benefit\w*",
        r"worse\w*|harm\w*|poor\w*|bad\w*",
    ),
    "nl": (
        r"steeg|stegen|stijg\w+|verhoog\w*|gestegen|hoger\w*|meer|omhoog|groei\w*|toe|toenam|sterker\w*|groter\w*|langer|vooruit\w*|winst|verbeter\w*",
        r"daal\w+|gedaald|lager\w*|minder\w*|vermind\w*|omlaag|afname|verlaag\w*|zwakker\w*|kleiner\w*|zak\w+|korter|verlicht\w*|af|krimp\w*",
        r"beter\w*|verbeter\w*|winst|hielp\w*|helpt?|vooruit\w*|goed\w*",
        r"slechter\w*|schade\w*|slecht\w*|verslechter\w*",
    ),
}
_WORDS_APART = 4
_NEAR = 40  # letters between a number and a word of direction that goes with it


def message(number: Number, text: str, lang: str, holding: Iterable[Row]) -> str:
    """Return a message on the word beside a number that its rows contradict, or an empty string."""
    rows = list(holding)
    return (
        _people_message(number, text, lang, rows)
        or _counted_message(number, text, lang, rows)
        or _direction_message(number, text, lang, rows)
    )


def _people_message(number: Number, text: str, lang: str, rows: list[Row]) -> str:
    word = _first(_NAMES[lang], _after(number, text, r".;,()"))
    if not word or number.unit not in ("", "%", "ratio"):
        return ""
    told = "\n".join(row.text for row in rows)
    if re.search(rf"\b(?:{_PEOPLE[lang][word]})\b", told, re.I) or not told:
        return ""
    return f"{number.text}: {rows[0]} says nothing of {word}."


def _after(number: Number, text: str, ends: str) -> str:
    """Return the words that follow a number, up to a mark or the next number; the end of a range is skipped."""
    rest = text[number.end : number.end + 60]
    return re.split(rf"[{re.escape(ends)}\d]", rest)[0]


def _first(words: dict[str, str], text: str) -> str:
    """Return the name of the word that comes first in a text, or an empty string."""
    found = [(match.start(), name) for name, pattern in words.items() if (match := _word(pattern).search(text))]
    return min(found)[1] if found else ""


@cache
def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.I)


def _counted_message(number: Number, text: str, lang: str, rows: list[Row]) -> str:
    said = _counted(number, text, lang)
    if not said:
        return ""
    next_words = " ".join(text[number.end :].split()[:2])
    if "." in str(number.value) and _first(_COUNTED[lang], next_words) in _WHOLE:
        return f"{number.text}: {said} are counted in whole numbers."
    told = {kind for row in rows for kind in _kinds(row, number.key, lang)}
    times = told & _TIMES if said in _TIMES else set()
    if said in told or not (times or (told and "" not in told)):
        return ""
    return f"{number.text}: {rows[0]} counts {' or '.join(sorted(times or told))} with it, not {said}."


@cache
def _kinds(row: Row, key: tuple[object, str], lang: str) -> frozenset[str]:
    """Return what a number counts at its place in a row."""
    kinds = {
        _counted(own, cell, lang)
        for cell in row.cells
        for own in printed_numbers.find(cell, lang)
        if printed_numbers.is_about(own, key)
    }
    return frozenset(kinds | {unit for own, unit in row.units.items() if own == key})


def _counted(number: Number, text: str, lang: str) -> str:
    """Return what a number counts, or an empty string: "weeks" for "6 full weeks", "6 to 12 weeks" and "week 6"."""
    if number.unit not in ("", "time"):
        return ""
    before = re.search(_UNIT_BEFORE[lang], text[: number.start], re.I)
    if before:
        return _first(_COUNTED[lang], before[1])
    rest = re.sub(rf"\A\s*{_TO[lang]}\s*[\d.,]+", "", text[number.end : number.end + 60])
    words = re.split(r"[.;,:()\d\n]", rest)[0].split()
    if re.match(_EACH[lang], " ".join(words), re.I):
        return "times"
    return _first(_COUNTED[lang], " ".join(words[:_WORDS_APART]))


def _direction_message(number: Number, text: str, lang: str, rows: list[Row]) -> str:
    said = _directions(number, text, lang)
    if not said:
        return ""
    if any(row.table == "effects" for row in rows):  # effects name what was measured, not the result
        return ""
    told = {each for row in rows for each in _told_directions(row, number.key, lang)}
    for one, other in ((0, 1), (1, 0), (2, 3), (3, 2)):
        if one in said and other not in said and other in told and one not in told:
            return f"{number.text}: {rows[0]} has the opposite of the word beside it ({said[one]})."
    return ""


@cache
def _told_directions(row: Row, key: tuple[object, str], lang: str) -> frozenset[int]:
    """Return the directions in the cells of a row that have the number."""
    return frozenset(
        place
        for cell in row.cells
        if any(printed_numbers.is_about(own, key) for own in printed_numbers.find(cell, lang))
        for place, pattern in enumerate(_UP_DOWN[lang])
        if _word(pattern).search(cell)
    )


def _directions(number: Number, text: str, lang: str) -> dict[int, str]:
    before = re.split(r"[.;:]\s|\n", text[max(0, number.start - _NEAR) : number.start])[-1]
    after = re.split(r"[.;:]\s|\n", text[number.end : number.end + _NEAR])[0]
    return {
        place: match.group()
        for place, pattern in enumerate(_UP_DOWN[lang])
        if (match := _word(pattern).search(f"{before} | {after}"))
    }


def swapped(one: Number, other: Number, text: str, lang: str, rows: Iterable[Row]) -> bool:
    """Return whether two numbers, exchanged, would fit the words around them in a row better."""
    for row in rows:
        for cell in row.cells:
            own = printed_numbers.find(cell, lang)
            places = [
                [each for each in own if printed_numbers.is_about(each, each_key.key)] for each_key in (one, other)
            ]
            if not all(len(each) == 1 for each in places):
                continue
            (first,), (second,) = places
            told = [_around(each, cell) for each in (first, second)]
            said = [_around(each, text) for each in (one, other)]
            return _fits_crosswise(said, told, _MARGIN) and _fits_crosswise(_apart(said), _apart(told), 0)
    return False


_MARGIN = 2
_SPAN = 45


def _around(number: Number, text: str) -> frozenset[str]:
    """Return the beginnings of the words before and after a number, up to the next number, each with its side."""
    before = re.split(r"[\d)]|[.;]\s", text[max(0, number.start - _SPAN) : number.start])[-1]
    after = re.split(r"[\d)]|[.;]\s", text[number.end : number.end + _SPAN])[0]
    return frozenset(
        f"{side}{word.lower()[:5]}"
        for side, words in (("<", before), (">", after))
        for word in re.findall(r"[^\W\d_]{2,}", words)
    )


def _apart(pair: list[frozenset[str]]) -> list[frozenset[str]]:
    """Return the words around each of two numbers, on either side, without those around both."""
    first, second = (frozenset(word[1:] for word in words) for words in pair)
    return [first - second, second - first]


def _fits_crosswise(said: list[frozenset[str]], told: list[frozenset[str]], margin: int) -> bool:
    """Return whether the words around two numbers agree better with those around the other number of the row."""
    straight = len(said[0] & told[0]) + len(said[1] & told[1])
    crossed = len(said[0] & told[1]) + len(said[1] & told[0])
    return crossed >= straight + margin
