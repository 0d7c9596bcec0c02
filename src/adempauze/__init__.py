"""Adempauze: the verbs that a lesson uses.

A lesson begins with `lesson(slug, lang)`; each verb after it returns a widget in that language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adempauze import course
from adempauze.drawings import Drawing
from adempauze.evidence.judged import Judged
from adempauze.messages import LANGUAGES, UnknownLanguageError
from adempauze.widgets.breathe import Breathe
from adempauze.widgets.check_in import CheckIn
from adempauze.widgets.conversation import Conversation
from adempauze.widgets.evidence import EvidenceExplorer
from adempauze.widgets.evidence_ladder import EvidenceLadder, option
from adempauze.widgets.help_box import HelpBox
from adempauze.widgets.ladder import Ladder
from adempauze.widgets.law import Law
from adempauze.widgets.look_back import LookBack
from adempauze.widgets.musts import Musts
from adempauze.widgets.notes import Notes
from adempauze.widgets.plan import PARTS, Plan
from adempauze.widgets.predict import Predict, statement
from adempauze.widgets.progress import Progress
from adempauze.widgets.quiz import Question, Quiz, question, right, wrong
from adempauze.widgets.reflect import Reflect

if TYPE_CHECKING:  # these import NumPy, pandas or Matplotlib, which are slow and needed only for pictures
    from adempauze.evidence.meta import Pooled
    from adempauze.widgets.explore import Across, Curve, Explore, Model, Slider, Words
    from adempauze.widgets.figure import Figure
    from adempauze.widgets.forest import Forest

__version__ = "0.1.0"
__all__ = [
    "breathe",
    "check_in",
    "conversation",
    "drawing",
    "explore",
    "figure",
    "forest",
    "help_box",
    "ladder",
    "law",
    "lesson",
    "look_back",
    "musts",
    "notes",
    "option",
    "plan",
    "predict",
    "progress",
    "question",
    "quiz",
    "reflect",
    "right",
    "statement",
    "studies",
    "wrong",
]


@dataclass(frozen=True)
class _Lesson:
    slug: str = "notes"
    lang: str = "en"


_current = _Lesson()


def lesson(slug: str, lang: str) -> None:
    """Say which lesson this notebook is, and its language ("en" or "nl"), for all verbs after it."""
    global _current
    if lang not in LANGUAGES:
        raise UnknownLanguageError(lang)
    _current = _Lesson(slug, lang)


def breathe(pattern: str = "4-6", minutes: int = 5, *, whole_page: bool = False) -> Breathe:
    """Return a breathing timer that starts with a pattern, by its id, and a length in whole minutes, 1 to 20.

    `whole_page` is for a page of the book that has nothing else to do: a session fills it.
    """
    return Breathe(pattern, minutes, whole_page=whole_page, lang=_current.lang)


def check_in(moment: str) -> CheckIn:
    """Return two sliders for energy and tension; `moment` is "before" or "after" the lesson."""
    return CheckIn(moment, lang=_current.lang, lesson=_current.slug)


def conversation(country: str = "NL") -> Conversation:
    """Return check boxes that become questions for a GP or pharmacist; red flags show help lines, `country` first."""
    return Conversation(country=country, lang=_current.lang)


def drawing(name: str = "") -> Drawing:
    """Return the drawing of this lesson, or another one by its name: a lesson's slug, or "front-door"."""
    return Drawing(name or _current.slug, _current.lang)


def explore(
    model: str | Model,
    sliders: Sequence[Slider] = (),
    curves: Sequence[Curve] = (),
    words: Words | None = None,
    across: Across | None = None,
) -> Explore:
    """Return sliders over a model: "load-recovery" or "trial", or a function of your own.

    `Slider`, `Curve`, `Words` and `Across` in `adempauze.widgets.explore` describe a function of your own.
    """
    from adempauze.widgets.explore import Explore
    from adempauze.widgets.explore.ready_made import ready_made

    if isinstance(model, str):
        return ready_made(model, _current.lang)
    if words is None:
        raise ValueError("A picture of your own model needs words: at least a title.")
    return Explore(model, sliders, curves, words, across, lang=_current.lang)


def figure(name: str) -> Figure:
    """Return a figure of the evidence: "designs", "guessing", "open-and-controlled", "who-guessed-right"."""
    from adempauze.widgets.figure import Figure

    return Figure(name, lang=_current.lang)


def forest(question: str | Pooled, title: str = "", method: str = "pm", *, hartung_knapp: bool = True) -> Forest:
    """Return a forest plot of a domain ("well-being", "anxiety", ...), or of a pooled result, which needs a `title`."""
    from adempauze.widgets.forest import Forest

    return Forest(question, title, method, hartung_knapp=hartung_knapp, lang=_current.lang)


def help_box(country: str | None = None) -> HelpBox:
    """Return whom to call in a country ("NL", "BE", "UK", ...); the reader can choose another country."""
    return HelpBox(country, lang=_current.lang)


def ladder(id: str, task: str, *items: str | Judged) -> Ladder | EvidenceLadder:
    """Return a ladder on which the learner puts `items` in order, kept under `id` (unique within the lesson).

    Texts or no items make a ladder of the learner's signals, early to late; options (made with `option`) make one of
    evidence.
    """
    kind: Any = EvidenceLadder if any(isinstance(item, Judged) for item in items) else Ladder
    made: Ladder | EvidenceLadder = kind(id, task, *items, lang=_current.lang, lesson=_current.slug)
    return made


def law(country: str = "NL") -> Law:
    """Return what the law says in a country ("NL", "US", ...), with dates; the reader can choose another country."""
    return Law(country, lang=_current.lang)


def look_back() -> LookBack:
    """Return a picture of energy and tension over time, from the check-ins of all lessons."""
    return LookBack(lang=_current.lang, lesson=_current.slug)


def musts(task: str, *items: str) -> Musts:
    """Return a sorter for the learner's 'musts': it really must, it may wait, or it is a rule of their own.

    `items` are texts to choose from; the learner can add to them.
    """
    return Musts(task, *items, lang=_current.lang, lesson=_current.slug)


def notes() -> Notes:
    """Return all that the learner wrote in all lessons, in words, with a field for one sentence."""
    return Notes(lang=_current.lang)


def plan(parts: Sequence[str] | None = None) -> Plan:
    """Return the learner's plan, or some `parts` of it: "if-then", "step", "person", "notes", "page"."""
    return Plan(PARTS if parts is None else parts, lang=_current.lang, lesson=_current.slug)


def predict(*items: str | Judged, id: str = "guesses") -> Predict:
    """Return cards to guess before the evidence is shown: claims by id ("BO-1"), or made with `statement`.

    The guesses are kept under `id` when the learner asks; two decks in one lesson need two ids.
    """
    return Predict(*items, id=id, lang=_current.lang, lesson=_current.slug)


def progress() -> Progress:
    """Return the map of all lessons in this edition, with a mark for this one; a page beside them has no mark."""
    slugs = [path.stem for path in course.paths(_current.lang)]
    here = _current.slug if _current.slug in slugs else ""  # opening a page does not change where the learner left off
    return Progress(slugs, lang=_current.lang, lesson=here)


def quiz(*questions: Question) -> Quiz:
    """Return questions (made with `question`, `right` and `wrong`) that give feedback for each answer."""
    return Quiz(*questions, lang=_current.lang)


def reflect(id: str, question: str, minutes: int | None = None) -> Reflect:
    """Return a private text field for an answer to `question`, kept under `id` (unique within the lesson).

    With `minutes`, a quiet line says when they have passed since the first word; writing may go on.
    """
    return Reflect(id, question, minutes, lang=_current.lang, lesson=_current.slug)


def studies(
    design: str = "", substance: str = "", population: str = "", outcome: str = "", blinding: str = ""
) -> EvidenceExplorer:
    """Return all studies, to filter, sort and open. The arguments are the first filters, as named in the data."""
    return EvidenceExplorer(design, substance, population, outcome, blinding, lang=_current.lang)
