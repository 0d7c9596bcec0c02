"""Numbers as English and Dutch print them: found in a text, read, and compared.

A number has a value and a unit: 20 % and 20 people differ, and so do 10 mg and 10 µg. Dates, times of day, and in
words ratios ("one in five"), thirds and quarters ("two thirds of") and percentages ("twelve percent") are found too.
Other numbers in words are not: "half" is mostly a matter of speech.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januari februari maart april mei juni juli augustus september oktober november december",
    )
    for number, name in enumerate(names.split(), 1)
}
_SMALL = {
    "en": "one two three four five six seven eight nine ten twenty",
    "nl": "één twee drie vier vijf zes zeven acht negen tien twintig",
}
_WORDS = {
    lang: dict(zip(words.split(), (*range(1, 11), 20), strict=True)) | hundreds
    for (lang, words), hundreds in zip(
        _SMALL.items(),
        ({"hundred": 100, "thousand": 1000}, {"een": 1, "eén": 1, "honderd": 100, "duizend": 1000}),
        strict=True,
    )
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
}
_TEENS = {
    "en": "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "nl": "elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
}
_OF = {"en": r"\s+of\b(?!\s+(?:an?\s+)?(?:hour|minute|mile))", "nl": r"\s+(?:van|deel)\b"}
# Fractions in words; "a third" counts only as a third of something.
_PARTS = {
    "en": {
        rf"a\s+third(?:{_OF['en']})|one[\s-]+third\b": (1, 3),
        r"two[\s-]+thirds": (2, 3),
        rf"(?:a|one)[\s-]+quarter(?:{_OF['en']})": (1, 4),
        r"three[\s-]+quarters": (3, 4),
        rf"(?:a|one)[\s-]+fifth(?:{_OF['en']})": (1, 5),
        rf"(?:a|one)[\s-]+tenth(?:{_OF['en']})": (1, 10),
    },
    "nl": {
        rf"(?:een|één)\s+derde(?:{_OF['nl']})|eenderde": (1, 3),
        r"twee\s?derden?": (2, 3),
        rf"(?:een|één)\s+kwart(?:{_OF['nl']})": (1, 4),
        r"drie\s?kwart": (3, 4),
        rf"(?:een|één)\s+vijfde(?:{_OF['nl']})": (1, 5),
        rf"(?:een|één)\s+tiende(?:{_OF['nl']})": (1, 10),
    },
}
_PERCENT = {"en": r"(?:percent|per\s+cent)", "nl": r"procent"}
_OUT_OF = {"en": r"(?:in|out\s+of)(?:\s+every)?(?:\s+an?)?", "nl": r"op(?:\s+de|\s+elke)?"}

_MONTH = "|".join(_MONTHS)
_DIGITS = r"\d{1,3}(?:[.,\u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_TOKEN = re.compile(
    rf"""
    (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
    | \b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH})\b(?:\s+(?P<year>\d{{4}})\b)?
    | (?<![\w.,:])(?P<time>\d{{1,2}}(?::\d{{2}}|\.\d{{2}}(?=\s*(?:[-–]\s*\d{{1,2}}\.\d{{2}}\s*)?uur)))(?!\d)
    | (?<![\w.,])(?P<name>[^\W\d_]+-?\d\w*|\d+(?!(?:m?g|mcg|[µμ]g|th|st|nd|rd|de|ste)\b)[^\W\d_]{{2,}}\d*)
    | (?P<sign>(?<![-−–\w])[-−–])?(?P<digits>(?<!\w)\d*[½⅓⅔¼¾⅕⅛]|(?<![\w.,)])[.,](?:{_DIGITS})|(?<!\w)(?:{_DIGITS}))
    """,
    re.X | re.I,
)
_UNIT = re.compile(
    r"\s?(?:(?P<percent>%|percent\b|per\s+cent\b|procent\b)"
    r"|(?P<mg>mg|milligram(?:me)?s?)\b|(?P<ug>[µμ]g|mcg|ug|microgram(?:me)?s?)\b|(?P<g>gram(?:me)?s?|g)\b(?!\s*[=<]))",
    re.I,
)
# A probability or correlation without its zero, as psychologists print it: "p = .765".
_APA = re.compile(r"\b[pr]\s*[=<>]\s*$", re.I)
_ABOUT = {
    "en": {
        "near": r"about|around|roughly|some|approximately",
        "over": r"more\s+than|over|well\s+over",
        "under": r"nearly|almost|just\s+under",
    },
    "nl": {
        "near": r"ongeveer|rond\s+de|circa|zo['’]n|een\s+kleine",
        "over": r"ruim|meer\s+dan",
        "under": r"bijna|net\s+geen|krap",
    },
}
_EMPHASIS = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_UNITS = {"percent": "%", "mg": "mg", "ug": "µg", "g": "g"}
_RANGE = re.compile(r"\s*(?:to|tot|and|en|-|–)\s*", re.I)


@dataclass(frozen=True)
class Number:
    """A number in a text, from `start` to `end`, as `text`.

    unit: "" for a plain number, "%", "mg", "µg", "g", "date", "time", "ratio" or "name". value: a Decimal; text for
    dates ("2026-11-23", "2026-11", "--11-23"), times ("8:00") and names ("ICD-11"); a pair for ratios; None when
    the number is not written as its language does. signed: a sign stands before it. about: "near", "over" or "under",
    when a word before it says that it is rounded, so: "about", "more than", "nearly".
    """

    start: int
    end: int
    text: str
    value: Any  # `unit` says which kind it is, so code that has asked for the unit need not ask for the type
    unit: str = ""
    signed: bool = False
    about: str = ""

    @property
    def key(self) -> tuple[object, str]:
        """Return the value without its sign, and the unit: two numbers with the same key are the same."""
        value = _loosely(self.text) if self.value is None else self.value
        return (abs(value) if isinstance(value, Decimal) else value, self.unit)


@cache
def find(text: str, lang: str) -> tuple[Number, ...]:
    """Return the numbers in a text, in order; its only Markdown may be emphasis."""
    text = _EMPHASIS.sub(lambda match: " " * len(match.group()), text)
    ratios = [*_ratios(text, lang), *_parts(text, lang), *_percentages(text, lang)]
    taken = [range(ratio.start, ratio.end) for ratio in ratios]
    others = [number for number in _plain(text, lang) if not any(number.start in span for span in taken)]
    return tuple(sorted((*ratios, *_shared_units(others, text)), key=lambda number: number.start))


def rounds_to(exact: Decimal, printed: Decimal) -> bool:
    """Whether a printed number is the exact one, rounded to no fewer than two figures or two decimals."""
    _, digits, exponent = printed.as_tuple()
    if not isinstance(exponent, int):  # not a number, or infinite
        return False
    if len(digits) < 2 and exponent > -2:
        return exact == printed
    return abs(exact - printed) <= Decimal(5).scaleb(exponent - 1)


def is_said_to_be_about(exact: Decimal, number: Number) -> bool:
    """Whether a number is an exact one rounded, as the word before it says, to no fewer than two figures.

    "Nearly 100,000" may leave out two per cent at most, where the figures say less than that.
    """
    printed = abs(number.value) if isinstance(number.value, Decimal) else Decimal(0)
    figures = printed.normalize().as_tuple()
    step = Decimal(1).scaleb(int(figures.exponent))
    if len(figures.digits) < 2:
        step = min(step, printed / 50)
    less = exact - printed
    return {"near": abs(less) <= step / 2, "over": 0 <= less < step, "under": -step < less <= 0}.get(
        number.about, False
    )


def is_about(own: Number, key: tuple[object, str]) -> bool:
    """Whether a number in a text of the data is one with this value and unit, rounded or not."""
    value, unit = key
    if own.key == key:
        return True
    if own.unit != unit or not isinstance(own.value, Decimal) or not isinstance(value, Decimal):
        return False
    return rounds_to(abs(own.value), value)


def _plain(text: str, lang: str) -> Iterator[Number]:
    for match in _TOKEN.finditer(text):
        group = match.groupdict()
        if group["digits"]:
            yield _quantity(match, text, lang)
        elif group["time"]:
            yield _named(match, group["time"].replace(".", ":"), "time")
        elif group["name"]:
            yield _named(match, group["name"].upper(), "name")
        elif group["iso"]:
            yield _named(match, group["iso"], "date")
        elif group["day"] or group["year"]:  # a month alone is no number
            yield _named(match, _date(**{part: group[part] for part in ("day", "month", "year")}), "date")


def _named(match: re.Match[str], value: str, unit: str) -> Number:
    return Number(match.start(), match.end(), match.group(), value, unit)


def _date(day: str | None, month: str, year: str | None) -> str:
    date = f"{year or '-'}-{_MONTHS[month.lower()]:02}"
    return f"{date}-{int(day):02}" if day else date


def _quantity(match: re.Match[str], text: str, lang: str) -> Number:
    unit = _UNIT.match(text, match.end())
    end = unit.end() if unit else match.end()
    sign = "-" if match["sign"] else ""
    digits = match["digits"]
    apa = lang == "en" and digits.startswith(".") and _APA.search(text[: match.start()])
    value = _value(f"0{digits}" if apa else digits, lang)
    return Number(
        match.start(),
        end,
        text[match.start() : end],
        None if value is None else Decimal(sign + value),
        _UNITS[unit.lastgroup or ""] if unit else "",
        bool(sign),
        _about(text[: match.start()], lang),
    )


def _about(before: str, lang: str) -> str:
    """Return how the words before a number say that it is rounded: "near", "over", "under" or not at all."""
    return next((how for how, words in _ABOUT[lang].items() if re.search(rf"\b(?:{words})\s+$", before, re.I)), "")


def _value(digits: str, lang: str) -> str | None:
    """Return digits with a decimal point, or None when no number in this language is written so."""
    if not digits[-1].isascii():  # "3½"
        part = Decimal(str(round(unicodedata.numeric(digits[-1]), 4)))
        return str(int(digits[:-1] or 0) + part)
    thousands, decimal = (",", ".") if lang == "en" else (".", ",")
    shape = rf"(?:[1-9]\d{{0,2}}(?:[{thousands}\u00a0\u2009\u202f]\d{{3}})+|0|[1-9]\d*)(?:{re.escape(decimal)}\d+)?"
    if not re.fullmatch(shape, digits):
        return None
    return re.sub(rf"[{thousands}\s]", "", digits).replace(decimal, ".")


def _loosely(text: str) -> Decimal:
    """Read a number in another language's notation: the last separator is the decimal one."""
    digits = re.sub(r"[^\d.,]|[.,](?=.*[.,])", "", text).replace(",", ".")
    return Decimal(digits.strip("."))


def _shared_units(numbers: list[Number], text: str) -> list[Number]:
    """Give the first number of a range the unit of the second: "14 to 20%"."""
    shared = list(numbers)
    for place in range(len(shared) - 2, -1, -1):
        first, second = shared[place], shared[place + 1]
        if first.unit == "" and second.unit in _UNITS.values() and _RANGE.fullmatch(text[first.end : second.start]):
            shared[place] = replace(first, unit=second.unit)
    return shared


def _ratios(text: str, lang: str) -> Iterator[Number]:
    words = _WORDS[lang]
    number = rf"(?:{'|'.join(words)}|\d+)"
    for match in re.finditer(rf"\b({number})\s+{_OUT_OF[lang]}\s+({number})\b", text, re.I):
        part, whole = (words.get(each.lower()) or int(each) for each in match.groups())
        in_words = not any(each.isdigit() for each in match.groups())
        if part < whole and (in_words or part == 1):  # "1 in 4" is a ratio, "5 in 12 weeks" is not
            yield Number(match.start(), match.end(), match.group(), (part, whole), "ratio")


def _parts(text: str, lang: str) -> Iterator[Number]:
    """Yield fractions in words as ratios: "two thirds"."""
    for pattern, ratio in _PARTS[lang].items():
        for match in re.finditer(rf"\b(?:{pattern})\b", text, re.I):
            yield Number(match.start(), match.end(), match.group(), ratio, "ratio")


def _percentages(text: str, lang: str) -> Iterator[Number]:
    """Yield percentages in words: "twelve percent", "vijfentwintig procent"."""
    if not re.search(_PERCENT[lang], text, re.I):  # most texts have none, and the words are many
        return
    words = _counting(lang)
    for match in re.finditer(rf"\b({'|'.join(sorted(words, key=len, reverse=True))})\s+{_PERCENT[lang]}\b", text, re.I):
        yield Number(match.start(), match.end(), match.group(), Decimal(words[match.group(1).lower()]), "%")


@cache
def _counting(lang: str) -> dict[str, int]:
    """Return the words for whole numbers up to a hundred."""
    ones = dict(zip(_SMALL[lang].split()[:9], range(1, 10), strict=True)) | ({"een": 1} if lang == "nl" else {})
    tens = dict(zip(_TENS[lang].split(), range(20, 100, 10), strict=True))
    joined = {
        (f"{ten}-{one}" if lang == "en" else f"{one}{'ën' if one.endswith('e') else 'en'}{ten}"): tens[ten] + ones[one]
        for ten in tens
        for one in ones
    }
    return dict(zip(_TEENS[lang].split(), range(11, 20), strict=True)) | _WORDS[lang] | ones | tens | joined
