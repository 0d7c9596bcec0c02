"""Help now: whom to call in each country, from the evidence, with the date of the last check."""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar

import traitlets

from adempauze import messages
from adempauze.evidence.help_lines import Phone, checked, help_lines
from adempauze.evidence.judged import links
from adempauze.evidence.tables import Row
from adempauze.widgets import CourseWidget

EVERYWHERE = "ALL"
# Lines of these places also apply to a country: Belgium uses the European emergency number.
_ALSO = {"BE": "EU"}
_KINDS = ("emergency", "crisis", "listening", "care", "poison", "drugs")


class HelpBox(CourseWidget):
    """The help lines of one country, or the most urgent lines of all countries; each number is a link that calls."""

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "countries", "help_box")

    country = traitlets.Unicode().tag(sync=True)
    countries: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    checked = traitlets.Unicode().tag(sync=True)
    fallback_html = traitlets.Unicode().tag(sync=True)

    def __init__(self, country: str | None = None, *, lang: str) -> None:
        """Show `country` first; the default is the Netherlands in Dutch, and all countries in English.

        Raises `ValueError` for a country that is not in the evidence.
        """
        countries = _by_country(help_lines(), lang)
        country = country or ("NL" if lang == "nl" else EVERYWHERE)
        if country not in (EVERYWHERE, *countries):
            raise ValueError(f"No help for {country!r}; there is for {', '.join(countries)}, and {EVERYWHERE}.")
        super().__init__(lang=lang, country=country, countries=countries, checked=messages.date(checked(), lang))

    @traitlets.default("fallback")
    def _fallback(self) -> str:
        return self.fallback_text()

    @traitlets.default("fallback_html")
    def _fallback_html(self) -> str:
        """Return the numbers as links that call, for a page of the book whose scripts are off, late or broken."""
        shown = self.countries if self.country == EVERYWHERE else [self.country]
        lists = [
            f"<p><strong>{escape(self.strings[f'country_{code}'])}</strong></p>"
            f"<ul>{''.join(self._item(line) for line in self.countries[code])}</ul>"
            for code in shown
        ]
        title = f"<p><strong>{escape(self.strings['title'])}</strong></p>"
        return "".join([title, *lists, f"<p>{escape(self.strings['checked'].format(date=self.checked))}</p>"])

    def _item(self, line: dict[str, Any]) -> str:
        """Return one line as an item: its name, its numbers or its site, and what it is for."""
        option = self.strings["option"]
        ways = [
            f'<a href="tel:{Phone(number).dialled}">{escape(number)}</a>'
            + (f" {escape(option.format(n=n))}" if n else "")
            for number, n in line["numbers"]
        ]
        if not ways and line["url"]:
            ways = [f'<a href="{escape(line["url"])}">{escape(line["url"].removeprefix("https://"))}</a>']
        name = [] if line["numbers"] == [[line["name"], ""]] else [f"{escape(line['name'])}:"]
        return f"<li>{' '.join([*name, ' / '.join(ways)]).rstrip(': ')}. {escape(line['purpose'])}</li>"

    def fallback_text(self) -> str:
        """Return the numbers, because a page on paper or without scripts must help too."""
        shown = self.countries if self.country == EVERYWHERE else [self.country]
        lines = [f"{self.strings[f'country_{each}']}: {self._in_line(self.countries[each])}." for each in shown]
        return " ".join([f"{self.strings['title']}.", *lines, self.strings["checked"].format(date=self.checked)])

    def _in_line(self, lines: list[dict[str, Any]]) -> str:
        return "; ".join(f"{line['name']}: {self._where(line)}" for line in lines)

    def _where(self, line: dict[str, Any]) -> str:
        """Return a line's numbers; its purpose if its name is the number; without a number its site, or its purpose."""
        if line["numbers"] == [[line["name"], ""]]:
            return str(line["purpose"]).rstrip(".")
        option = self.strings["option"]
        numbers = [f"{number}, {option.format(n=n)}" if n else number for number, n in line["numbers"]]
        return " / ".join(numbers) or str(line["url"] or line["purpose"]).rstrip(".")


def _by_country(lines: list[Row], lang: str) -> dict[str, list[dict[str, Any]]]:
    """Return the lines of each country, most urgent first."""
    codes = dict.fromkeys(row["country"] for row in lines)
    urgent_first = sorted(lines, key=lambda row: _KINDS.index(row["kind"]))
    return {
        code: [_line(row, lang) for row in urgent_first if row["country"] in (code, _ALSO.get(code))] for code in codes
    }


def _line(row: Row, lang: str) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "name": row["name"],
        "numbers": [[phone.number, phone.option] for phone in row["phones"]],
        "purpose": row[f"for_{lang}"],
        "details": [row[f"{column}_{lang}"] for column in ("hours", "cost") if row[f"{column}_{lang}"]],
        "url": row["url"],
        "source": links((row["source"],), lang)[0],
        "secondary": row["verified"] == "secondary",
    }
