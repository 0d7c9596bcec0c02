"""The JupyterLab side of the course.

`labextensions/` holds a prebuilt extension, written by hand, that makes an opened lesson live and styles it.
`copies` and `carry_over` put the course into the learner's folder, `settings` configures JupyterLab, `start` starts it,
`running` finds one that runs already. `connection` is how its server talks to kernels. `hub` does for a learner on a
shared server what `start` does on their own computer, `book` opens the built book, `doctor` says what is wrong.
"""

from pathlib import Path

EXTENSIONS = Path(__file__).parent / "labextensions"
CONNECTION = f"{__name__}.connection.LastingConnection"
