"""What is in a backup comes back, to one learner or a whole group, and nothing that was written since is lost."""

from __future__ import annotations

import gzip
import os
import pwd
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tools.hub_group import Hub, Kernel, Learner, running_hub

EARLIER, LATER = "written before the backup 5180", "written after the backup 6204"
KEY = "04-breathing/after-breathing"


@pytest.fixture(scope="module")
def writer(hub: Hub) -> Iterator[Learner]:
    """A learner whose server runs."""
    learner = hub.learner("writer").enter()
    yield learner
    learner.log_out()


@pytest.fixture(scope="module")
def opened(writer: Learner) -> Kernel:
    """Their open lesson."""
    kernel = writer.open()
    kernel.run_lesson()
    return kernel


@pytest.fixture
def lesson(opened: Kernel) -> Kernel:
    """The same, with one note in the journal."""
    opened.run("from adempauze.journal import Journal; Journal().clear()")
    assert opened.write(EARLIER, key=KEY)["note"]["text"] == EARLIER
    return opened


def _lose(journal: Path) -> None:
    for each in journal.parent.glob("journal.sqlite3*"):
        each.unlink()


def _damage(journal: Path) -> None:
    journal.write_bytes(os.urandom(journal.stat().st_size))


def _empty(journal: Path) -> None:
    os.truncate(journal, 0)


def _seen_by(kernel: Kernel) -> str:
    return kernel.run("from adempauze.journal import Journal; print([each.text for each in Journal().notes()])")


@pytest.mark.parametrize("harm", [_lose, _damage, _empty])
def test_a_journal_that_is_gone_comes_back_while_its_learner_writes(
    hub: Hub, writer: Learner, lesson: Kernel, tmp_path: Path, harm
) -> None:
    file = tmp_path / "group.tar.gz"
    hub.manage("backup", str(file))
    harm(writer.journal)
    assert EARLIER not in _seen_by(lesson)
    assert lesson.write(LATER, key="04-breathing/later")["note"]["text"] == LATER
    assert hub.manage("restore", str(file), writer.name) == "1 journal is back.\n"
    assert EARLIER in _seen_by(lesson) and LATER in _seen_by(lesson)
    assert lesson.write(f"{EARLIER} and more", seen=EARLIER, key=KEY)["note"]["text"] == f"{EARLIER} and more"
    _is_private(writer)


def test_a_backup_that_is_put_back_twice_changes_nothing_that_is_newer(
    hub: Hub, lesson: Kernel, writer: Learner, tmp_path: Path
) -> None:
    file = tmp_path / "group.tar.gz"
    hub.manage("backup", str(file))
    longer = f"{EARLIER}, and the day after"
    lesson.write(longer, seen=EARLIER, key=KEY)
    for _ in range(2):
        hub.manage("restore", str(file), writer.name)
        assert _seen_by(lesson) == f"[{longer!r}]\n"


def _is_private(learner: Learner) -> None:
    owner = pwd.getpwnam(f"az-{learner.name}")
    for path in (learner.home, learner.journal.parent, learner.journal):
        status = path.stat()
        assert (status.st_uid, status.st_gid) == (owner.pw_uid, owner.pw_gid), path
        assert status.st_mode & 0o777 == (0o600 if path.is_file() else 0o700), path


def test_a_backup_is_for_root_alone_and_replaces_no_other(hub: Hub, lesson: Kernel, tmp_path: Path) -> None:
    file = tmp_path / "group.tar.gz"
    hub.manage("backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600 and file.stat().st_uid == 0
    before = file.read_bytes()
    for place in (file, tmp_path / "no-folder" / "group.tar.gz"):
        said = hub.manage("backup", str(place), check=False)
        assert "a backup needs a new file" in said and "Traceback" not in said
    assert file.read_bytes() == before


def test_a_journal_without_an_end_is_named_and_stops_no_other(
    hub: Hub, writer: Learner, lesson: Kernel, tmp_path: Path
) -> None:
    naughty = hub.learner("naughty").enter()
    kernel = naughty.open()
    kernel.run(
        "import pathlib, sqlite3\nfrom adempauze.journal import default_path\n"
        "default_path().parent.mkdir(parents=True, exist_ok=True)\n"
        "held = sqlite3.connect(default_path()); held.execute('CREATE TABLE x (y)'); held.execute('BEGIN EXCLUSIVE')"
    )
    said = hub.manage("backup", str(tmp_path / "group.tar.gz"), check=False)
    kernel.run("held.close(); default_path().unlink()")
    naughty.log_out()
    assert "NOT in this backup: the journal of naughty" in said
    with tarfile.open(tmp_path / "group.tar.gz") as kept:
        assert f"journals/{writer.name}.json" in kept.getnames()


def _other_tar(good: Path, file: Path) -> None:
    with tarfile.open(file, "w:gz") as kept:
        kept.add(__file__, "accounts.sqlite3")


def _tar_with_more(good: Path, file: Path) -> None:
    with tarfile.open(good) as old, tarfile.open(file, "w:gz") as kept:
        for each in old:
            kept.addfile(each, old.extractfile(each))
        kept.add(__file__, "../../etc/cron.d/mine")


def _changed(good: Path, file: Path) -> None:
    content = bytearray(good.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


WRONG = {
    "no file": lambda good, file: None,
    "empty": lambda good, file: file.touch(),
    "a folder": lambda good, file: file.mkdir(),
    "text": lambda good, file: file.write_text("a shopping list"),
    "zipped text": lambda good, file: file.write_bytes(gzip.compress(b"a shopping list")),
    "half a backup": lambda good, file: file.write_bytes(good.read_bytes()[: good.stat().st_size // 2]),
    "a backup without its end": lambda good, file: file.write_bytes(good.read_bytes()[:-9]),
    "one changed byte": _changed,
    "another archive": _other_tar,
    "a backup and a stranger": _tar_with_more,
}


def test_a_file_that_is_no_backup_is_refused_and_loses_nothing(
    hub: Hub, writer: Learner, lesson: Kernel, tmp_path: Path
) -> None:
    good = tmp_path / "good.tar.gz"
    hub.manage("backup", str(good))
    lesson.write(LATER, key="04-breathing/later")
    for name, make in WRONG.items():
        file = tmp_path / name.replace(" ", "-")
        make(good, file)
        said = hub.manage("restore", str(file), writer.name, check=False)
        assert "is not a whole backup of a group; nothing was changed" in said or "there is no file" in said, name
        assert "Traceback" not in said and EARLIER not in said
    assert EARLIER in _seen_by(lesson) and LATER in _seen_by(lesson)


def test_only_the_same_person_gets_notes_back(hub: Hub, writer: Learner, lesson: Kernel, tmp_path: Path) -> None:
    file = tmp_path / "group.tar.gz"
    hub.manage("backup", str(file))
    newcomer = hub.learner("newcomer")
    assert "has no journal of newcomer" in hub.manage("restore", str(file), newcomer.name, check=False)
    assert "has no journal of ../anna" in hub.manage("restore", str(file), "../anna", check=False)
    with closing(sqlite3.connect(hub.folder / "state" / "jupyterhub.sqlite")) as accounts:
        with accounts:  # as if another group had begun, in which somebody took the name
            accounts.execute("UPDATE users_info SET password = x'00' || password WHERE username = ?", (writer.name,))
        said = hub.manage("restore", str(file), writer.name, check=False)
        with accounts:
            accounts.execute("UPDATE users_info SET password = substr(password, 2) WHERE username = ?", (writer.name,))
    assert "somebody else with the same name" in said
    assert "there are accounts here already" in hub.manage("restore", str(file), check=False)


def test_a_whole_group_moves_to_an_empty_server(tmp_path: Path) -> None:
    file = tmp_path / "group.tar.gz"
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        Path(folder).chmod(0o711)
        with running_hub(Path(folder)) as hub:
            moved = hub.learner("moved").enter()
            kernel = moved.open()
            kernel.run_lesson()
            kernel.write(EARLIER, key=KEY)
            hub.manage("backup", str(file))
            hub.stop()
            hub.manage("end", "--yes")
            assert hub.manage("restore", str(file)) == "1 journal is back.\n"
            hub.start()
            again = Learner(hub, "moved").enter()  # with the password of before
            assert EARLIER in _seen_by(again.open())
            _is_private(again)
            assert (hub.folder / "state" / "jupyterhub.sqlite").stat().st_mode & 0o777 == 0o600
