"""Each number that learners read is beside a source with that number, the same in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import ROOT
from tools.prose import bound_numbers, learner_text, message_text, printed_numbers, safety_words, two_languages
from tools.prose.__main__ import main
from tools.prose.learner_text import Document

DOCUMENTS = learner_text.documents([ROOT / "notebooks", ROOT / "book"])
MESSAGES = message_text.documents()
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: f"{each.lang}/{each.file.name}")

FINCHAM = "[Fincham et al. 2023](https://doi.org/10.1038/s41598-022-27247-y)"  # g -0.35 (-0.55 to -0.14), 12, 785, 42%
RIVM = "[RIVM](https://www.rivm.nl/mentale-gezondheid/monitor/werkenden/burn-out-klachten)"  # 20.0% of employees
ZISOOK = "[Zisook et al. 2022](https://doi.org/10.1016/j.jad.2022.06.047)"  # 2281 people, 7.6%
TRIAL = "[Fincham et al. 2023](https://doi.org/10.1038/s41598-023-49279-8)"  # 400 people, 5.5 a minute


def page(markdown: str, lang: str = "en") -> Document:
    """Return a page with a text."""
    passages = tuple(learner_text.passages_of(markdown, lang))
    return Document(Path("page.md"), lang, (learner_text.Cell("", "markdown", markdown),), passages)


def lesson(*cells: tuple[str, str], lang: str = "en") -> Document:
    """Return a lesson with cells, each given as kind and source."""
    made = tuple(learner_text.Cell(str(number), *cell) for number, cell in enumerate(cells))
    file = Path(f"{lang}/01-lesson.ipynb")
    passages = tuple(passage for cell in made for passage in learner_text.passages_in(file, lang, cell))
    return Document(file, lang, made, passages)


def refused(document: Document) -> list[str]:
    """Return the numbers that are refused, as their messages begin."""
    return [finding.message.partition(":")[0] for finding in bound_numbers.check_document(document).findings]


@each_document
def test_every_number_stands_beside_what_holds_it(document: Document) -> None:
    findings = bound_numbers.check_document(document).findings
    assert not findings, "\n\n" + "\n\n".join(map(str, findings))


@pytest.mark.parametrize("english", [each for each in DOCUMENTS if each.lang == "en"], ids=lambda each: each.file.name)
def test_both_languages_show_the_same_numbers(english: Document) -> None:
    file = english.file.parent.parent / "nl" / english.file.name
    findings = two_languages.compare(english, learner_text.read_document(file))
    assert not findings, "\n\n" + "\n\n".join(map(str, findings))


def test_messages_hold_as_lessons_do() -> None:
    checked = bound_numbers.check(MESSAGES)
    assert any("501" in number.text for _, number in checked.bound)  # messages make up the page on full doses
    assert not [*checked.findings, *safety_words.check(MESSAGES)]


def test_a_wrong_number_in_a_message_is_noticed(tmp_path: Path) -> None:
    for file in message_text.FOLDER.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace("501", "510"), encoding="utf-8")
    findings = bound_numbers.check(message_text.documents(tmp_path)).findings
    assert {finding.message.partition(":")[0] for finding in findings} == {"510"}
    assert {finding.passage.lang for finding in findings} == {"en", "nl"}


def test_a_message_with_another_number_in_dutch_is_noticed(tmp_path: Path) -> None:
    for lang, number in (("en", "1"), ("nl", "2")):
        (tmp_path / f"{lang}.toml").write_text(f'[a]\nb = "{number}"\n', encoding="utf-8")
    assert any("differ" in each.message for each in bound_numbers.check(message_text.documents(tmp_path)).findings)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", f"In 12 trials with 785 adults stress was lower (g = -0.35; -0.55 to -0.14) ({FINCHAM})."),
        ("nl", f"In 12 studies met 785 volwassenen was er minder stress (g = -0,35; -0,55 tot -0,14) ({FINCHAM})."),
        ("en", f"It was g = −0.35 (95% confidence interval −0.55 to −0.14) ({FINCHAM})."),
        ("nl", f"Van 2.281 mensen deed 7,6% mee ({ZISOOK})."),
        ("en", f"Of 2,281 people 7.6 percent took part ({ZISOOK})."),
        ("en", f"- 785 adults ({FINCHAM})\n- 400 adults ({TRIAL})"),
        (
            "en",
            f"Who took part.\n\n| who | source |\n| --- | --- |\n| 785 adults | {FINCHAM} |\n| 400 adults | {TRIAL} |",
        ),
        ("en", f"| | {FINCHAM} |\n| --- | --- |\n| adults | 785 |"),
        ("en", "Call [116 123](tel:116123), or [113](tel:113) (checked 23 November 2026)."),
        ("nl", "Bel [0800-0113](tel:08000113) (nagekeken op 23 november 2026).."),
        ("en", "One step, five minutes, and the CO2 in your blood."),
        ("en", "Read https://example.org/2/3."),
        ("en", "1. First.\n2. Then.\n   1. A part of it.\n3. Last."),
        ("en", f"In _785_ adults ({FINCHAM})."),
        ("en", f"Twenty percent of employees ({RIVM})."),
        ("en", f"In 2023 it was g -0.35 ({FINCHAM})."),
    ],
)
def test_a_number_beside_a_source_that_holds_it_is_fine(lang: str, text: str) -> None:
    assert refused(page(text, lang)) == []


@pytest.mark.parametrize(
    ("lang", "text", "numbers"),
    [
        ("en", f"In 13 trials with 785 adults ({FINCHAM}).", ["13"]),
        ("en", "In 12 trials with 785 adults.", ["12", "785"]),
        ("en", f"In 785 adults.\n\nElsewhere ({FINCHAM}).", ["785"]),
        ("en", f"- In 785 adults.\n- Elsewhere ({FINCHAM}).", ["785"]),
        ("en", f"| a | b |\n| --- | --- |\n| 400 adults | {FINCHAM} |\n| 785 adults | {TRIAL} |", ["400", "785"]),
        ("en", f"785% of adults ({FINCHAM}).", ["785%"]),
        ("en", f"Between trials 42 differed ({FINCHAM}).", ["42"]),
        ("en", f"g = 0.35 ({FINCHAM}).", ["0.35"]),
        ("nl", f"g = 0,35 ({FINCHAM}).", ["0,35"]),
        ("nl", f"g = -0.35 ({FINCHAM}).", ["-0.35"]),
        ("en", f"7,6% took part ({ZISOOK}).", ["7,6%"]),
        ("en", f"Of 2281 people 7.5% took part ({ZISOOK}).", ["7.5%"]),
        ("en", "In [Zisook et al. 2021](https://doi.org/10.1016/j.jad.2022.06.047).", ["2021"]),
        ("en", "Found by [someone in 2021](https://doi.org/10.1000/nothing).", ["https", "2021"]),
        ("en", "Call [114](tel:114).", ["114"]),
        ("en", "Call [113](tel:112).", ["113"]),
        ("en", "Call 113.", ["113"]),
        ("en", "Checked 24 November 2026.", ["24 November 2026"]),
        ("nl", "Nagekeken op 23 oktober 2026.", ["23 oktober 2026"]),
        ("en", "The CO3 in your blood.", ["CO3"]),
        ("en", "See [05. Breathing](04-breathing.ipynb).", ["05"]),
        ("en", "20 µg of LSD.", ["20 µg"]),
        ("en", "![A line that ends at 12.](line.png)", ["12"]),
        ("en", "[Someone](https://doi.org/10.1000/nothing) found it.", ["https"]),
        ("en", f"p = .05 ({FINCHAM}).", [".05"]),
        ("nl", f"d = -,36 ({FINCHAM}).", ["-,36"]),
        ("en", f"It was so.42 adults ({FINCHAM}).", ["42"]),
        ("en", f"In _786_ adults, __43__ of them men ({FINCHAM}).", ["786", "43"]),
        ("en", f"In `786` adults ({FINCHAM}).", ["786"]),
        ("en", f"½ of them, 3½ weeks ({FINCHAM}).", ["½", "3½"]),
        ("en", f"Fifty percent, twenty-one per cent ({FINCHAM}).", ["Fifty percent", "twenty-one per cent"]),
        ("nl", f"Vijftig procent, eenentwintig procent ({FINCHAM}).", ["Vijftig procent", "eenentwintig procent"]),
        ("en", f"One third of them, three quarters ({FINCHAM}).", ["One third", "three quarters"]),
        ("nl", f"Een derde van hen, driekwart ({FINCHAM}).", ["Een derde van", "driekwart"]),
        ("en", "42. of them left.", ["42"]),
        ("en", "1. One.\n2. Two.\n42) of them left.", ["42"]),
        ("en", f"In 2023 adults it fell ({FINCHAM}).", ["2023"]),
        ("nl", f"Bij 2023 gezonde volwassenen daalde het ({FINCHAM}).", ["2023"]),
    ],
)
def test_a_number_without_a_source_that_holds_it_is_refused(lang: str, text: str, numbers: list[str]) -> None:
    assert refused(page(text, lang)) == numbers


def test_an_interval_belongs_to_its_estimate() -> None:
    interval = f"(95% confidence interval -0.55 to -0.14; {FINCHAM})"
    assert refused(page(f"g -0.35 {interval}.")) == []
    assert refused(page(f"g -0.32 {interval}.")) == ["-0.32 and -0.55 and -0.14"]  # the estimate of another outcome
    assert refused(page(f"g -0.14 {interval}.")) == ["-0.14 and -0.55 and -0.14"]  # an end of the interval itself
    assert refused(page(f"g -0.35 (-0.55 to -0.40; {FINCHAM}).")) == ["-0.35 and -0.55 and -0.40"]


def test_an_interval_has_its_own_signs_and_order() -> None:
    szigeti = "[Szigeti et al. 2021](https://doi.org/10.7554/eLife.62878)"
    assert refused(page(f"g -0.35 (0.55 to -0.14; {FINCHAM}).")) == ["-0.35 and 0.55 and -0.14"]
    assert refused(page(f"g -0.35 (-0.14 to -0.55; {FINCHAM}).")) == ["-0.35 and -0.14 and -0.55"]
    assert refused(page(f"Our calculation: d -0.14 (-0.26 to -0.41; {szigeti}).")) == ["-0.14 and -0.26 and -0.41"]
    assert refused(page(f"The interval was (-0.14 to -0.55) ({FINCHAM}).")) == ["-0.14 and -0.55"]


def test_beside_many_rows_the_decimals_of_a_sentence_come_from_one() -> None:
    szigeti = "[Szigeti et al. 2021](https://doi.org/10.7554/eLife.62878)"
    estimates = "Our calculation: d was {}, with an interval down to {} ({})."
    assert refused(page(estimates.format("-0.14", "-0.26", szigeti))) == []
    assert refused(page(estimates.format("-0.14", "-0.31", szigeti))) == ["-0.14", "-0.31"]


def test_a_fall_is_no_interval() -> None:
    assert refused(page(f"It fell from 785 to 12 ({FINCHAM}).")) == []
    assert refused(page(f"It fell in adults (from 785 to 12; {FINCHAM}).")) == []
    assert refused(page(f"It fell in adults (785 to 12; {FINCHAM}).")) == ["785 and 12"]


TURNER = "[Turner et al. 2008](https://doi.org/10.1056/NEJMsa065779)"  # of 74 trials 94% against 51%; 32% larger
SLEEP = "[Sonnenschein et al. 2008](https://doi.org/10.5271/sjweh.1195)"  # of 59 employees 37% after 6 months


def test_a_part_is_not_more_than_its_whole() -> None:
    assert refused(page(f"Of those, 12 of the 785 adults ({FINCHAM}).")) == []
    assert refused(page(f"Of those, 785 of the 12 ({FINCHAM}).")) == ["785 and 12"]
    assert refused(page(f"Dat waren 785 van de 12 ({FINCHAM}).", "nl")) == ["785 and 12"]


def test_the_nearest_link_decides() -> None:
    said = "In {} adults stress fell ({}). Elsewhere {} adults breathed ({})."
    assert refused(page(said.format(785, FINCHAM, 400, TRIAL))) == []
    assert refused(page(said.format(785, TRIAL, 400, FINCHAM))) == ["785", "400"]
    assert refused(page(said.format(400, FINCHAM, 785, TRIAL))) == ["400", "785"]


@pytest.mark.parametrize(
    ("lang", "text", "number"),
    [
        ("en", f"Of 59 teachers 37% worked ({SLEEP}).", "59"),
        ("nl", f"Van 59 leraren werkte 37% ({SLEEP}).", "59"),
        ("en", f"Of 59 employees 37% worked after 6 weeks ({SLEEP}).", "6"),
        ("nl", f"Na 6 weken werkte 37% van 59 werknemers ({SLEEP}).", "6"),
        ("en", f"Stress rose in 785 adults ({FINCHAM}).", "785"),
        ("en", f"In 0.35 trials it was ({FINCHAM}).", "0.35"),
    ],
)
def test_a_word_beside_a_number_fits_its_row(lang: str, text: str, number: str) -> None:
    assert number in refused(page(text, lang))


def test_the_words_of_its_row_beside_a_number_are_fine() -> None:
    assert refused(page(f"Of 59 employees 37% worked again after 6 months ({SLEEP}).")) == []
    assert refused(page(f"Stress fell in 785 adults ({FINCHAM}).")) == []


def test_two_numbers_that_changed_places_are_noticed() -> None:
    said = "Of 74 trials {} looked positive in print, against {} in the files of the regulator ({})."
    assert refused(page(said.format("94%", "51%", TURNER))) == []
    assert refused(page(said.format("51%", "94%", TURNER))) == ["51% and 94%"]


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("about 790 adults", True),
        ("about 770 adults", False),
        ("nearly 800 adults", True),
        ("nearly 780 adults", False),
        ("more than 780 adults", True),
        ("more than 790 adults", False),
        ("780 adults", False),
    ],
)
def test_a_number_is_rounded_as_the_word_before_it_says(text: str, fine: bool) -> None:
    assert (refused(page(f"It was {text} ({FINCHAM}).")) == []) == fine


def test_a_fall_may_be_told_by_its_verb() -> None:
    assert refused(page(f"Stress was lowered by 0.35, 0.14 to 0.55 ({FINCHAM}).")) == []
    assert refused(page(f"Stress was lowered by 0.35, -0.14 to 0.55 ({FINCHAM}).")) == ["0.35 and -0.14 and 0.55"]


def test_a_probability_may_leave_out_its_zero() -> None:
    assert refused(page(f"It was p = .765 ({TRIAL}).")) == []
    assert refused(page(f"It was p = .756 ({TRIAL}).")) == [".756"]


def test_a_dose_has_the_unit_of_its_row() -> None:
    lewis = "([Lewis et al. 2025](https://doi.org/10.1371/journal.pmed.1004519))"
    assert refused(page(f"One supervised full dose of 25 mg {lewis}.")) == []
    assert refused(page(f"One supervised full dose of 25 µg {lewis}.")) == ["25 µg"]


def test_a_ratio_in_words_is_a_statistic() -> None:
    assert refused(page(f"One in five employees ({RIVM}).")) == []
    assert refused(page(f"One in six employees ({RIVM}).")) == ["One in six"]
    assert refused(page("Eén op de vijf werknemers.", "nl")) == ["Eén op de vijf"]
    found = printed_numbers.find("One in five, 1 in 4, two out of three; five in twelve weeks.", "en")
    assert [number.value for number in found] == [(1, 5), (1, 4), (2, 3)]


def test_a_derived_number_is_called_our_calculation() -> None:
    source = "([Szigeti et al. 2021](https://doi.org/10.7554/eLife.62878))"
    assert refused(page(f"Of 847 ratings {source}.")) == ["847"]
    assert refused(page(f"Of 847 ratings {source}, in our calculation.")) == []


def test_a_secondary_number_says_who_reported_it() -> None:
    source = "([Mueller et al. 2025](https://doi.org/10.1001/jamapsychiatry.2025.0044))"
    assert refused(page(f"Complaints fell 8.9 points {source}.")) == ["8.9"]
    assert refused(page(f"Complaints reportedly fell 8.9 points {source}.")) == []


def test_a_quiz_may_lean_on_the_lesson() -> None:
    quiz = 'quiz(question("Was it {} adults?", right("Yes", "In {} adults."), wrong("In 3 adults", "No."), ))'
    prose = ("markdown", f"In 785 adults ({FINCHAM}).")
    assert refused(lesson(prose, ("code", quiz.format(785, 785)))) == []
    assert refused(lesson(prose, ("code", quiz.format(785, 786)))) == ["786"]
    assert refused(lesson(("code", quiz.format(785, 785)))) == ["785", "785"]


def test_a_question_may_name_a_source_that_the_lesson_links_to() -> None:
    sources = ("markdown", f"- {FINCHAM}")
    asked = 'question("In 785 adults (Fincham et al. 2023)?", right("Yes", "So it was."), wrong("No", "It was."))'
    assert refused(lesson(sources, ("code", asked))) == []
    assert refused(lesson(sources, ("code", asked.replace("785", "400")))) == ["400"]


def test_a_statement_may_name_its_sources_by_key() -> None:
    said = 'predict(statement("Breath helps a lot", "mixed or weak", "low", "In {} adults a little.", ["BRE-01"]))'
    assert refused(lesson(("code", said.format(785)))) == []
    assert refused(lesson(("code", said.format(400)))) == ["400"]


def test_a_statement_that_names_its_sources_leans_on_nothing_else() -> None:
    prose = ("markdown", f"In 785 adults ({FINCHAM}).")
    said = 'predict(statement("Breath", "mixed or weak", "low", "In {} adults a little.", ["BRE-03"]))'
    assert refused(lesson(prose, ("code", said.format(400)))) == []
    assert refused(lesson(prose, ("code", said.format(785)))) == ["785"]


def test_a_string_of_one_statistic_is_read() -> None:
    assert refused(lesson(("code", 'show("42%")'))) == ["42%"]


def test_the_alt_text_of_a_picture_is_read() -> None:
    cell = learner_text.Cell("figure", "code", "draw()", alt="A line that ends at 58.")
    file = Path("en/01-lesson.ipynb")
    document = Document(file, "en", (cell,), tuple(learner_text.passages_in(file, "en", cell)))
    assert refused(document) == ["58"]


def test_a_directive_that_no_check_reads_is_refused() -> None:
    (finding,) = bound_numbers.check_document(page("Text.\n\n```{note}\nIn 42 adults.\n```")).findings
    assert "page.md, line 3" in str(finding)
    assert refused(page(":::{note}\nIn 42 adults.\n:::")) == ["42"]


def test_the_finding_names_sentence_number_and_where_it_looked() -> None:
    (finding,) = bound_numbers.check_document(page(f"Hello.\n\nIn 13 trials. It fell ({FINCHAM}).")).findings
    assert "page.md, line 3" in str(finding)
    assert "“In 13 trials.”" in str(finding)
    assert "13: not in the rows of Fincham et al. 2023a: facts BRE-01" in str(finding)
    assert "785" in str(finding)


def test_the_finding_says_which_rows_hold_a_number_without_a_source() -> None:
    (finding,) = bound_numbers.check_document(page("In 2281 people.")).findings
    assert "Rows that hold it: facts RED-02 (Zisook et al. 2022, doi.org/10.1016/j.jad.2022.06.047)" in str(finding)


def test_other_numbers_in_the_other_language_are_found() -> None:
    english = page(f"In 785 adults ({FINCHAM}).\n\nAnd 12 trials ({FINCHAM}).")
    dutch = page(f"Bij 785 volwassenen ({FINCHAM}).\n\nEn 20 studies ({FINCHAM}).", "nl")
    (finding,) = two_languages.compare(english, dutch)
    assert "only English has 12; only Dutch has 20" in finding.message
    (finding,) = two_languages.compare(page("One.\n\nTwo."), page("Eén.", "nl"))
    assert "English has 2 paragraphs, items and rows here, Dutch 1" in finding.message


def test_a_cell_in_one_language_only_is_found() -> None:
    ours, both = ("markdown", "In 12 studies."), ("markdown", "Nothing.")
    for english, dutch in (((both, ours), (both,)), ((both,), (both, ours))):
        assert two_languages.compare(lesson(*english), lesson(*dutch, lang="nl"))


numbers = st.decimals(min_value=0, max_value=99_999, places=2).map(lambda value: value.normalize())


def printed(value: Decimal, lang: str) -> str:
    """Return a number as a language prints it."""
    text = f"{value:,f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text


@given(
    numbers,
    st.sampled_from(["", "-", "−"]),
    st.sampled_from(["", "%", " mg", " procent"]),
    st.sampled_from(["en", "nl"]),
)
def test_a_printed_number_is_read_back(value: Decimal, sign: str, unit: str, lang: str) -> None:
    (number,) = printed_numbers.find(f"het is {sign}{printed(value, lang)}{unit}.", lang)
    assert number.value == (-value if sign else value)
    assert number.unit == {"": "", "%": "%", " mg": "mg", " procent": "%"}[unit]


@given(numbers)
def test_a_number_is_the_same_in_both_languages(value: Decimal) -> None:
    (english,), (dutch,) = (printed_numbers.find(printed(value, lang), lang) for lang in ("en", "nl"))
    assert english.key == dutch.key


@given(st.integers(0, 99_999))
def test_only_the_numbers_of_its_rows_pass_beside_a_source(value: int) -> None:
    held = {12, 18, 20, 785, 2022, 2023}  # of facts BRE-01 and BRE-02, and the year of the source
    assert bool(refused(page(f"It was {value} ({FINCHAM})."))) == (value not in held)


@pytest.mark.parametrize("exception", bound_numbers.exceptions(), ids=lambda each: each["reason"][:40])
def test_an_exception_is_needed_and_narrow(exception: dict[str, str]) -> None:
    assert len(exception["reason"]) > 20
    for lang in ("en", "nl"):
        texts = [each.text for document in (*DOCUMENTS, *MESSAGES) for each in document.passages if each.lang == lang]
        assert any(re.search(exception[lang], text, re.M) for text in texts), f"nothing needs {exception[lang]}"
        assert not any(re.search(exception[lang], f"In {number} people") for number in (4, 12, 46, 785, 2022, "7.6%"))


def test_the_command_prints_what_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en").mkdir()
    text = tmp_path / "en" / "page.md"
    text.write_text(f"In 785 adults ({FINCHAM}).", encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    text.write_text(f"In 786 adults ({FINCHAM}).", encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "786: not in the rows of" in capsys.readouterr().err


def test_the_command_refuses_to_check_nothing(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1
    assert main([str(tmp_path / "nowhere")]) == 1
