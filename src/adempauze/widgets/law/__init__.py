"""What the law says in each country, from the evidence, with dates. It is not legal advice."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from adempauze.evidence.judged import links
from adempauze.evidence.tables import rows
from adempauze.messages import date, table
from adempauze.widgets import CourseWidget


class Law(CourseWidget):
    """The law of one country; the reader can choose another country."""

    sections: ClassVar[tuple[str, ...]] = (*CourseWidget.sections, "law")

    country = traitlets.Unicode().tag(sync=True)
    countries: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)

    def __init__(self, country: str = "NL", *, lang: str) -> None:
        """Show `country` first; raises `ValueError` for a country that is not in the evidence."""
        countries = _by_country(lang)
        if country not in countries:
            raise ValueError(f"No law of {country!r}; there is of {', '.join(countries)}.")
        super().__init__(lang=lang, country=country, countries=countries)

    def fallback_text(self) -> str:
        """Return the countries that the widget covers."""
        return self.strings["fallback"].format(countries=", ".join(each["name"] for each in self.countries.values()))


def _by_country(lang: str) -> dict[str, dict[str, Any]]:
    names = table(lang, "countries")
    countries: dict[str, dict[str, Any]] = {}
    for row in rows("legal"):
        country = countries.setdefault(row["country"], {"name": names[f"country_{row['country']}"], "lines": []})
        country["lines"].append(
            {
                "topic": row[f"topic_{lang}"],
                "status": row["status"],
                "fact": row[f"fact_{lang}"],
                "date": date(row["as_of"], lang),
                "basis": row["as_of_basis"],
                "sources": links((row["source"],), lang) if row["source"] else [],
            }
        )
    return countries
