"""Private notes: what a learner writes stays in one SQLite file on their own computer."""

from .errors import JournalError
from .exchange import ImportResult
from .note import Note
from .readable import to_text
from .store import Journal, Replaced, data_folder, default_path

__all__ = [
    "ImportResult",
    "Journal",
    "JournalError",
    "Note",
    "Replaced",
    "data_folder",
    "default_path",
    "to_text",
]
