"""The evidence tables agree with their schema, Frictionless, each other, the other language and the bibliography."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adempauze.evidence import reading
from adempauze.evidence.__main__ import main

BIBLIOGRAPHY = Path(__file__).parents[2] / "book" / "references.bib"
TABLES = reading.tables()
ARTICLE_CLAIMS = {"BO": 4, "MD": 6, "SC": 7, "HW": 6, "LI": 4, "SA": 5, "CL": 2}


def numbers(text: str, lang: str) -> list[str]:
    """Return the numbers in a text, sorted, with a decimal point and without thousands separators."""
    thousands, decimal = (",", r"\.") if lang == "en" else (r"\.", ",")
    text = re.sub(rf"(?<=\d){thousands}(?=\d{{3}}(?!\d))", "", text)
    return sorted(re.sub(decimal, ".", number) for number in re.findall(rf"\d+(?:{decimal}\d+)?", text))


def lines(folder: Path, file: str) -> list[list[str]]:
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write(folder: Path, file: str, rows: list[list[str]]) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def spoil(folder: Path, file: str, row: int, column: str, value: str) -> None:
    """Put a value into a cell; ``row`` is the line in the file."""
    rows = lines(folder, file)
    rows[row - 1][rows[0].index(column)] = value
    write(folder, file, rows)


def frictionless_is_content(folder: Path, file: str) -> bool:
    """Ask another reader of data packages about one table, with the tables that it refers to."""
    package = frictionless.Package(str(folder / "datapackage.json"))
    return package.get_resource(file.removesuffix(".csv")).validate().valid


def test_package_is_valid_under_frictionless() -> None:
    report = frictionless.Package(str(reading.DATA / "datapackage.json")).validate()
    assert report.valid, report.to_summary()


def test_package_holds_for_our_reader() -> None:
    assert reading.problems() == []


def test_columns_have_the_types_of_the_schema() -> None:
    effects, claims = reading.read("effects"), reading.read("claims")
    assert effects["estimate"].dtype == "float64"
    assert effects["derived"].dtype == "boolean"
    assert effects["active_n"].dtype == "Int64"
    assert effects["note_nl"].dtype == "string"
    assert "szigeti2021" in claims.set_index("id").loc["MD-2", "studies"]


def test_a_change_to_a_table_stays_with_the_caller() -> None:
    mine = reading.read("help")
    mine.loc[0, "number"] = "0"
    assert reading.read("help").loc[0, "number"] != "0"


def test_unknown_table_is_named() -> None:
    with pytest.raises(KeyError, match="no table 'effect'"):
        reading.read("effect")


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "message"),
    [
        ("effects.csv", 7, "domain", "happiness", "not one of"),
        ("effects.csv", 9, "study", "nobody2020", "not in studies.key"),
        ("effects.csv", 3, "estimate", "about 2", "not a number"),
        ("studies.csv", 4, "n_analysed", "34.5", "not a whole number"),
        ("facts.csv", 12, "fact_nl", "", "required"),
        ("facts.csv", 5, "id", "WHO-01", "is on row 2 too"),
        ("unblinding.csv", 2, "pct_total", "164.9", "above 100"),
        ("help.csv", 3, "as_of", "last year", "does not match"),
        ("help.csv", 3, "as_of", "2026-99-99", "does not match"),
        ("claims.csv", 2, "lessons", "13-nonsense", "does not match"),
    ],
)
def test_broken_cell_is_refused_where_it_stands(
    copy: Path, file: str, row: int, column: str, value: str, message: str
) -> None:
    spoil(copy, file, row, column, value)
    with pytest.raises(reading.EvidenceError, match=message) as caught:
        reading.read(file.removesuffix(".csv"), copy)
    assert (caught.value.file, caught.value.row, caught.value.column) == (file, row, column)
    assert not frictionless_is_content(copy, file)


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "message"),
    [
        ("studies.csv", 4, "n_analysed", "3_4", "not a whole number"),
        ("studies.csv", 4, "n_analysed", " 34 ", "not a whole number"),
        ("effects.csv", 3, "estimate", "nan", "not a number"),
        ("facts.csv", 12, "fact_nl", "  ", "spaces only"),
        ("help.csv", 3, "as_of", "2026-02-30", "is no date"),
    ],
)
def test_our_reader_refuses_what_frictionless_lets_through(
    copy: Path, file: str, row: int, column: str, value: str, message: str
) -> None:
    spoil(copy, file, row, column, value)
    (problem,) = {each for each in reading.problems(copy) if each.file == file}
    assert (problem.row, problem.column) == (row, column)
    assert message in problem.message


def test_ends_of_an_interval_are_in_order_without_an_estimate(copy: Path) -> None:
    spoil(copy, "effects.csv", WITH_INTERVAL.index[0] + 2, "estimate", "")
    spoil(copy, "effects.csv", WITH_INTERVAL.index[0] + 2, "ci_low", "99")
    (problem,) = reading.problems(copy)
    assert (problem.column, "above the other end" in problem.message) == ("ci_low", True)


def cut_a_row(rows: list[list[str]]) -> None:
    rows[4].pop()


def lengthen_a_row(rows: list[list[str]]) -> None:
    rows[4].append("one more")


def repeat_a_column(rows: list[list[str]]) -> None:
    for row in rows:
        row.append(row[-1])


def exchange_columns(rows: list[list[str]]) -> None:
    for row in rows:
        row[1], row[2] = row[2], row[1]


def add_a_blank_line(rows: list[list[str]]) -> None:
    rows.insert(4, [])


@pytest.mark.parametrize(
    ("spoil_rows", "row", "column", "message"),
    [
        (cut_a_row, 5, "facts", "fewer cells"),
        (lengthen_a_row, 5, "facts", "more cells"),
        (repeat_a_column, 1, "facts", "twice"),
        (exchange_columns, 1, "term_nl", "the schema has term_en in this place"),
        (add_a_blank_line, 5, "id", "blank"),
    ],
)
def test_a_table_of_another_shape_is_refused_where_it_begins(
    copy: Path, spoil_rows: Callable[[list[list[str]]], None], row: int, column: str, message: str
) -> None:
    rows = lines(copy, "glossary.csv")
    spoil_rows(rows)
    write(copy, "glossary.csv", rows)
    first = reading.problems(copy)[0]
    assert (first.file, first.row, first.column) == ("glossary.csv", row, column)
    assert message in first.message
    assert not frictionless_is_content(copy, "glossary.csv")


def test_the_mark_that_spreadsheets_put_before_a_table_is_no_problem(copy: Path) -> None:
    table = copy / "legal.csv"
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    assert reading.problems(copy) == []
    assert frictionless_is_content(copy, "legal.csv")


def test_missing_column_is_named(copy: Path) -> None:
    rows = lines(copy, "legal.csv")
    at = rows[0].index("as_of")
    write(copy, "legal.csv", [row[:at] + row[at + 1 :] for row in rows])
    with pytest.raises(reading.EvidenceError, match=r"legal\.csv, row 1, column as_of: the column is missing"):
        reading.read("legal", copy)


def test_unknown_key_in_a_list_is_named(copy: Path) -> None:
    spoil(copy, "claims.csv", 6, "facts", "NLD-03 XYZ-99")
    with pytest.raises(reading.EvidenceError, match=r"claims\.csv, row 6, column facts: 'XYZ-99' is not in facts"):
        reading.read("claims", copy)


WITH_INTERVAL = reading.read("effects").dropna(subset=["ci_low", "estimate", "ci_high"])


@settings(max_examples=20, deadline=None)
@given(
    index=st.sampled_from(list(WITH_INTERVAL.index)),
    beyond=st.floats(0.01, 50, allow_nan=False),
    above=st.booleans(),
)
def test_estimate_outside_its_interval_is_refused(index: int, beyond: float, above: bool) -> None:
    row = WITH_INTERVAL.loc[index]
    estimate = row["ci_high"] + beyond if above else row["ci_low"] - beyond
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(reading.DATA, Path(scratch) / "data"))
        spoil(folder, "effects.csv", index + 2, "estimate", f"{estimate:.4f}")
        problem, *rest = reading.problems(folder)
    assert not rest
    assert (problem.file, problem.row, problem.column) == ("effects.csv", index + 2, "estimate")


@pytest.mark.parametrize("table", TABLES)
def test_prose_stands_in_both_languages_with_the_same_numbers(table: str) -> None:
    frame = reading.read(table)
    assert {name for name in frame if name.endswith("_nl")} == {
        name.removesuffix("_en") + "_nl" for name in frame if name.endswith("_en")
    }
    for name in (name for name in frame if name.endswith("_en")):
        for line, (en, nl) in enumerate(zip(frame[name], frame[f"{name[:-3]}_nl"], strict=True), start=2):
            where = f"{table}.csv, row {line}, column {name}"
            assert pd.isna(en) == pd.isna(nl), where
            if not pd.isna(en):
                assert numbers(en, "en") == numbers(nl, "nl"), f"{where}: {en} / {nl}"


def test_figure_of_a_fact_stands_in_its_sentence() -> None:
    for fact in reading.read("facts").itertuples():
        figures = [] if pd.isna(fact.figure) else numbers(fact.figure, "en")
        assert set(figures) == set(numbers(fact.fact_en, "en")), fact.id


def test_every_claim_of_the_article_is_judged() -> None:
    claims = reading.read("claims")
    article = claims[claims["origin"] == "article"]
    expected = {f"{prefix}-{n}" for prefix, count in ARTICLE_CLAIMS.items() for n in range(1, count + 1)}
    assert set(article["id"]) == expected
    told = ["verdict", "certainty", "reason_en", "indirectness_en", "change_nl", "lessons"]
    assert article[told].notna().all(axis=None)


def test_benefit_claims_are_never_well_supported() -> None:
    claims = reading.read("claims").set_index("id")
    benefits = claims.loc[[i for i in claims.index if re.match(r"MD-[2-6]|SC-[2-6]|HW-|CL-", i)]]
    assert not benefits["verdict"].isin(["well supported", "some support"]).any()


def test_no_verdict_is_surer_than_the_rule_allows() -> None:
    claims = reading.read("claims")
    certainty = claims["certainty"].map({"very low": 0, "low": 1, "moderate": 2, "high": 3}.__getitem__)
    assert (certainty[claims["verdict"] == "not tested fairly"] == 0).all()
    assert (certainty[claims["verdict"] == "mixed or weak"] <= 1).all()
    assert (certainty[claims["verdict"] == "well supported"] >= 2).all()


@pytest.mark.parametrize(
    "pattern",
    [
        r"0900[ -]?1450",  # MIND Korrelatie: number and hours not found again
        r"0900[ -]?1995",  # Drugs Infolijn: number seen only in pages of 2001 and 2002
        r"078 ?15 ?10 ?20",  # De Druglijn: number of 2009
        r"cnsdrugs|CNS Drugs",  # abstract not seen
        r"mindbio2026|(?i:(ph|f)ase 2b)",  # unpublished
        r"not-verified|UNVERIFIED|NOT PUBLISHED",
        r"(?i)\b(heals?|cures?|cured|geneest|genezen|resets?)\b",
        r"(?i)smartshop|web ?shop|vendor",
    ],
)
def test_nothing_is_printed_that_was_ruled_out(pattern: str) -> None:
    for path in [*reading.DATA.glob("*.csv"), BIBLIOGRAPHY]:
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            assert not re.search(pattern, text), f"{path.name}, row {line}: {text[:120]}"


def test_truffle_trial_has_the_numbers_that_were_confirmed() -> None:
    marschall = reading.read("studies").set_index("key").loc["marschall2022"]
    assert marschall["n_analysed"] == 52
    assert pd.isna(marschall["n_enrolled"])  # only one summary page has 75
    assert "1.5 mg" in marschall["dose_en"]
    assert "15 mg" not in marschall["dose_en"]


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield the place, language and text of every prose cell of the tables."""
    for table in TABLES:
        frame = reading.read(table)
        for name in (name for name in frame if name.endswith(("_en", "_nl"))):
            yield from ((f"{table}.{name}", name[-2:], text) for text in frame[name].dropna())


def test_uncontrolled_fall_in_depression_is_never_alone() -> None:
    printed = [(where, text) for where, lang, text in texts() if lang == "en" and "59.5" in text]
    assert printed
    for where, text in printed:
        assert "control group" in text, f"{where}: {text}"


def test_the_share_that_went_back_to_work_says_how_the_groups_were_made() -> None:
    words = {"en": r"not randomised|declined to take part", "nl": r"niet geloot|geweigerd"}
    printed = [(where, lang, text) for where, lang, text in texts() if "89%" in text]
    assert printed
    for where, lang, text in printed:
        assert re.search(words[lang], text), f"{where}: {text}"


def test_the_unpublished_trial_is_told_by_a_named_carrier() -> None:
    sources = reading.read("sources").set_index("key")
    facts = reading.read("facts").set_index("id")
    assert set(facts.loc[["MIC-02", "MIC-03"], "verified"]) == {"secondary"}
    assert set(sources.loc[facts.loc[["MIC-02", "MIC-03"], "source"], "kind"]) == {"press"}
    printed = [(where, text) for where, _, text in texts() if re.search("caffeine|cafeïne", text)]
    assert printed
    for where, text in printed:
        assert "WIRED" in text, f"{where}: {text}"


@pytest.mark.parametrize(
    ("fact", "counterpart"),
    [
        ("RED-01", "RED-04"),
        ("TRT-14", "TRT-21"),
        ("REC-06", "REC-10"),
        ("TRI-03", "TRI-05"),
        ("TRT-04", "TRT-24"),  # the workplace: the randomised trial without an effect
        ("TRT-22", "TRT-23"),  # the same people, later
        ("TRT-32", "TRT-31"),  # a waiting list, and an active control
        ("SLP-03", "SLP-05"),
        ("REF-05", "REF-09"),
        ("FUL-03", "FUL-04"),
    ],
)
def test_contested_facts_bring_their_counterpart(fact: str, counterpart: str) -> None:
    assert counterpart in reading.read("facts").set_index("id")["read_with"][fact]


def test_risk_of_bias_is_judged_for_every_trial_with_a_placebo_and_results() -> None:
    studies = reading.read("studies")
    judged = studies[[name for name in studies if name.startswith("bias_")]]
    expected = studies["controlled"] & (studies["design"] != "registered-trial")
    assert judged[expected].notna().all(axis=None)
    assert judged[~expected].isna().all(axis=None)


def test_a_trial_begins_before_it_ends() -> None:
    trials = reading.read("trials").dropna(subset=["start", "end"])
    assert len(trials) > 1
    assert (trials["start"] < trials["end"]).all()


@pytest.mark.parametrize("table", ["legal", "help"])
def test_every_line_is_dated(table: str) -> None:
    assert reading.read(table)["as_of"].notna().all()


def test_truffle_lines_say_from_when_they_are_in_the_sentence() -> None:
    legal = reading.read("legal")
    truffles = legal[legal["topic"] == "truffles"]
    assert len(truffles) == 2
    assert truffles["fact_en"].str.contains("January 2021").all()
    assert truffles["fact_nl"].str.contains("januari 2021").all()


def test_fast_breathing_is_not_offered() -> None:
    patterns = reading.read("breathing_patterns")
    assert set(patterns["id"]) == {"4-6", "5.5-5.5", "5-5", "4-4-4-4", "sigh", "4-7-8"}
    seconds = [name for name in patterns if name.endswith("_s")]
    assert (60 / patterns[seconds].sum(axis=1) <= 6).all()
    holds = patterns[["hold_after_inhale_s", "hold_after_exhale_s"]].sum(axis=1) > 0
    assert (holds == patterns["holds_optional"]).all()


def test_bibliography_and_tables_use_the_same_sources() -> None:
    text = BIBLIOGRAPHY.read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([^,]+),", text, flags=re.MULTILINE)
    sources = reading.read("sources")
    assert len(keys) == len(set(keys))
    assert set(keys) == set(sources["key"])
    assert set(re.findall(r"^  doi = \{(.+?)\}", text, flags=re.MULTILINE)) == set(sources["doi"].dropna())


def test_every_source_is_used() -> None:
    used: set[str] = set()
    for table in TABLES:
        if table != "sources":
            frame = reading.read(table)
            used |= set(frame.get("source", pd.Series(dtype="string")).dropna())
            used |= {key for cell in frame.get("sources", []) for key in cell}
    used |= set(reading.read("studies")["key"])
    assert used == set(reading.read("sources")["key"])


def test_a_group_of_people_has_one_name() -> None:
    names = reading.read("studies").set_index("key")["sample"]
    effects = reading.read("effects")
    both = pd.DataFrame({"effect": effects["sample"], "study": effects["study"].map(names)}, dtype="string").fillna("")
    assert both[both["effect"] != both["study"]].empty


def test_claims_name_lessons_that_exist() -> None:
    lessons = {path.stem for path in (BIBLIOGRAPHY.parents[1] / "notebooks" / "en").glob("*.ipynb")}
    assert {lesson for cell in reading.read("claims")["lessons"] for lesson in cell.split()} <= lessons


def test_addresses_of_help_that_nobody_opened_are_not_printed() -> None:
    seen = r"https://(?:www\.)?(?:113|jellinek)\.nl|https://(?:www\.)?(?:zelfmoord1813|antigifcentrum|druglijn)\.be"
    seen += r"|https://www\.samaritans\.org|https://988lifeline\.org|https://findahelpline\.com"
    assert reading.read("help")["url"].dropna().str.fullmatch(seen).all()


def test_a_number_has_a_unit() -> None:
    package = json.loads((reading.DATA / "datapackage.json").read_text(encoding="utf-8"))
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    numeric = [field for field in fields if field["type"] in ("integer", "number") and field["name"] != "pool_sign"]
    assert [field["name"] for field in numeric if not field.get("unit")] == []


SAME_IN_DUTCH = {"at", "de", "der", "et al", "in", "nl", "preprint", "van", "via"}  # in titles, names and addresses


def test_a_source_is_described_in_both_languages() -> None:
    for source in reading.read("sources").itertuples():
        described = set(re.findall(r"\b(?:et al|[a-z]{2,})\b", source.label_en)) - SAME_IN_DUTCH
        assert not described or source.label_nl != source.label_en, source.key
        assert re.findall(r"\d+", source.label_nl) == re.findall(r"\d+", source.label_en), source.key


def test_a_study_has_the_name_of_its_source() -> None:
    names = reading.read("sources").set_index("key")["label_en"]
    for study in reading.read("studies").itertuples():
        assert study.label == names[study.key]


def test_pooled_sets_hold_one_effect_a_sample() -> None:
    pooled = reading.read("effects").dropna(subset=["pool"])
    assert not pooled.duplicated(["pool", "sample"]).any()
    assert (pooled["contrast"] == "placebo").all()
    assert pooled["se"].notna().all()


def test_check_prints_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed] == TABLES
    assert len({len(line) for line in printed}) == 1


def test_check_names_the_broken_cell_and_fails(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(copy, "legal.csv", 4, "country", "Atlantis")
    assert main(["check", "--data", str(copy)]) == 1
    assert "legal.csv, row 4, column country: 'Atlantis' is not one of" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "spoil_bytes", "message"),
    [
        ("datapackage.json", lambda text: text[:5000], "datapackage.json, row "),
        ("datapackage.json", lambda text: b"[]", "datapackage.json, row 1, column -: not a package"),
        ("datapackage.json", lambda text: text.replace(b'"fields": "key"', b'"fields": "kee"'), "not a package"),
        ("sources.csv", lambda text: text[:90] + b"\xe9" + text[90:], "sources.csv, row 2, column -: not UTF-8"),
        ("legal.csv", lambda text: text + b'"never closed', "legal.csv, row "),
        ("legal.csv", lambda text: b"", "legal.csv, row 1, column id: the column is missing"),
    ],
)
def test_check_of_a_file_that_cannot_be_read_names_it_without_a_traceback(
    copy: Path, capsys: pytest.CaptureFixture[str], file: str, spoil_bytes: Callable[[bytes], bytes], message: str
) -> None:
    (copy / file).write_bytes(spoil_bytes((copy / file).read_bytes()))
    assert main(["check", "--data", str(copy)]) == 1
    assert message in capsys.readouterr().err


def test_check_of_a_folder_without_a_package_fails_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--data", str(tmp_path)]) == 1
    assert "datapackage.json: No such file" in capsys.readouterr().err
