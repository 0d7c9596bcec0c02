"""Words that learner prose may not have, and lines that it must have.

Words are judged sentence by sentence. A denied word ("no dose", "does not cure") is no promise, and neither is a saying
for the learner to judge. A phone number must fit its reason: a life in danger, or thoughts of suicide. The check cannot
see irony, or advice in words that are not listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from adempauze.evidence.help_lines import EMERGENCY, dialled
from tools.prose import learner_text, printed_numbers
from tools.prose.learner_text import Cell, Document, Finding, Passage

LIGHT = "light"  # the tag of a cell with a prompt that cannot hurt, which needs no help line

# A denial counts in its own part of a sentence: before the word in English, on either side of it in Dutch.
_DENIAL = {
    "en": r"\b(?:no|not|nor|never|nobody|none|neither|without|cannot|whether|unproven)\b|n't\b",
    "nl": r"\b(?:geen|niet|nooit|niemand|niets|noch|zonder|onbewezen)\b",
}
_NO_DENIAL = {
    "en": r"\b(?:no (?:doubt|question|wonder)|(?:without|beyond) (?:doubt|fail)|never fails?|not (?:only|just))\b",
    "nl": r"\b(?:geen twijfel|zonder (?:enige )?twijfel|faalt nooit|nooit mis|niet alleen|niet te geloven)\b",
}
_SUBJECT = {
    "en": r"it|they|this|that|these|those|he|she|we|you|microdos\w+|psilocybin|LSD|truffles?|mushrooms?",
    "nl": r"het|ze|zij|dit|dat|deze|die|hij|we|wij|je|jij|microdos\w+|psilocybine|LSD|truffels?|paddenstoelen",
}
_PART = {
    lang: re.compile(rf"[;:]|\s[–—-]\s|\b(?:and|but|en|maar)\b|,\s*(?=(?:{subject})\b)", re.I)
    for lang, subject in _SUBJECT.items()
}
_SUBSTANCE = {
    "en": r"(?:micro)?dos(?:e|es|ing)|psilocybin|LSD|mushrooms?|truffles?|psychedelics?|capsules?"
    r"|stamps?|blotters?",
    "nl": r"(?:micro)?dos(?:is|es|ering|eringen|ing|eren)|psilocybine|LSD|paddenstoel(?:en)?|paddo'?s?|truffels?"
    r"|psychedelic(?:a|um)|capsules?|(?:paper)?zegels?",
}
_MEDICINE = {
    "en": r"medicines?|medications?|antidepressants?|pills?|SSRIs?|SNRIs?|lithium|tablets?",
    "nl": r"medicijn(?:en)?|medicatie|antidepressiv(?:a|um)|pil(?:len)?|SSRI'?s?|SNRI'?s?|lithium|tablet(?:ten)?",
}
_WEEKDAY = {
    "en": r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?",
    "nl": r"(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en)?",
}
_SCHEDULE = {
    "en": rf"{_WEEKDAY['en']}|every (?:day|morning|evening|week)|daily"
    r"|(?:once|twice|three times) (?:a|per) (?:day|week)"
    r"|in the (?:morning|evening)",
    "nl": rf"{_WEEKDAY['nl']}|elke (?:dag|ochtend|avond|week)|dagelijks|(?:één|een|twee|drie) keer per (?:dag|week)"
    r"|in de (?:ochtend|avond)|'s (?:ochtends|morgens|avonds)",
}
_TAKE = {
    "en": r"take|try|start with|begin with|use|increase|lower|halve|double|split|weigh|grind|dry|dissolve|swallow",
    "nl": r"neem|probeer|begin met|start met|gebruik|verhoog|verlaag|halveer|verdubbel|verdeel|weeg|maal|droog|slik",
}
_AMOUNT = {
    "en": r"\b(?:an?|one|two|three|four|five|ten|half an?|quarter of an?|tenth of an?)\s+(?:milli|micro)?grams?\b",
    "nl": r"\b(?:een|één|twee|drie|vier|vijf|tien|halve|kwart|tiende)\s+(?:milli|micro)?gram\b",
}


@dataclass(frozen=True)
class Rule:
    """Words that are refused: a pattern per language, what to write instead, and what makes them harmless.

    denied: denied words are fine. asked: a question is fine. quoted: words in quotation marks and sayings to
    judge are fine. unless: words in the same paragraph that make it fine.
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
        en=rf"(?:^|[,;:]\s+|\bthen\s+|\b(?:people|you|users|they|coaches|some|many)\s+)"
        rf"(?:(?:(?:you )?(?:can|could|may|might|should)|please|then|just|first|always|often|usually|only)\s+)*"
        rf"(?:{_TAKE['en']})\b.{{0,40}}\b(?:{_SUBSTANCE['en']})\b"
        rf"|\b(?:take|use|swallow)\s+(?:it|them|one|some)\b.{{0,20}}\b(?:{_SCHEDULE['en']})\b"
        rf"|\b(?:once|twice|three times) (?:a|per) week (?:is|are) (?:enough|plenty|best)\b"
        r"|\bevery (?:second|other|third|fourth) day\b|\b(?:one|two|three|four) days? (?:on|off)\b"
        r"|\bstart low\b|\btenth of a (?:trip|full dose)\b|\b(?:Fadiman|Stamets)\b",
        nl=rf"(?:^|[,;:]\s+|\bdan\s+)(?:(?:je (?:kunt|kan|mag|moet)|dan|eerst|altijd|gewoon)\s+)*"
        rf"(?:{_TAKE['nl']})\b.{{0,40}}\b(?:{_SUBSTANCE['nl']})\b"
        rf"|\b(?:neem|slik|gebruik)t? (?:je|jij|men|iedereen)\b.{{0,30}}\b(?:{_SUBSTANCE['nl']})\b"
        rf"|\b(?:mensen|gebruikers|ze|velen|sommigen|je)\s+(?:nemen|neemt|slikken|slikt)\b"
        rf".{{0,40}}\b(?:{_SUBSTANCE['nl']})\b"
        rf"|\b(?:neem|slik|gebruik)\s+(?:het|ze|hem|er)\b.{{0,20}}\b(?:{_SCHEDULE['nl']})\b"
        rf"|\b(?:één|een|twee|drie) keer per week is (?:genoeg|voldoende|het beste)\b"
        r"|\bom de (?:dag|twee|drie|vier)\b|\belke (?:tweede|derde|vierde) dag\b"
        r"|\b(?:één|een|twee|drie|vier) dag(?:en)? (?:op|wel|af)\b|\bbegin laag\b|\b(?:Fadiman|Stamets)\b",
        asked=False,
        quoted=False,
    ),
    Rule(
        "a supplier",
        "never say where a substance can be had",
        en=r"\b(?:suppliers?|vendors?|dealers?|web[ -]?shops?|smart[ -]?shops?|head[ -]?shops?|grow[ -]?kits?|spores?"
        rf"|order online|(?:buy|order|get your|get the)\b.{{0,30}}\b(?:{_SUBSTANCE['en']}))\b",
        nl=r"\b(?:leveranciers?|dealers?|web[ -]?shops?|smart[ -]?shops?|head[ -]?shops?|kweeksets?|grow[ -]?kits?"
        r"|sporen|online bestellen"
        rf"|(?:koop|kopen|bestel|bestellen|haal|halen)\b.{{0,30}}\b(?:{_SUBSTANCE['nl']})"
        rf"|(?:{_SUBSTANCE['nl']})\b.{{0,30}}\b(?:koop|kopen|bestel|bestellen|haal|halen)(?: (?:je|we))?)\b",
        asked=False,
        quoted=False,
    ),
    Rule(
        "a cure word",
        "say what was measured, in whom and how surely; a saying of others goes in quotation marks",
        en=r"\b(?:cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|fix(?:es|ed)?(?! effects?\b)|reset(?:s|ting)?"
        r"|rewir(?:e|es|ed|ing)|detox\w*"
        r"|miracles?|miraculous|guarantee[ds]?|life-changing|breakthrough"
        r"|(?:restor|repair|rebalanc|recalibrat|regulat)\w+ (?:your|the) (?:nervous system|brain))\b",
        nl=r"\b(?:gene(?:es|est|zen|zing)|heel(?:t|de)|helend\w*|reset(?:ten)?|herprogramme\w+|detox\w*|wonder(?:middel|lijk)\w*"
        r"|garande\w+|gegarandeerd|levensveranderend\w*|doorbraak"
        r"|herstelt (?:je|het) (?:zenuwstelsel|brein|hersenen))\b",
    ),
    Rule(
        "a claim worded as cure",
        "say what a study found, or that none was found",
        en=rf"\b(?:{_SUBSTANCE['en']}|breath(?:ing|work))\s+"
        r"(?:(?:really|often|simply|can|could|will|may|might|does|do)\s+)*"
        r"(?:treats?|solves?|ends?|prevents?|beats?|overcomes?|removes?|relieves?|eases?|works? (?:for|against)"
        r"|helps? (?:with|against|you))\b"
        rf"|\brecover(?:s|ed|y)? (?:with|through|thanks to) (?:{_SUBSTANCE['en']})\b",
        nl=rf"\b(?:{_SUBSTANCE['nl']}|adem(?:en|werk|oefeningen))\s+(?:(?:echt|vaak|gewoon|kan|kunnen|zal|zullen)\s+)*"
        r"(?:behandel(?:t|en)|verhelp(?:t|en)|voorkom(?:t|en)|verdrijft|werk(?:t|en) (?:tegen|bij)|verlicht(?:en)?"
        r"|help(?:t|en) (?:tegen|bij|je)|los(?:t|sen) .{0,30}\bop)\b"
        rf"|\b(?:{_SUBSTANCE['nl']})\s+(?:kan|kunnen|zal|zullen)\b.{{0,30}}"
        r"\b(?:behandelen|verhelpen|voorkomen|oplossen|verlichten|wegnemen)\b",
    ),
    Rule(
        "a change of medicine",
        "add that a medicine is never changed without the prescriber, in the same paragraph",
        en=r"\b(?:stop(?:ping)?|quit(?:ting)?|taper(?:ing)?|phas(?:e|ing) out|reduc(?:e|ing)|lower(?:ing)?"
        r"|skip(?:ping)?"
        r"|com(?:e|ing) off|wean(?:ing)?|leav(?:e|ing) out|paus(?:e|ing)|drop(?:ping)?|cut(?:ting)?|halv(?:e|ing)"
        rf"|discontinu(?:e|ing)|do not take|don't take)\b.{{0,30}}\b(?:{_MEDICINE['en']})\b"
        rf"|\b(?:{_MEDICINE['en']})\b.{{0,20}}\b(?:can|could|may|should|must|has to|have to) be "
        r"(?:stopped|paused|dropped|halved|tapered|reduced|lowered|skipped|left out|discontinued)\b",
        nl=r"\b(?:stop(?:pen|t)?|afbouw(?:en|t)?|verlaag|verlagen|verminder(?:en|t)?|overslaan|minder(?:en|t)?"
        rf"|pauzeer|pauzeren|halveer|halveren|schrap(?:pen)?)\b.{{0,40}}\b(?:{_MEDICINE['nl']})\b"
        rf"|\b(?:bouw|laat|sla)\b.{{0,30}}\b(?:{_MEDICINE['nl']})\b.{{0,30}}\b(?:af|staan|weg|over)\b"
        rf"|\b(?:{_MEDICINE['nl']})\b.{{0,20}}\b(?:stoppen|afbouwen|verlagen|verminderen|overslaan|minderen|pauzeren"
        r"|halveren|weglaten)\b",
        denied=False,
        asked=False,
        quoted=False,
        unless={
            "en": rf"\b(?:without|with|ask)\s+(?:\w+\s+){{0,2}}prescriber\b"
            rf"|\bnever (?:change|stop)\b.{{0,20}}\b(?:{_MEDICINE['en']})\b",
            "nl": rf"\b(?:zonder|met|aan)\b.{{0,30}}\b(?:voorschrijver|voorschreef|voorschrijft)\b"
            rf"|\b(?:verander|stop)\b.{{0,30}}\bnooit\b.{{0,20}}\b(?:{_MEDICINE['nl']})\b",
        },
    ),
)
_LEGAL = {
    "en": r"\b(?:(?:il)?legal(?:ly)?(?! advice)|bann?ed|bans|prohibit\w*|forbidden|punishable|Opium Act|by law"
    rf"|against the law|a crime|decriminali[sz]\w+"
    rf"|(?:{_SUBSTANCE['en']})\b.{{0,20}}\b(?:allowed|permitted|may be sold))\b",
    "nl": r"\b(?:(?:il)?legaal|legale|verboden|verbod|strafbaar|Opiumwet|volgens de wet|gedoogd?|wettelijk|toegestaan"
    r"|misdrijf"
    rf"|(?:{_SUBSTANCE['nl']})\s+(?:mag|mogen)\b)",
}
_ADVICE = {"en": r"\bnot medical advice\b", "nl": r"\bgeen medisch advies\b"}
# Reasons to call a number; an attempt puts a life in danger.
_ATTEMPT = {"en": r"\battempt\w*", "nl": r"\bpoging\w*"}
_DANGER = {
    "en": rf"\bdanger\b|\bemergency number\b|{_ATTEMPT['en']}",
    "nl": rf"\b(?:levens)?gevaar\b|\balarmnummer\b|{_ATTEMPT['nl']}",
}
_DESPAIR = {
    "en": r"\bsuicid\w*|\b(?:end|ending|take) (?:your|my|their) (?:own )?life\b|\bnot want(?:ing)? to live\b",
    "nl": r"\bzelfdoding\w*|\bzelfmoord(?!lijn)\w*|\beind aan (?:je|mijn|hun) leven\b"
    r"|\bniet meer (?:wilt?|willen) leven\b",
}
_NEXT = {"en": r"[,;]|\b(?:and|or)\b", "nl": r"[,;]|\b(?:en|of)\b"}
_CALL = r"\]\(tel:|\b(?:call|phone|ring|bel|belt|bellen)\b"
_DOSE_UNITS = ("mg", "µg", "g")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^”]*”|‘[^’]*’|(?<![\w*])\*(?!\*)[^*\n]{12,}\*(?!\*)")
_PROMPT = re.compile(r"\breflect\(")


def check(documents: Iterable[Document]) -> list[Finding]:
    """Return every place with refused words or without a needed line."""
    return [finding for document in documents for finding in check_document(document)]


def check_document(document: Document) -> list[Finding]:
    """Return what is wrong in one document."""
    found = [finding for passage in document.passages for finding in _words(passage)]
    found += _undated_phones(document)
    if document.is_lesson:
        found += [*_missing_help(document), *_missing_advice(document)]
    return found


def _words(passage: Passage) -> Iterator[Finding]:
    for rule in RULES:
        yield from _refused(rule, passage)
    yield from _bare_dose(passage)
    yield from _wrong_number(passage)
    yield from _undated_law(passage)


def _refused(rule: Rule, passage: Passage) -> Iterator[Finding]:
    lang = passage.lang
    if rule.quoted and passage.role:
        return
    if rule.unless and re.search(rule.unless[lang], passage.around, re.I):
        return
    text = _QUOTED.sub(" ", passage.text) if rule.quoted else passage.text
    for sentence in learner_text.sentences(_said(text)):
        if rule.asked and sentence.rstrip('"”’)').endswith("?"):
            continue
        matches = re.finditer(rule.pattern(lang), sentence, re.I)
        match = next((each for each in matches if not (rule.denied and _is_denied(each, lang))), None)
        if match:
            yield Finding(passage, sentence, f"“{match.group()}” reads as {rule.name}: {rule.instead}.")


def _said(markdown: str) -> str:
    """Return what a reader sees of Markdown, with code that has a space in it, but without names in code."""
    return learner_text.plain(re.sub(r"`([^`]*\s[^`]*)`", r"\1", markdown))


def _is_denied(match: re.Match[str], lang: str) -> bool:
    """Return whether the part of the sentence around a word denies it."""
    sentence = re.sub(_NO_DENIAL[lang], lambda idiom: "~" * len(idiom.group()), match.string, flags=re.I)
    before = _PART[lang].split(sentence[: match.start()])[-1]
    after = _PART[lang].split(sentence[match.end() :])[0].partition(",")[0] if lang == "nl" else ""
    inside = re.search(_DENIAL[lang], match.group(), re.I) is not None
    return inside or any(re.search(_DENIAL[lang], part, re.I) for part in (before, after))


def _bare_dose(passage: Passage) -> Iterator[Finding]:
    """Refuse an amount that is not beside the study that gave it, or that tells when to take it."""
    lang = passage.lang
    if not re.search(r"\d\s?(?:[mµμu]|mc)?g\b|gram", passage.text, re.I):
        return
    is_linked = any(url.startswith("http") for _, url in learner_text.LINK.findall(passage.around))
    for sentence in learner_text.sentences(_said(passage.text)):
        numbers = printed_numbers.find(sentence, lang)
        amounts = [number.text for number in numbers if number.unit in _DOSE_UNITS]
        amounts += [match.group() for match in re.finditer(_AMOUNT[lang], sentence, re.I)]
        if amounts and not is_linked:
            message = f"“{amounts[0]}” is an amount without the study that gave it: link the study, or leave it out."
            yield Finding(passage, sentence, message)
        elif amounts and re.search(rf"^(?:{_TAKE[lang]})\b|\b{_WEEKDAY[lang]}\b", sentence, re.I):
            message = f"“{amounts[0]}” with a day or “take” reads as a dosing instruction: say what the study gave."
            yield Finding(passage, sentence, message)


def _wrong_number(passage: Passage) -> Iterator[Finding]:
    """Refuse the number for thoughts of suicide where a life is in danger, and the other way round."""
    if passage.role == "wrong" or not re.search(_CALL, passage.around, re.I):
        return
    text = _said(passage.text)
    for part, danger, number in _called(text, passage.lang):
        if danger != (number in dialled(EMERGENCY)):
            what = "a life in danger" if danger else "thoughts of suicide"
            yield Finding(passage, part.strip(), f"{number}: not the number for {what} (help.csv, column kind).")


def _called(text: str, lang: str) -> Iterator[tuple[str, bool, str]]:
    """Yield (part, danger, number) for each number in a part about one reason; danger: a life is in danger."""
    danger, despair = (re.search(pattern[lang], text, re.I) is not None for pattern in (_DANGER, _DESPAIR))
    if danger and despair and not re.search(_ATTEMPT[lang], text, re.I):
        parts = learner_text.sentences(text)
        parts = parts if len(parts) > 1 else re.split(_NEXT[lang], text)
        for part in parts if len(parts) > 1 else ():
            yield from _called(part, lang)
    elif danger or despair:
        for number in sorted(dialled()):
            if re.search(rf"(?<!\d){'[ -]?'.join(number)}(?!\d)", text):
                yield text, danger, number


def _undated_law(passage: Passage) -> Iterator[Finding]:
    """Refuse a line on the law without a date in the same paragraph or question."""
    if passage.kind == "heading" or passage.role == "wrong":
        return
    for sentence in learner_text.sentences(_said(learner_text.LINK.sub(" ", passage.text))):
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

    Prompts in a row share the help after the last one.
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
    """Refuse a lesson without the line that says what it is not, with a link to the page on help in it."""
    for passage in document.passages:
        if re.search(_ADVICE[document.lang], passage.text, re.I) and "/help.md)" in passage.text:
            return
    first = document.passages[0]
    message = "This lesson has no line with “Not medical advice” / “Geen medisch advies” and a link to help.md."
    yield Finding(first, learner_text.plain(first.text), message)
