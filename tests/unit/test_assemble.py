"""A widget's front end and the parts that it imports become one module."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
import traitlets

from adempauze.widgets.assemble import AssemblyError, assemble
from adempauze.widgets.quiz import Quiz, question, right, wrong

QUESTIONS = (question("Which?", right("This", "Yes."), wrong("That", "No.")),)
WIDGET = "export default { render };\n"


def _files(folder: Path, **texts: str) -> Path:
    """Write files by their stem; return the one named `widget`."""
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "widget.js"


def test_each_part_comes_once_and_before_what_imports_it(tmp_path: Path) -> None:
    widget = _files(
        tmp_path,
        words='export const fill = "fill";\n',
        notes='import { fill } from "./words.js";\n\nexport const notes = fill;\n',
        panel='import { notes } from "./notes.js";\nimport { fill } from "./words.js";\nexport const both = fill;\n',
        widget='import {\n  both,\n} from "./panel.js";\nconst render = both;\n' + WIDGET,
    )
    assert assemble(widget).splitlines() == [
        'export const fill = "fill";',
        "export const notes = fill;",
        "export const both = fill;",
        "const render = both;",
        "export default { render };",
    ]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"widget": 'import { a } from "./gone.js";\n' + WIDGET}, r"no file .*gone\.js that .*widget\.js imports"),
        (
            {
                "one": 'import { b } from "./two.js";\nexport const a = 1;\n',
                "two": 'import { a } from "./one.js";\nexport const b = 1;\n',
                "widget": 'import { a } from "./one.js";\n' + WIDGET,
            },
            r"circle: one\.js -> two\.js -> one\.js",
        ),
        (
            {
                "one": "export const a = 1;\nconst size = 1;\n",
                "widget": 'import { a } from "./one.js";\nfunction size() {}\n' + WIDGET,
            },
            r"one\.js and .*widget\.js both declare 'size'",
        ),
        ({"one": "const a = 1;\n", "widget": 'import { a } from "./one.js";\n' + WIDGET}, "imports a, which"),
        ({"widget": 'import a from "./one.js";\n' + WIDGET}, "has 'import a from \"./one.js\";'"),
        ({"widget": 'import { h } from "https://example.org/h.js";\n' + WIDGET}, "has 'import { h }"),
        ({"widget": 'const late = () => import("./one.js");\n' + WIDGET}, r"has 'import\(\"./one.js\"\);'"),
        ({"widget": "const { a, b } = globalThis;\n" + WIDGET}, "destructures a value at its top level"),
        ({"widget": "const render = 1;\n"}, "0 default exports"),
        (
            {"one": "export const a = 1;\nexport default a;\n", "widget": 'import { a } from "./one.js";\n' + WIDGET},
            r"one\.js has 1 default exports",
        ),
    ],
    ids=["missing", "circle", "clash", "unexported", "default", "remote", "dynamic", "destructured", "none", "part"],
)
def test_what_cannot_become_one_module_is_refused(tmp_path: Path, texts: dict[str, str], message: str) -> None:
    with pytest.raises(AssemblyError, match=message):
        assemble(_files(tmp_path, **texts))


def test_a_class_outside_the_widgets_folder_keeps_the_front_end() -> None:
    class Longer(Quiz):
        """A subclass such as a notebook may have."""

    widget = Quiz(*QUESTIONS, lang="en")
    widget.add_traits(more=traitlets.Int())  # makes a subclass too
    front_end = assemble(Path(inspect.getfile(Quiz)).with_name("widget.js"))
    assert widget._esm == Longer(*QUESTIONS, lang="en")._esm == front_end
