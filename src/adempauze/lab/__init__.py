"""The JupyterLab side of the course.

`labextensions/` holds a prebuilt extension, written by hand, that makes an opened lesson live and gives it its look.
`carry_over` and `copies` put the course into the learner's folder, `settings` are JupyterLab's, `start` starts it.
"""

from pathlib import Path

EXTENSIONS = Path(__file__).parent / "labextensions"
