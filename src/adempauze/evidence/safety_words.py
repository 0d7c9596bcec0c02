"""Words that may not stand in learner prose, and lines that may not be missing from it.

Words are judged sentence by sentence. A sentence that denies ("no dose", "does not cure") or a saying put before the
learner to weigh is no promise. What this cannot see: advice in words that are not listed, and irony.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from adempauze.evidence import learner_text, printed_numbers
from adempauze.evidence.learner_text import Cell, Document, Finding, Passage

LIGHT = "light"  # the tag of a cell with a prompt that cannot hurt, which needs no help line

_DENIAL = {
    "en": r"\b(?:no|not|nor|never|nobody|none|neither|without|cannot|whether|unproven)\b|n't\b",
    "nl": r"\b(?:geen|niet|nooit|niemand|niets|noch|zonder|onbewezen)\b",
}
_SUBSTANCE = {
    "en": r"(?:micro)?dos(?:e|es|ing)|psilocybin|LSD|mushrooms?|truffles?|psychedelics?|capsules?",
    "nl": r"(?:micro)?dos(?:is|es|ering|eringen|ing|eren)|psilocybine|LSD|paddenstoel(?:en)?|paddo'?s?|truffels?"
    r"|psychedelic(?:a|um)|capsules?",
}
_MEDICINE = {
    "en": r"medicines?|medication|antidepressants?|pills?|SSRIs?|SNRIs?|lithium|tablets?",
    "nl": r"medicijn(?:en)?|medicatie|antidepressiv(?:a|um)|pillen|SSRI'?s?|SNRI'?s?|lithium|tabletten",
}


@dataclass(frozen=True)
class Rule:
    """Words that are refused: a pattern per language, what to do instead, and what makes them harmless.

    denied: a sentence that denies is fine. asked: a question is fine. quoted: words in quotation marks and sayings to
    weigh are fine. unless: words in the same paragraph that make it fine.
    """

    name: str
    instead: str
    en: str
    nl: str
    denied: bool = True
    asked: bool = True
    quoted: bool = True
    unless: dict[str, str] | None = None

    def pattern(self, lang: str) -> str:
        """Return the pattern of a language."""
        return self.en if lang == "en" else self.nl


RULES = (
    Rule(
        "a dosing instruction",
        "never say how to take a substance; what a study gave stands in the evidence tables",
        en=rf"^(?:(?:you (?:can|could|may|should)|please|then|just|first|always)\s+)*"
        rf"(?:take|try|start with|begin with|use|increase|lower|halve|double|split|weigh|grind|dry|dissolve|swallow)\b"
        rf".{{0,40}}\b(?:{_SUBSTANCE['en']})\b"
        r"|\bevery (?:second|other|third|fourth) day\b|\b(?:one|two|three|four) days? (?:on|off)\b"
        r"|\b(?:Fadiman|Stamets)\b",
        nl=rf"^(?:(?:je (?:kunt|mag|moet)|dan|eerst|altijd)\s+)*"
        rf"(?:neem|probeer|begin met|start met|gebruik|verhoog|verlaag|halveer|verdubbel|verdeel|weeg|maal|droog"
        rf"|slik)\b"
        rf".{{0,40}}\b(?:{_SUBSTANCE['nl']})\b"
        r"|\bom de (?:dag|twee|drie|vier)\b|\belke (?:tweede|derde|vierde) dag\b"
        r"|\b(?:één|een|twee|drie|vier) dag(?:en)? (?:op|wel|af)\b|\b(?:Fadiman|Stamets)\b",
        asked=False,
        quoted=False,
    ),
    Rule(
        "a supplier",
        "never say where a substance can be had",
        en=r"\b(?:suppliers?|vendors?|dealers?|web ?shops?|smart ?shops?|head ?shops?|grow ?kits?|spores?|order online"
        rf"|(?:buy|order)\b.{{0,30}}\b(?:{_SUBSTANCE['en']}))\b",
        nl=r"\b(?:leveranciers?|dealers?|webshops?|smart ?shops?|headshops?|kweeksets?|growkits?|sporen"
        r"|online bestellen"
        rf"|(?:koop|kopen|bestel|bestellen)\b.{{0,30}}\b(?:{_SUBSTANCE['nl']})"
        rf"|(?:{_SUBSTANCE['nl']})\b.{{0,30}}\b(?:kopen|bestellen))\b",
        asked=False,
        quoted=False,
    ),
    Rule(
        "a cure word",
        "say what was measured, in whom and how surely; a saying of others goes in quotation marks",
        en=r"\b(?:cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|fix(?:es|ed)?|reset(?:s|ting)?|rewir(?:e|es|ed|ing)|detox\w*"
        r"|miracles?|miraculous|guarantee[ds]?|life-changing|breakthrough)\b",
        nl=r"\b(?:gene(?:es|est|zen|zing)|heel(?:t|de)|helend\w*|reset(?:ten)?|herprogramme\w+|detox\w*|wonder(?:middel|lijk)\w*"
        r"|garande\w+|gegarandeerd|levensveranderend\w*|doorbraak)\b",
    ),
    Rule(
        "a claim worded as cure",
        "say what a study found, or that none was found",
        en=rf"\b(?:{_SUBSTANCE['en']}|breath(?:ing|work))\s+(?:really\s+|often\s+|simply\s+)?"
        r"(?:treats?|solves?|ends?|prevents?|beats?|overcomes?|removes?|works? (?:for|against)"
        r"|helps? (?:with|against|you))\b",
        nl=rf"\b(?:{_SUBSTANCE['nl']}|adem(?:en|werk|oefeningen))\s+(?:echt\s+|vaak\s+|gewoon\s+)?"
        r"(?:behandel(?:t|en)|verhelp(?:t|en)|voorkom(?:t|en)|verdrijft|werk(?:t|en) (?:tegen|bij)"
        r"|help(?:t|en) (?:tegen|bij|je))\b",
    ),
    Rule(
        "a change of medicine",
        "add that a medicine is never changed without the prescriber, in the same paragraph",
        en=rf"\b(?:stop(?:ping)?|quit(?:ting)?|taper(?:ing)?|reduc(?:e|ing)|lower(?:ing)?|skip(?:ping)?"
        rf"|com(?:e|ing) off|wean(?:ing)?)\b.{{0,30}}\b(?:{_MEDICINE['en']})\b",
        nl=r"\b(?:stop(?:pen|t)?|afbouw(?:en|t)?|verlaag|verlagen|verminder(?:en|t)?|overslaan"
        rf"|minder(?:en|t)?)\b.{{0,40}}\b(?:{_MEDICINE['nl']})\b"
        rf"|\bbouw\b.{{0,30}}\b(?:{_MEDICINE['nl']})\b.{{0,20}}\baf\b"
        rf"|\b(?:{_MEDICINE['nl']})\b.{{0,20}}\b(?:stoppen|afbouwen|verlagen|verminderen|overslaan|minderen)\b",
        denied=False,
        asked=False,
        quoted=False,
        unless={"en": r"\bprescri(?:ber|bed)\b", "nl": r"\bvoorschrij\w+\b|\bvoorschreef\b"},
    ),
)
_LEGAL = {
    "en": r"\b(?:(?:il)?legal(?:ly)?(?! advice)|bann?ed|bans|prohibit\w*|punishable|Opium Act|by law"
    r"|decriminali[sz]\w+)\b",
    "nl": r"\b(?:(?:il)?legaal|legale|verboden|verbod|strafbaar|Opiumwet|volgens de wet|gedoogd?|wettelijk)\b",
}
_ADVICE = {"en": r"\bnot medical advice\b", "nl": r"\bgeen medisch advies\b"}
_DOSE_UNITS = ("mg", "µg", "g")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^”]*”|‘[^’]*’|(?<![\w*])\*(?!\*)[^*\n]{12,}\*(?!\*)")
_PROMPT = re.compile(r"\breflect\(")


def check(documents: Iterable[Document]) -> list[Finding]:
    """Return every place where refused words stand or a needed line is missing."""
    return [finding for document in documents for finding in check_document(document)]


def check_document(document: Document) -> list[Finding]:
    """Return what does not hold in one document."""
    found = [finding for passage in document.passages for finding in _words(passage)]
    found += _undated_phones(document)
    if document.is_lesson:
        found += [*_missing_help(document), *_missing_advice(document)]
    return found


def _words(passage: Passage) -> Iterator[Finding]:
    for rule in RULES:
        yield from _refused(rule, passage)
    yield from _bare_dose(passage)
    yield from _undated_law(passage)


def _refused(rule: Rule, passage: Passage) -> Iterator[Finding]:
    lang = passage.lang
    if rule.quoted and passage.role:
        return
    if rule.unless and re.search(rule.unless[lang], passage.around, re.I):
        return
    text = _QUOTED.sub(" ", passage.text) if rule.quoted else passage.text
    for sentence in learner_text.sentences(learner_text.plain(text)):
        if rule.denied and re.search(_DENIAL[lang], sentence, re.I):
            continue
        if rule.asked and sentence.rstrip('"”’)').endswith("?"):
            continue
        match = re.search(rule.pattern(lang), sentence, re.I)
        if match:
            yield Finding(passage, sentence, f"“{match.group()}” reads as {rule.name}: {rule.instead}.")


def _bare_dose(passage: Passage) -> Iterator[Finding]:
    """Refuse an amount of a substance that does not stand beside the study that gave it."""
    if any(url.startswith("http") for _, url in learner_text.LINK.findall(passage.around)):
        return
    text = learner_text.plain(passage.text)
    for number in printed_numbers.find(text, passage.lang):
        if number.unit in _DOSE_UNITS:
            message = f"“{number.text}” is an amount without the study that gave it: link the study, or leave it out."
            yield Finding(passage, text[:200], message)


def _undated_law(passage: Passage) -> Iterator[Finding]:
    """Refuse a line on the law without a date in the same paragraph or question."""
    if passage.kind == "heading" or passage.role == "wrong":
        return
    for sentence in learner_text.sentences(learner_text.plain(learner_text.LINK.sub(" ", passage.text))):
        match = re.search(_LEGAL[passage.lang], sentence, re.I)
        if match and not sentence.endswith("?") and not _dates(passage.around, passage.lang):
            message = f"“{match.group()}” is about the law: give a date (month and year) in the same paragraph."
            yield Finding(passage, sentence, message)


def _undated_phones(document: Document) -> Iterator[Finding]:
    """Refuse a phone number without the date of its check in the same cell, or the same section of a page."""
    parts: dict[tuple[str, str], list[Passage]] = {}
    for passage in document.passages:
        if passage.kind != "string":
            parts.setdefault((passage.cell, passage.section), []).append(passage)
    for passages in parts.values():
        called = next((passage for passage in passages if "](tel:" in passage.text), None)
        dates = [date for passage in passages for date in _dates(passage.text, document.lang)]
        if called and not any(date.count("-") == 2 for date in dates):
            message = "A phone number without the date of its check: add the day, month and year in this section."
            yield Finding(called, learner_text.plain(called.text)[:200], message)


def _dates(markdown: str, lang: str) -> list[str]:
    numbers = printed_numbers.find(learner_text.plain(markdown), lang)
    return [str(number.value) for number in numbers if number.unit == "date" and not str(number.value).startswith("-")]


def _missing_help(document: Document) -> Iterator[Finding]:
    """Refuse room to write without a help line or help box in the next cell, unless it is tagged light.

    Prompts that follow each other directly share the one after the last.
    """
    for cell, after in pairwise((*document.cells, Cell("", "", ""))):
        if not _is_prompt(cell) or _is_prompt(after) or LIGHT in cell.tags:
            continue
        if not ("](tel:" in after.source and "help.md" in after.source) and "help_box(" not in after.source:
            message = (
                "No help line after this prompt: the next cell has to hold phone numbers (tel:) and a link to help.md, "
                f"or help_box(). A prompt that cannot hurt may have the tag “{LIGHT}” instead."
            )
            yield Finding(Passage(document.file, document.lang, cell.id, 1, "code", cell.source), cell.source, message)


def _is_prompt(cell: Cell) -> bool:
    return cell.kind == "code" and _PROMPT.search(cell.source) is not None


def _missing_advice(document: Document) -> Iterator[Finding]:
    """Refuse a lesson without the line that says what it is not, with a phone number in it."""
    for passage in document.passages:
        if re.search(_ADVICE[document.lang], passage.text, re.I) and "](tel:" in passage.text:
            return
    first = document.passages[0]
    message = "This lesson has no line with “Not medical advice” / “Dit is geen medisch advies” and a phone number."
    yield Finding(first, learner_text.plain(first.text), message)
