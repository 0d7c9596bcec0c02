"""Learner prose has no words that can do harm, and has the lines that protect."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import ROOT
from tools.prose import learner_text, safety_words
from tools.prose.learner_text import Cell, Document

DOCUMENTS = learner_text.documents([ROOT / "notebooks", ROOT / "book"])
HELP = "*Call [113](tel:113) or [112](tel:112), checked 23 November 2026. More: [help](../../book/en/help.md).*"
ADVICE = "*Not medical advice. [Help now](../../book/en/help.md)*"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: f"{each.lang}/{each.file.name}")
def test_no_unsafe_word_stands_there_and_no_line_is_missing(document: Document) -> None:
    findings = safety_words.check_document(document)
    assert not findings, "\n\n" + "\n\n".join(map(str, findings))


def found(text: str, lang: str = "en") -> list[str]:
    """Return what is refused in a page, without the quotation before it."""
    page = Document(Path("page.md"), lang, (), tuple(learner_text.passages_of(text, lang)))
    return [finding.message for finding in safety_words.check_document(page)]


@pytest.mark.parametrize(
    ("kind", "lang", "text"),
    [
        ("a dosing instruction", "en", "Take a microdose in the morning."),
        ("a dosing instruction", "en", "Many people do it every third day."),
        ("a dosing instruction", "nl", "Neem op een rustige dag een microdosis."),
        ("a dosing instruction", "nl", "Sommigen doen het om de drie dagen."),
        ("an amount without the study", "en", "A tenth of that is 0.1 g."),
        ("an amount without the study", "nl", "Dat is 10 microgram."),
        ("a supplier", "en", "You can order truffles at a webshop."),
        ("a supplier", "nl", "Truffels kun je kopen in een smartshop."),
        ("a cure word", "en", "It heals the nervous system."),
        ("a cure word", "en", "It resets your brain."),
        ("a cure word", "nl", "Zo genees je van een burn-out."),
        ("a cure word", "nl", "Het is een wondermiddel."),
        ("a claim worded as cure", "en", "Microdosing prevents burn-out."),
        ("a claim worded as cure", "nl", "Microdosing helpt tegen somberheid."),
        ("a change of medicine", "en", "Stop your medication first."),
        ("a change of medicine", "nl", "Bouw eerst je antidepressiva af."),
        ("a change of medicine", "nl", "Je kunt dan je medicijnen afbouwen."),
        ("is about the law", "en", "Fresh truffles are legal in the Netherlands."),
        ("is about the law", "nl", "Paddenstoelen zijn verboden."),
        ("a dosing instruction", "en", "In the morning, take a microdose."),
        ("a dosing instruction", "en", "If you want to try, take a microdose in the morning."),
        ("a dosing instruction", "en", "You could take a microdose on Monday."),
        ("a dosing instruction", "en", "Most people take a microdose on Mondays."),
        ("a dosing instruction", "en", "On dose days, eat first, then take your truffle."),
        ("a dosing instruction", "en", "Take it on Mondays and Thursdays."),
        ("a dosing instruction", "en", "Twice a week is enough."),
        ("a dosing instruction", "en", "Start low and go slow."),
        ("a dosing instruction", "en", "A usual microdose is a tenth of a trip."),
        ("a dosing instruction", "en", "Swallow a quarter of a stamp in the morning."),
        ("a dosing instruction", "en", "`Take a microdose`"),
        ("a dosing instruction", "nl", "Je neemt een microdosis in de ochtend."),
        ("a dosing instruction", "nl", "Neem je microdosis op maandag en donderdag."),
        ("a dosing instruction", "nl", "In de ochtend neem je een microdosis."),
        ("a dosing instruction", "nl", "Slik een kwart zegel."),
        ("a dosing instruction", "nl", "Twee keer per week is genoeg."),
        (
            "a dosing instruction",
            "en",
            "Take 10 µg on Monday and Thursday ([Szigeti et al. 2021](https://doi.org/10.7554/eLife.62878)).",
        ),
        ("an amount without the study", "en", "One gram of truffles."),
        ("an amount without the study", "en", "A gram of fresh truffles is a lot."),
        ("an amount without the study", "en", "It is half a gram."),
        ("an amount without the study", "nl", "Een gram truffels is genoeg."),
        ("a supplier", "en", "Ask the smart-shop nearby."),
        ("a supplier", "en", "Get your truffles from a friend."),
        ("a supplier", "nl", "Truffels bestel je online."),
        ("a supplier", "nl", "Truffels haal je bij de smart shop."),
        ("a cure word", "en", "Microdosing cures burn-out, no doubt."),
        ("a cure word", "en", "Microdosing cures burn-out and never fails."),
        ("a cure word", "en", "It is not expensive and it heals burn-out."),
        ("a cure word", "en", "It is not hype, it heals burn-out."),
        ("a cure word", "en", "It restores your nervous system."),
        ("a cure word", "nl", "Microdosing geneest burn-out en faalt nooit."),
        ("a cure word", "nl", "Het is niet duur en het geneest burn-out."),
        ("a claim worded as cure", "en", "Microdosing will treat your burn-out."),
        ("a claim worded as cure", "en", "Microdosing can help with your burn-out."),
        ("a claim worded as cure", "en", "Psilocybin relieves depression."),
        ("a claim worded as cure", "en", "You will recover with microdosing."),
        ("a claim worded as cure", "nl", "Microdosing kan je burn-out behandelen."),
        ("a claim worded as cure", "nl", "Microdosing lost je burn-out op."),
        ("a change of medicine", "en", "Stop your prescribed medication first."),
        ("a change of medicine", "en", "Phase out your medication with the prescribed schedule."),
        ("a change of medicine", "en", "Leave out your antidepressant for two weeks."),
        ("a change of medicine", "en", "Pause your antidepressants before."),
        ("a change of medicine", "en", "Drop the SSRI."),
        ("a change of medicine", "en", "Cut your dose of lithium."),
        ("a change of medicine", "en", "Halve your medication."),
        ("a change of medicine", "en", "Discontinue your antidepressant first."),
        ("a change of medicine", "en", "Do not take your antidepressant for two weeks."),
        ("a change of medicine", "en", "Your medicine can be stopped before."),
        ("a change of medicine", "nl", "Laat je antidepressiva een paar weken staan."),
        ("a change of medicine", "nl", "Laat je pillen weg."),
        ("a change of medicine", "nl", "Pauzeer je medicatie."),
        ("a change of medicine", "nl", "Sla je antidepressivum over."),
        ("a change of medicine", "nl", "Bouw je antidepressivum af."),
        ("is about the law", "en", "Truffles are allowed in the Netherlands."),
        ("is about the law", "en", "Truffles may be sold in the Netherlands."),
        ("is about the law", "en", "Mushrooms are forbidden."),
        ("is about the law", "en", "It is against the law."),
        ("is about the law", "en", "It is a crime in Germany."),
        ("is about the law", "nl", "Truffels zijn toegestaan in Nederland."),
        ("is about the law", "nl", "Truffels mogen in Nederland verkocht worden."),
        ("is about the law", "nl", "Paddo's mogen niet."),
        ("is about the law", "nl", "Het is een misdrijf."),
        ("not the number for a life in danger", "en", "In danger call 113."),
        ("not the number for a life in danger", "nl", "Bel 113 bij levensgevaar."),
        ("not the number for a life in danger", "en", "After a suicide attempt, call 113."),
        ("not the number for thoughts of suicide", "en", "Thoughts of suicide? Call 112."),
        ("not the number for thoughts of suicide", "nl", "Denk je aan zelfdoding? Bel 112."),
        ("A phone number without the date", "en", "Call [112](tel:112)."),
        ("A phone number without the date", "nl", "Bel [112](tel:112)."),
    ],
)
def test_it_is_refused(kind: str, lang: str, text: str) -> None:
    messages = found(text, lang)
    assert messages
    assert all(kind in message for message in messages), messages


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "You find no dose, product or supplier here."),
        ("nl", "Je vindt hier geen dosis, product of leverancier."),
        ("en", "Microdosing does not heal burn-out."),
        ("en", "The coach says: “it heals”."),
        ("nl", "De coach zegt: “het geneest”."),
        ("en", "Does microdosing help with stress?"),
        ("en", "Take a walk every day."),
        ("nl", "Neem een pauze."),
        ("en", "Never stop your medicine by yourself: ask the prescriber."),
        ("nl", "Stop nooit zelf met je medicijnen: vraag het aan wie ze voorschreef."),
        ("en", "Mushrooms have been banned since 1 December 2008; check, this can change."),
        ("nl", "Sinds december 2008 zijn paddenstoelen verboden."),
        ("en", "One full dose of 25 mg ([Lewis et al. 2025](https://doi.org/10.1371/journal.pmed.1004519))."),
        ("en", "Call [112](tel:112). Checked 23 November 2026."),
        ("en", "Health, whole, secure, heel, fixture."),
        ("en", "No study found that microdosing cures or heals burn-out."),
        ("nl", "Microdosing geneest een burn-out niet."),
        ("en", "In danger call 112, with thoughts of suicide 113."),
        ("nl", "Bel 113 bij gedachten aan zelfdoding, 112 bij levensgevaar."),
        ("en", "After a suicide attempt, call 112."),
        ("en", "Tired is allowed here, and so is a nap twice a week."),
        ("nl", "Moe zijn mag hier, in de ochtend en in de avond."),
        ("nl", "Een hele dag, heel rustig, zonder haast."),
    ],
)
def test_it_is_fine(lang: str, text: str) -> None:
    assert found(text, lang) == []


def test_numbers_in_exchanged_links_are_refused() -> None:
    line = "Call [{}](tel:{}) for thoughts of suicide, [{}](tel:{}) when life is in danger (read 23 November 2026)."
    assert found(line.format(113, 113, 112, 112)) == []
    assert len(found(line.format(112, 112, 113, 113))) == 2


def test_a_quiz_sends_nobody_to_the_wrong_number() -> None:
    cell = Cell(
        "check", "code", 'quiz(question("What now?", right("Call", "Yes. In danger, call {}."), wrong("No", "Do.")))'
    )
    file = Path("en/page.ipynb")
    for number, times in ((112, 0), (113, 1)):
        asked = Cell(cell.id, cell.kind, cell.source.format(number))
        passages = tuple(learner_text.passages_in(file, "en", asked))
        assert len(safety_words.check_document(Document(file, "en", (asked,), passages))) == times


def test_a_wrong_answer_may_hold_the_words_it_is_wrong_for() -> None:
    quiz = 'quiz(question("What does it do?", right("That is open", "Yes."), wrong("It heals burn-out", "No.")))'
    cells = (Cell("check", "code", quiz),)
    passages = tuple(learner_text.passages_in(Path("en/page.ipynb"), "en", cells[0]))
    assert safety_words.check_document(Document(Path("en/page.ipynb"), "en", cells, passages)) == []


def lesson(*cells: Cell) -> list[str]:
    """Return what is refused in a lesson that has the line on medical advice, and these cells."""
    every = (Cell("advice", "markdown", ADVICE), *cells)
    file = Path("en/01-lesson.ipynb")
    passages = tuple(passage for cell in every for passage in learner_text.passages_in(file, "en", cell))
    return [finding.message for finding in safety_words.check_document(Document(file, "en", every, passages))]


PROMPT = 'reflect("own-words", "What hurts?")'


def test_a_prompt_is_followed_by_a_help_line_a_help_box_or_is_light() -> None:
    assert "No help line" in lesson(Cell("write", "code", PROMPT))[0]
    assert "No help line" in lesson(Cell("write", "code", PROMPT), Cell("next", "markdown", "## Next"))[0]
    assert lesson(Cell("write", "code", PROMPT), Cell("help", "markdown", HELP)) == []
    assert lesson(Cell("write", "code", PROMPT), Cell("again", "code", PROMPT), Cell("help", "markdown", HELP)) == []
    assert len(lesson(Cell("write", "code", PROMPT), Cell("again", "code", PROMPT))) == 1
    assert lesson(Cell("write", "code", PROMPT), Cell("help", "code", 'help_box("NL")')) == []
    assert lesson(Cell("write", "code", PROMPT, (safety_words.LIGHT,))) == []


def test_a_lesson_says_what_it_is_not() -> None:
    file = Path("en/01-lesson.ipynb")
    document = Document(file, "en", (), tuple(learner_text.passages_of("# A lesson", "en")))
    (finding,) = safety_words.check_document(document)
    assert "Not medical advice" in finding.message
