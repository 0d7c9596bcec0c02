"""The program `adempauze`. It is outside the package, whose import fails when a package that it needs is missing."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

_MESSAGES = Path(__file__).parent / "adempauze" / "messages" / "__init__.py"


def main() -> int:
    """Run the command; if the course itself cannot be loaded, say what is missing."""
    try:
        from adempauze import cli
    except ImportError as error:
        messages = runpy.run_path(str(_MESSAGES))
        strings = messages["table"](messages["language_of"](os.environ), "cli")
        print(strings["problem_module"].format(name=error.name or error), file=sys.stderr)
        return 1
    return cli.main()
