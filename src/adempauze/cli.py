"""The command `adempauze`: it starts the course, looks whether all is well, and manages the private notes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from adempauze import __version__, console, messages
from adempauze.journal import Journal, JournalError, Note, commands, to_text
from adempauze.lab.start import StartError, start
from adempauze.widgets.notes import Notes


class UsageError(Exception):
    """The course does not understand the command line."""


class _Parser(argparse.ArgumentParser):
    """A parser that takes help and errors from the message tables, because argparse has them in English only."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 done, 1 could not, 2 not understood."""
    console.accept_all_characters()
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = messages.language_of(os.environ)
    try:
        options = _parser().parse_args(arguments)
        lang = options.lang or lang
        strings = messages.table(lang, "cli")
        return int(options.run(options, lang, strings))
    except messages.UnknownLanguageError:
        return _complain("problem_lang", lang=messages.language_of(os.environ), asked=lang)
    except UsageError:
        return _complain("problem_use", lang=lang, what=" ".join(["adempauze", *arguments]))
    except StartError as error:
        print(messages.table(lang, "cli")[error.key].format(**error.fields), file=sys.stderr)
        return 1
    except JournalError as error:
        print(error.sentence(lang), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _complain(key: str, lang: str, **fields: str) -> int:
    print(messages.table(lang, "cli")[key].format(**fields), file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="adempauze")
    parser.set_defaults(run=_help, lang=None)
    parser.add_argument("-h", "--help", dest="run", action="store_const", const=_help)
    parser.add_argument("--version", dest="run", action="store_const", const=_version)
    parts = parser.add_subparsers(parser_class=_Parser)
    parts.add_parser("help").set_defaults(run=_help)

    serving = {"start": _start, "book": _book}
    for name, run in {**serving, "doctor": _doctor}.items():
        part = parts.add_parser(name)
        part.set_defaults(run=run)
        part.add_argument("--lang")
        part.add_argument("--dir", type=Path)
        if name in serving:
            part.add_argument("--port")
            part.add_argument("--no-browser", action="store_true")
        part.add_argument("-h", "--help", dest="run", action="store_const", const=_help)

    _add_journal(parts)
    return parser


def _add_journal(parts: Any) -> None:
    journal = parts.add_parser("journal")
    journal.set_defaults(run=_help)
    journal.add_argument("--lang")
    notes = journal.add_subparsers(parser_class=_Parser)
    notes.add_parser("where").set_defaults(run=_journal_where)
    export = notes.add_parser("export")
    export.set_defaults(run=_journal_export)
    export.add_argument("file", type=Path)
    # The second name is that of 0.1.0.
    export.add_argument("--readable", "--markdown", dest="write", action="store_const", const=_readable)
    put_back = notes.add_parser("import")
    put_back.set_defaults(run=_journal_import)
    put_back.add_argument("file", type=Path)
    delete = notes.add_parser("delete")
    delete.set_defaults(run=_journal_delete)
    delete.add_argument("--yes", action="store_true")


def _help(_options: argparse.Namespace, _lang: str, strings: dict[str, str]) -> int:
    print(strings["help"].strip())
    return 0


def _version(_options: argparse.Namespace, _lang: str, _strings: dict[str, str]) -> int:
    print(__version__)
    return 0


def _start(options: argparse.Namespace, lang: str, strings: dict[str, str]) -> int:
    start(lang, _folder(options.dir), _port(options.port), not options.no_browser, _say(strings))
    return 0


def _book(options: argparse.Namespace, lang: str, strings: dict[str, str]) -> int:
    from adempauze.lab.book import serve

    folder = options.dir and _folder(options.dir)
    serve(lang, folder, _port(options.port), not options.no_browser, _say(strings))
    return 0


def _say(strings: dict[str, str]) -> Callable[..., None]:
    def say(key: str | None, text: str = "", **fields: object) -> None:
        print(strings[key].format(**fields) if key else text, flush=True)

    return say


def _doctor(options: argparse.Namespace, lang: str, _strings: dict[str, str]) -> int:
    from adempauze.lab.doctor import report

    return int(report(lang, _folder(options.dir), lambda line: print(line, flush=True)) > 0)


def _folder(chosen: Path | None) -> Path:
    """Return where the learner's copies go; a computer may have no home folder for its user."""
    try:
        return (chosen or Path.home() / "Adempauze").expanduser().absolute()
    except RuntimeError as error:
        raise JournalError("no-home") from error


def _port(text: str | None) -> int | None:
    """Return the port as a number; 0 means any free port."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise StartError("problem_port", port=text)
    return int(text)


def _journal_where(_options: argparse.Namespace, lang: str, _strings: dict[str, str]) -> int:
    return _print(commands.where(Journal(), lang))


def _journal_export(options: argparse.Namespace, lang: str, _strings: dict[str, str]) -> int:
    write = options.write and (lambda notes: options.write(notes, lang))
    return _print(commands.export_file(Journal(), options.file, lang, write))


def _readable(notes: list[Note], lang: str) -> str:
    """Return the notes as the page with all notes shows them."""
    page = Notes(lang=lang)
    return to_text(notes, lang, page.strings, page.prompts)


def _journal_import(options: argparse.Namespace, lang: str, _strings: dict[str, str]) -> int:
    return _print(commands.import_file(Journal(), options.file, lang))


def _journal_delete(options: argparse.Namespace, lang: str, strings: dict[str, str]) -> int:
    if not options.yes and not _agrees(messages.table(lang, "journal")["delete_sure"]):
        print(strings["not_deleted"])
        return 1
    return _print(commands.delete(Journal(), lang))


def _agrees(question: str) -> bool:
    try:
        answer = input(f"{question} ")
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes", "j", "ja")


def _print(lines: list[str]) -> int:
    print(*lines, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
