"""What the makers of the course run, from the root of the project: `python -m tools.<name>`. Never in the wheel."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
