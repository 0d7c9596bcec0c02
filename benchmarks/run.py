"""Runs every benchmark and prints its result beside the budget: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run each benchmark in its own process; return 1 if one of them could not measure."""
    here = Path(__file__).parent
    failed = []
    for script in sorted(here.glob("*.py")):
        if script.name in (Path(__file__).name, "__init__.py"):
            continue
        print(f"== {script.stem.replace('_', ' ')}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{script.stem}"], check=False, cwd=here.parent).returncode:
            failed.append(script.name)
    if failed:
        print(f"Could not measure: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
