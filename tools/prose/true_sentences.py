"""True sentences in free phrasing, and which of them the number check refuses: its false alarms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adempauze.evidence.tables import rows_by
from tools.prose import bound_numbers, learner_text
from tools.prose.learner_text import Cell, Document


@dataclass(frozen=True)
class Judged:
    """A true sentence, its language, and the objections of the check, of which a good check has none."""

    lang: str
    text: str
    messages: tuple[str, ...]


def judge(file: Path) -> Iterator[Judged]:
    """Yield each sentence of a file (`source = {en = [...], nl = [...]}`), each with the link of its source.

    Raises:
        KeyError: a source is not in sources.csv.
    """
    sources = rows_by("key", "sources")
    for key, by_language in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for lang, texts in by_language.items():
            link = f"[{sources[key][f'label_{lang}']}]({sources[key]['url']})"
            for text in texts:
                linked = f"{text.rstrip('.')} ({link})."
                passages = tuple(learner_text.passages_of(linked, lang))
                document = Document(Path("page.md"), lang, (Cell("", "markdown", linked),), passages)
                findings = bound_numbers.check_document(document).findings
                yield Judged(lang, text, tuple(finding.message for finding in findings))
