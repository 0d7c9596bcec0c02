"""Programs for the makers of the course: `python -m tools.<name>` from the root of the project. The wheel has none."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
