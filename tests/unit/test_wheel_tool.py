"""What the wheel is tried with."""

from __future__ import annotations

from tools import wheel

LOCK = """\
# made by: make lock
anywidget==0.11.0 \\
    --hash=sha256:00
    # via adempauze (pyproject.toml)
jupyterlab==4.6.6 \\
    --hash=sha256:00
pywin32==311 ; sys_platform == 'win32' \\
    --hash=sha256:00
"""


def test_it_gets_the_locked_versions_and_what_was_named_instead() -> None:
    pins = ["anywidget==0.11.0", "pywin32==311 ; sys_platform == 'win32'"]
    assert wheel.constraints(LOCK).split("\n") == [pins[0], "jupyterlab==4.6.6", pins[1], ""]
    assert wheel.constraints(LOCK, ["jupyterlab==4.2.*"]).split("\n") == [*pins, ""]
