"""Rules that hold between the fields of the evidence tables, which no schema of single columns can say.

Each rule reads rows as text, as the CSV files hold them, and yields the line, the column and what is wrong there. The
rules run in ``check`` alone: a wrong clock on a learner's computer must not close the course.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from adempauze.evidence import help_lines, reading
from adempauze.evidence.reading import Problem

Cells = dict[str, str]
Rows = list[tuple[int, Cells]]

_WIDTH_IN_ERRORS = 2 * 1.96  # a 95% interval spans 1.96 standard errors on both sides
_NOTHING_TO_SEE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\u200b\ufeff]")
# UTF-8 read as Latin-1 or Windows-1252, and written again.
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf€-™]|Â[\u0080-\u00bf]|â[€ˆ„][\u0080-\u00bf‘-™œ]?")
_TWINS_SHARE = ("study", "sample", "domain", "measure_en", "instrument", "metric", "timepoint", "better")
_DIRECTION = {"higher": 1, "lower": -1}
_PHONE = {
    "NL": r"11[23]|14\d{2,3}|0[89]00(?:\d{4}|\d{7})|0[1-8]\d{8}",
    "BE": r"1\d{2}|1\d{3}|0800\d{5}|0[1-9]\d{7,8}",
    "EU": r"112|116\d{3}",
    "UK": r"999|11[12]|10[15]|116\d{3}|0\d{9,10}",
    "US": r"911|988|211|1?[2-9]\d{9}",
    "INT": r"\d{3,15}",
}
_CALLED = re.compile(r"\b(?:call|phone|ring|bel|bellen)\s+(?:(?:met|the|naar)\s+)?(\d[\d -]*\d)", re.I)


@dataclass(frozen=True)
class Tables:
    """All tables as text, by name, and the last day ("2026-11-23") that cannot be in the future."""

    rows: Mapping[str, Rows]
    latest: str

    def __getitem__(self, table: str) -> Rows:
        """Return the rows of a table; none of one that the package does not have."""
        return self.rows.get(table, [])


Misfit = tuple[int, str, str]


def problems(folder: Path = reading.DATA) -> list[Problem]:
    """Return every place where sound tables in a folder contradict themselves or each other, in order.

    Raises:
        EvidenceError: the package or a table cannot be read.
    """
    read = {name: reading.cells(name, folder) for name in reading.tables(folder)}
    latest = max(reading.searched(folder), datetime.datetime.now(tz=datetime.UTC).date().isoformat())
    together = Tables({name: rows for name, (_, rows) in read.items()}, latest)
    return sorted(Problem(file, *misfit) for name, (file, _) in read.items() for misfit in misfits(name, together))


def misfits(table: str, tables: Tables) -> Iterator[Misfit]:
    """Yield the line, the column and a message of each place in a table where fields do not agree."""
    yield from _written_badly(tables[table])
    yield from _in_the_future(tables[table], tables.latest)
    for rule in _RULES.get(table, ()):
        yield from rule(tables)


def _written_badly(rows: Rows) -> Iterator[Misfit]:
    for line, row in rows:
        for column, cell in row.items():
            if cell != cell.strip():
                yield line, column, f"{cell!r} has a space at its begin or end"
            elif hidden := _NOTHING_TO_SEE.search(cell):
                yield line, column, f"the cell holds a character that nobody sees, {hidden.group()!r}"
            elif garbled := _MOJIBAKE.search(cell):
                yield line, column, f"{garbled.group()!r} is UTF-8 read as another encoding; save the file as UTF-8"


def _in_the_future(rows: Rows, latest: str) -> Iterator[Misfit]:
    """Yield dates of looking up and years of publication that are still to come; planned ends of trials may be."""
    for line, row in rows:
        for column in ("as_of", "year"):
            cell = row.get(column, "")
            if cell and cell > latest[: len(cell)]:
                yield line, column, f"{cell} is in the future"


def _analysed_were_enrolled(tables: Tables) -> Iterator[Misfit]:
    for line, row in tables["studies"]:
        analysed, enrolled = row["n_analysed"], row["n_enrolled"]
        if analysed and enrolled and int(analysed) > int(enrolled):
            yield line, "n_analysed", f"{analysed} analysed is more than {enrolled} enrolled"


def _errors_fit_their_intervals(tables: Tables) -> Iterator[Misfit]:
    for line, row in tables["effects"]:
        low, high, error = row["ci_low"], row["ci_high"], row["se"]
        if not (low and high and error):
            continue
        implied = (float(high) - float(low)) / _WIDTH_IN_ERRORS
        slack = (_last_digit(low) + _last_digit(high)) / 2 / _WIDTH_IN_ERRORS + _last_digit(error) / 2
        if abs(float(error) - implied) > slack * 1.001:  # a hair more, for binary fractions
            message = f"{error} does not fit the interval, {low} to {high}: its width over 3.92 is {implied:.3g}"
            yield line, "se", message


def _last_digit(number: str) -> float:
    """Return the worth of one in the last place of a number as written: 0.01 for "2.35"."""
    return float(10 ** -len(number.partition(".")[2]))


def _probabilities(tables: Tables) -> Iterator[Misfit]:
    for line, row in tables["effects"]:
        if row["p"] and float(row["p"].lstrip("<")) > 1:
            yield line, "p", f"{row['p']} is above 1"


def _adjusted_effects_belong_to_their_twin(tables: Tables) -> Iterator[Misfit]:
    by_id: dict[str | None, Cells] = {row["id"]: row for _, row in tables["effects"]}
    for line, row in tables["effects"]:
        twin = by_id.get(row["guess_adjusted"] or None)
        if twin is None:
            continue
        other = [column for column in _TWINS_SHARE if row[column] != twin[column]]
        if other:
            names = ", ".join(f"{column} ({row[column] or '-'} / {twin[column] or '-'})" for column in other)
            yield line, "guess_adjusted", f"{twin['id']} differs in {names}"
        elif not twin["contrast"].endswith("guess-adjusted"):
            yield line, "guess_adjusted", f"{twin['id']} is not adjusted for the guess"


def _pooled_effects_can_be_pooled(tables: Tables) -> Iterator[Misfit]:
    for line, row in tables["effects"]:
        if row["pool"]:
            for column in ("pool_sign", "estimate", "se", "sample"):
                if not row[column]:
                    yield line, column, "an effect in a pool needs a value here"
        elif row["pool_sign"]:
            yield line, "pool_sign", "the effect is in no pool"


def _pools_have_one_direction(tables: Tables) -> Iterator[Misfit]:
    """Yield effects whose sign makes "better" point the other way than in the first effect of their pool."""
    first: dict[str, int] = {}
    for line, row in tables["effects"]:
        if row["pool"] and row["pool_sign"]:
            direction = int(row["pool_sign"]) * _DIRECTION.get(row["better"], 0)
            if direction != first.setdefault(row["pool"], direction):
                message = f"{row['pool_sign']} with better {row['better']} turns round what the pool says is better"
                yield line, "pool_sign", message


def _right_guesses_add_up(tables: Tables) -> Iterator[Misfit]:
    for line, row in tables["unblinding"]:
        for share, right, of in (
            ("pct_total", "right_total", "n"),
            ("pct_active", "right_active", "n_active"),
            ("pct_placebo", "right_placebo", "n_placebo"),
        ):
            if not (row[right] and row[of]):
                continue
            if int(row[right]) > int(row[of]):
                yield line, right, f"{row[right]} right is more than {row[of]} in all"
            elif row[share] and abs(float(row[share]) - 100 * int(row[right]) / int(row[of])) > _last_digit(row[share]):
                yield line, share, f"{row[share]} is not the share of {row[right]} in {row[of]}"
        in_groups = row["n"] and row["n_active"] and row["n_placebo"]
        if in_groups and int(row["n_active"]) + int(row["n_placebo"]) != int(row["n"]):
            yield line, "n", f"{row['n_active']} and {row['n_placebo']} are not {row['n']} together"


def _trials_begin_before_they_end(tables: Tables) -> Iterator[Misfit]:
    for line, row in tables["trials"]:
        shared = min(len(row["start"]), len(row["end"]))
        if shared and row["start"][:shared] > row["end"][:shared]:
            yield line, "end", f"{row['end']} is before the start, {row['start']}"


def _sources_have_a_doi(tables: Tables) -> Iterator[Misfit]:
    for line, row in tables["sources"]:
        doi, url = row["doi"], row["url"]
        if doi and not re.fullmatch(r"10\.\d{4,9}/\S+", doi):
            yield line, "doi", f"{doi!r} is no DOI: 10., four digits or more, a slash, a name"
        elif (doi or "doi.org/" in url) and url != f"https://doi.org/{doi}":
            yield line, "doi", f"{doi or 'nothing'} here, and {url} as address"


def _samples_are_those_of_their_study(tables: Tables) -> Iterator[Misfit]:
    samples = {row["key"]: row["sample"] for _, row in tables["studies"]}
    for line, row in tables["effects"]:
        sample = samples.get(row["study"], row["sample"])
        if row["sample"] != sample:
            yield line, "sample", f"{row['sample']!r} is {sample!r} in studies.csv"


def _phones_are_phones(tables: Tables) -> Iterator[Misfit]:
    for line, row in tables["help"]:
        for digits in _phones(row["number"]):
            if not re.fullmatch(_PHONE[row["country"]], digits):
                yield line, "number", f"{digits} is no phone number of {row['country']}"


def _phones_are_the_same_everywhere(tables: Tables) -> Iterator[Misfit]:
    """Yield numbers that differ from the same one in a name, an address or a sentence."""
    for line, row in tables["help"]:
        own = _phones(row["number"])
        named = re.findall(r"(?<![\d.])\d{3,}", f"{row['name']} {row['url']} {re.sub(r'^[^0-9]+', '', row['source'])}")
        for digits in named:
            if own and digits not in own:
                yield line, "number", f"{row['number']} here, {digits} in the name, the address or the source"
    known = {digits for _, row in tables["help"] for digits in _phones(row["number"])}
    for table, rows in tables.rows.items():
        for line, row in rows:
            for column, called in ((column, said) for column, cell in row.items() for said in _CALLED.findall(cell)):
                if help_lines.digits(called) not in known:
                    place = f"{table}.csv, row {line}, column {column}"
                    yield _nearest(called, tables["help"]), "number", f"no number here is {called}, which {place} tells"


def _nearest(called: str, rows: Rows) -> int:
    """Return the line of the number that differs least from one that is told."""
    digits = help_lines.digits(called)

    def different(row: Cells) -> int:
        return min(
            (sum(a != b for a, b in zip(own, digits, strict=False)) + abs(len(own) - len(digits)) * 2)
            for own in _phones(row["number"]) or ("",)
        )

    return min(rows, key=lambda each: different(each[1]))[0] if rows else 1


def _phones(cell: str) -> list[str]:
    return [help_lines.digits(phone.number) for phone in help_lines.phones(cell)]


_RULES: Mapping[str, tuple[Callable[[Tables], Iterator[Misfit]], ...]] = {
    "studies": (_analysed_were_enrolled,),
    "effects": (
        _errors_fit_their_intervals,
        _probabilities,
        _adjusted_effects_belong_to_their_twin,
        _pooled_effects_can_be_pooled,
        _pools_have_one_direction,
        _samples_are_those_of_their_study,
    ),
    "unblinding": (_right_guesses_add_up,),
    "trials": (_trials_begin_before_they_end,),
    "sources": (_sources_have_a_doi,),
    "help": (_phones_are_phones, _phones_are_the_same_everywhere),
}
