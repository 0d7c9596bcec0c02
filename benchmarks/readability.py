"""Prints how long and how hard each lesson is: words, average sentence, LIX, minutes, widgets, per language.

    python -m benchmarks.readability

`tools/prose/readability.py` says what is counted; `tests/notebooks/test_readability.py` has the limits.
"""

from __future__ import annotations

from tools import ROOT
from tools.prose import learner_text
from tools.prose.readability import measure, minutes, widgets


def main() -> None:
    """Print a row for each lesson and language."""
    print(f"{'lesson':<26} {'language':<9} {'words':>6} {'sentence':>9} {'LIX':>5} {'minutes':>8} {'widgets':>8}")
    lessons = [each for each in learner_text.documents([ROOT / "notebooks"]) if each.is_lesson]
    for lesson in sorted(lessons, key=lambda each: (each.file.name, each.lang)):
        result = measure(lesson)
        print(
            f"{lesson.file.stem:<26} {lesson.lang:<9} {result.words:>6,} {result.sentence:>9.1f} {result.lix:>5.1f} "
            f"{'-'.join(map(str, minutes(lesson) or ())):>8} {widgets(lesson):>8}"
        )


if __name__ == "__main__":
    main()
