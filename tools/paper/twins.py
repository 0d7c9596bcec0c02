"""What stands on paper in place of a widget that is touched: boxes to tick, lines to write on, a rhythm to follow."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from adempauze import messages

State = dict[str, Any]
_BOX = '<span class="paper-box" aria-hidden="true"></span>'
_LINE = '<div class="paper-line"></div>'
_OWN = 3  # empty rows for what the reader adds
_WRITING = 6  # lines below a question
_WIDTH, _HEIGHT, _BREATHS = 640, 150, 2
_LEVELS = {"in": 1.0, "more": 1.0, "out": 0.0}  # how full the lungs are at the end of a phase; others change nothing
_ALMOST = 0.8  # before one more sip of air


def twin(kind: str, state: State) -> str | None:
    """Return the markup for a kind of widget ("" leaves it out), or None for one that prints well as it is."""
    make = _TWINS.get(kind)
    if make is None:
        return None
    inner = make(state)
    return f'<div class="paper-twin paper-{kind}">{inner}</div>' if inner else ""


def rhythm(steps: list[tuple[str, int]], words: dict[str, str]) -> str:
    """Return a breathing rhythm as a line that rises and falls, with the seconds of each phase below it."""
    has_more = any(phase == "more" for phase, _ in steps)
    whole = sum(length for _, length in steps) * _BREATHS
    high, low = 20, _HEIGHT - 50
    x, level, path, labels = 0.0, 0.0, f"M0 {low}", []
    for phase, length in steps * _BREATHS:
        end = x + length / whole * _WIDTH
        goal = _ALMOST if phase == "in" and has_more else _LEVELS.get(phase, level)
        y, to, middle = low - level * (low - high), low - goal * (low - high), (x + end) / 2
        path += f" C{middle:.0f} {y:.0f} {middle:.0f} {to:.0f} {end:.0f} {to:.0f}"
        seconds = messages.table(words["lang"], "breathe")[f"rhythm_{phase}"].format(s=_seconds(length, words["lang"]))
        labels.append(f'<text x="{middle:.0f}" y="{_HEIGHT - 18}">{escape(seconds)}</text>')
        x, level = end, goal
    return (
        f'<svg class="paper-rhythm" viewBox="-4 0 {_WIDTH + 8} {_HEIGHT}" role="img" '
        f'aria-label="{escape(words["alt"])}">'
        f'<path d="M0 {low + 8}H{_WIDTH}" class="paper-ground"/><path d="{path}"/>{"".join(labels)}</svg>'
    )


def do_not_wait(lang: str) -> str:
    """Return what the sheet of questions says at once on a screen, when a sign is ticked that cannot wait."""
    words = {key: escape(text) for key, text in messages.table(lang, "conversation").items()}
    return (
        f'<div class="paper-twin"><h4>{words["flags"]} {words["flag_title"]}.</h4>'
        f"<p>{words['flag_care']} {words['flag_emergency']}</p></div>"
    )


def _seconds(length: int, lang: str) -> str:
    return messages.number(length / 1000, lang, 1 if length % 1000 else 0)


def _breathe(state: State) -> str:
    words = messages.table(state["lang"], "breathe")
    chosen = next(each for each in state["patterns"] if each["id"] == state["pattern"])
    parts = [words[f"rhythm_{phase}"].format(s=_seconds(length, state["lang"])) for phase, length in chosen["steps"]]
    alt = words["rhythm"].format(parts=", ".join(parts))
    picture = rhythm([tuple(step) for step in chosen["steps"]], {"lang": state["lang"], "alt": alt})
    return (
        f"<h4>{escape(words['title'])}</h4><p>{escape(chosen['name'])}. {escape(words['small_breaths'])}</p>"
        f"{picture}<p>{escape(words['safety'])}</p>"
    )


def _check_in(state: State) -> str:
    words = messages.table(state["lang"], "check_in")
    rows = (
        f"<tr><th scope=row>{escape(words[name])}</th><td>{escape(words[f'{name}_low'])}</td>"
        f"{''.join(f'<td>{n}</td>' for n in range(11))}<td>{escape(words[f'{name}_high'])}</td></tr>"
        for name in ("energy", "tension")
    )
    return f'<h4>{escape(words["title_" + state["moment"]])}</h4><table class="paper-scale">{"".join(rows)}</table>'


def _reflect(state: State) -> str:
    private = messages.table(state["lang"], "reflect")["private"]
    return f"<h4>{escape(state['question'])}</h4><p>{escape(private)}</p>{_LINE * _WRITING}"


def _quiz(state: State) -> str:
    words = messages.table(state["lang"], "quiz")
    asked, explained = [], []
    for question in state["questions"]:
        answers = "".join(f"<li>{_BOX}{escape(answer['text'])}</li>" for answer in question["answers"])
        asked.append(f"<p><b>{escape(question['text'])}</b></p><ul>{answers}</ul>")
        for answer in question["answers"]:
            verdict = words["fits" if answer["fits"] else "fits_not"]
            explained.append(f"<p>“{escape(answer['text'])}” <b>{escape(verdict)}</b> {escape(answer['feedback'])}</p>")
    return f'<h4>{escape(words["title"])}</h4>{"".join(asked)}<div class="paper-answer">{"".join(explained)}</div>'


def _predict(state: State) -> str:
    words = messages.table(state["lang"], "predict")
    choices = "".join(f"<span>{_BOX}{escape(words[f'thinks_{each}'])}</span> " for each in ("yes", "no", "unknown"))
    cards = "".join(f"<p><b>“{escape(item['text'])}”</b><br>{choices}</p>" for item in state["items"])
    verdicts = "".join(f"<p>“{escape(item['text'])}” {_judged(item, state['lang'])}</p>" for item in state["items"])
    return f'<h4>{escape(words["title"])}</h4>{cards}<div class="paper-answer">{verdicts}</div>'


def _judged(item: State, lang: str) -> str:
    words = messages.table(lang, "judged")
    verdict = f"{words['verdict']} <b>{words['verdict_' + str(item['verdict'])]}</b>."
    certainty = f" {words['certainty']} {words['certainty_' + str(item['certainty'])]}." if item["verdict"] != 2 else ""
    sources = ", ".join(f'<a href="{escape(url)}">{escape(name)}</a>' for name, url in item["sources"])
    return f"{verdict}{certainty} {escape(item['reason'])}{f' ({sources})' if sources else ''}"


def _sorted(section: str) -> Callable[[State], str]:
    def make(state: State) -> str:
        words = messages.table(state["lang"], section)
        rungs = state.get("rungs", ["strong", "some", "none"])
        heads = "".join(f"<th scope=col>{escape(words[rung])}</th>" for rung in rungs)
        box = f"<td>{_BOX}</td>" * len(rungs)
        own = [] if section == "evidence_ladder" else [""] * _OWN
        texts = [*(escape(item["text"]) for item in state["items"]), *own]
        rows = "".join(f"<tr><td>{text}</td>{box}</tr>" for text in texts)
        judged = [
            f"<p>{escape(item['text'])}. {_judged(item, state['lang'])}</p>" for item in state["items"] if not own
        ]
        answer = f'<div class="paper-answer">{"".join(judged)}</div>' if judged else ""
        return (
            f'<h4>{escape(state["task"])}</h4><table class="paper-sort"><thead><tr><th></th>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table>{answer}"
        )

    return make


def _nothing(_state: State) -> str:
    """Return nothing, for what only shows what was written or opened elsewhere."""
    return ""


_TWINS: dict[str, Callable[[State], str]] = {
    "breathe": _breathe,
    "checkin": _check_in,
    "evidenceladder": _sorted("evidence_ladder"),
    "ladder": _sorted("ladder"),
    "lookback": _nothing,
    "musts": _sorted("musts"),
    "notes": _nothing,
    "predict": _predict,
    "progress": _nothing,
    "quiz": _quiz,
    "reflect": _reflect,
}
