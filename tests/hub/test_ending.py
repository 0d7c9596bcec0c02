"""A group that ends leaves nothing on the server, and the one who ends it is told what lies elsewhere."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tools.hub_group import Hub, running_hub

SECRET, NAME = f"nobody is to find this {uuid4()}", "zebrafinch"  # new each time, so that no source holds it


@pytest.fixture
def group() -> Iterator[Hub]:
    """A group in which one learner wrote and is still there, and one invitation is open."""
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        Path(folder).chmod(0o711)
        with running_hub(Path(folder)) as hub:
            kernel = hub.learner(NAME).enter().open()
            kernel.run_lesson()
            kernel.write(SECRET)
            kernel.run(f"open('mine.txt', 'w').write({SECRET!r})")
            hub.invite()
            yield hub


def test_it_does_not_end_by_mistake(group: Hub) -> None:
    assert "if you are sure: end --yes" in group.manage("end", check=False)
    assert "the hub still runs: stop it first" in group.manage("end", "--yes", check=False)
    assert (group.folder / "disks" / f"{NAME}.img").is_file()


def test_nothing_of_a_group_is_left(group: Hub) -> None:
    assert SECRET not in group.log.read_text(encoding="utf-8")
    assert SECRET not in group.own_log.read_text(encoding="utf-8")
    assert group.own_log.stat().st_mode & 0o777 == 0o600
    assert NAME not in group.log.read_text(encoding="utf-8")  # what the system's log gets has no names
    group.stop(signal.SIGKILL)
    assert _processes()  # their room is open still
    said = group.manage("end", "--yes")
    assert "deleted: 1 learners, 1 disks" in said
    assert "nothing of the group is left on this server: no file, user, process or disk" in said
    for elsewhere in ("backups that you made", "snapshots", "journalctl"):
        assert elsewhere in said
    assert not group.folder.exists()
    assert [each for each in Path("/etc").iterdir() if each.is_file() and NAME.encode() in each.read_bytes()] == []
    assert not _processes()
    for place in (Path("/proc/self/mountinfo"), Path("/proc/mounts")):
        assert NAME not in place.read_text(encoding="utf-8")
    loops = subprocess.run(["losetup", "--list", "--output", "BACK-FILE"], capture_output=True, text=True, check=True)
    assert NAME not in loops.stdout
    assert list(Path("/sys/fs/cgroup").glob(f"**/{NAME}")) == []
    for place in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/srv", "/var/mail"):
        found = subprocess.run(["grep", "-rlsF", "--devices=skip", SECRET, place], capture_output=True, text=True)
        assert found.stdout == ""


def _processes() -> list[str]:
    lines = [each.read_bytes() for each in Path("/proc").glob("[0-9]*/cmdline") if each.exists()]
    return [each.decode() for each in lines if f"az-{NAME}".encode() in each]
