"""A device with voices for the tests: it says a sentence only when the test ends it, because test machines are mute."""

from __future__ import annotations

import json
from typing import TypedDict

from playwright.sync_api import Page

_DEVICE = """(voices) => {
  const device = Object.assign(new EventTarget(), {
    said: [],
    voices,
    getVoices: () => device.voices,
    speak: (utterance) => {
      device.said.push([utterance.text, utterance.voice.name]);
      device.now = utterance;
    },
    cancel: () => device.end("onerror"),
    end: (how) => {
      const ended = device.now;
      device.now = null;
      ended?.[how]?.({});
    },
  });
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(globalThis, "speechSynthesis", { value: device });
}"""


class Voice(TypedDict):
    """A voice as browsers describe it; one that is not local sends the text to another computer."""

    name: str
    lang: str
    localService: bool


LOCAL: dict[str, Voice] = {
    "en": {"name": "Here", "lang": "en-GB", "localService": True},
    "nl": {"name": "Here", "lang": "nl_NL", "localService": True},  # Android writes languages in this way
}
DISTANT: Voice = {"name": "Elsewhere", "lang": "en-US", "localService": False}


def give_voices(page: Page, *voices: Voice) -> None:
    """Let the pages that are opened from now on find these voices; `speechSynthesis.end("onend")` ends a sentence."""
    page.add_init_script(f"({_DEVICE})({json.dumps(voices)})")


def said(page: Page) -> list[tuple[str, str]]:
    """Return each sentence that was spoken, with the name of its voice."""
    return [(text, voice) for text, voice in page.evaluate("speechSynthesis.said")]
