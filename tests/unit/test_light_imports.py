"""A verb that draws no data frame imports neither pandas nor another slow package."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ("matplotlib", "numpy", "pandas", "scipy", "statsmodels")
CALLS = (
    "breathe()",
    "check_in('before')",
    "conversation()",
    "drawing()",
    "help_box()",
    "ladder('signals', 'Put in order')",
    "ladder('rest', 'Order', *(option(text, 'mixed or weak', 'low', 'b', 'c') for text in 'de'))",
    "law()",
    "look_back()",
    "musts('rest', 'What must be done')",
    "notes()",
    "plan()",
    "predict('BO-1', statement('a', 'mixed or weak', 'low', 'b'))",
    "progress()",
    "quiz(question('Which?', right('a', 'b'), wrong('c', 'd')))",
    "reflect('rest', 'What helps?')",
    "studies()",
)
# Runs each call in the same interpreter, and prints the modules imported so far.
PROGRAM = """
import json, sys
from adempauze import *
lesson("04-breathing", "nl")
calls, heavy = json.loads(sys.argv[1])
print(json.dumps({call: [name for name in heavy if name in sys.modules] for call in calls if [eval(call)]}))
"""


def test_light_verbs_import_nothing_heavy() -> None:
    command = [sys.executable, "-c", PROGRAM, json.dumps([CALLS, HEAVY])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {call: [] for call in CALLS}
