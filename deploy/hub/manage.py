"""Manages a group, on the server itself and as root. It never shows what anybody wrote.

manage.py invite 12         twelve invitation links, each for one person
manage.py check             what this server can keep apart and limit
manage.py run               the hub itself, until it is stopped
manage.py status            how many accounts, open invitations and running rooms
manage.py backup FILE       all accounts and journals in one file
manage.py restore FILE      puts them back, on this server or another, where there are no accounts yet
manage.py restore FILE NAME puts the notes of one learner back, also while they write; newer notes stay
manage.py end --yes         ends the group: deletes everything, and shows that it is gone
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import disks
import limits
import people
from settings import HERE, Limits, Settings, SettingsError, read

from adempauze import course

_NEEDED = ("unshare", "setpriv", "prlimit", "mount", "umount", "mkfs.ext4", "useradd", "userdel", "ip")


def main() -> int:
    """Run one command; return the exit status."""
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("run").set_defaults(run=_run)
    commands.add_parser("check").set_defaults(run=_check)
    commands.add_parser("status").set_defaults(run=_status)
    invite = commands.add_parser("invite")
    invite.set_defaults(run=_invite)
    invite.add_argument("number", type=int)
    for name, run in (("backup", _backup), ("restore", _restore)):
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        command.add_argument("file", type=Path)
    command.add_argument("name", nargs="?", default="")
    end = commands.add_parser("end")
    end.set_defaults(run=_end)
    end.add_argument("--yes", action="store_true")
    options = parser.parse_args()
    try:
        if os.geteuid():
            raise SettingsError("a hub for several people needs root: sudo make hub")
        return int(options.run(read(), options) or 0)
    except (SettingsError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode(errors="replace").strip()
        print(f"{error.cmd[0]} did not work: {said}", file=sys.stderr)
        return 1


def _run(group: Settings, _options: argparse.Namespace) -> None:
    group.make_folders()
    if _missing():
        raise SettingsError(f"not on this computer: {', '.join(_missing())}")
    if closed := _closed_to_learners():
        raise SettingsError(f"learners cannot pass {closed[0]}: put the course and its Python outside of home folders")
    os.chdir(group.state)
    print(f"The hub serves at {group.address} until Ctrl+C. Its log is {group.log}.", flush=True)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # many visitors hold many files open
    # A shell in which this runs in the background makes its children deaf to interruption: the hub would stop slowly.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from jupyterhub.app import main as jupyterhub

    jupyterhub(["--config", str(HERE / "jupyterhub_config.py")])


def _closed_to_learners() -> list[Path]:
    """Return the folders that learners must pass to reach Python and the course, and cannot."""
    needed = {Path(sys.executable), Path(sys.executable).resolve(), HERE / "learner.py", Path(course.__file__)}
    passed = {folder for each in needed for folder in each.parents}
    return sorted(each for each in passed if not each.stat().st_mode & 0o001)


def _missing() -> list[str]:
    return [each for each in _NEEDED if not shutil.which(each)]


def _check(group: Settings, _options: argparse.Namespace) -> int:
    most, missing = group.limits, _missing()
    trial = limits.groups("check", limits.Allowance(2**30, 1.0, 100))
    limits.remove("check")
    how = "by systemd" if limits.by_systemd() else "by control groups" if len(trial) in (1, 3) else "NOT here"
    room, disk = (_yes(not missing and each()) for each in (_makes_rooms, _makes_disks))
    free = shutil.disk_usage(next(each for each in (group.folder, *group.folder.parents) if each.is_dir())).free
    print(f"own files and processes for each learner:  {room}")
    print(f"no network for servers and kernels:        {room}")
    print(f"memory, {most.memory_megabytes} MB, and {most.processors} processors:       {how}")
    print(f"processes, {most.processes}:                            {how}, and for each user by the kernel")
    print(
        f"disk, {most.disk_megabytes} MB:                              {disk}; space for {_places(free, most)} learners"
    )
    print(f"missing programs:                          {', '.join(missing) or 'none'}")
    return int("NOT here" in (how, room, disk) or bool(missing))


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "NOT here"


def _makes_rooms() -> bool:
    """Try what rooms.py starts a server in."""
    from rooms import NAMESPACES

    return (
        subprocess.run(["unshare", *NAMESPACES, "ip", "link", "set", "lo", "up"], capture_output=True).returncode == 0
    )


def _makes_disks() -> bool:
    """Try a small disk."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        try:
            disks.ensure(Path(folder, "disk.img"), home, 8, 0, 0)
            disks.release(home)
        except (OSError, subprocess.CalledProcessError, SettingsError):
            return False
    return True


def _places(free: int, most: Limits) -> int:
    return free // (most.disk_megabytes * 1024 * 1024)


def _invite(group: Settings, options: argparse.Namespace) -> None:
    from invitations import invite

    group.make_folders()
    for code in invite(group.state, options.number):
        print(f"{group.address.rstrip('/')}/hub/signup?code={code}")


def _status(group: Settings, _options: argparse.Namespace) -> None:
    from invitations import open_invitations

    group.make_folders()
    users = people.all_users(group.learners)
    print(f"accounts with a room: {len(users)}")
    print(f"open invitations: {open_invitations(group.state)}")
    print(f"processes of learners: {sum(1 for _ in people.processes_of(users))}")


def _backup(group: Settings, options: argparse.Namespace) -> int:
    import backup

    number, missing = backup.save(group, options.file)
    for reason in missing.values():
        print(f"NOT in this backup: {reason}")
    print(f"{number} {'journal' if number == 1 else 'journals'} and all accounts are in {options.file}.")
    print("It holds what people wrote: guard it, and delete it when the group ends.")
    return int(bool(missing))


def _restore(group: Settings, options: argparse.Namespace) -> None:
    import backup

    number = backup.restore(group, options.file, options.name)
    print("1 journal is back." if number == 1 else f"{number} journals are back.")


def _end(group: Settings, options: argparse.Namespace) -> int:
    import ending

    if not options.yes:
        raise SettingsError("this deletes everything that the group has on this server; if you are sure: end --yes")
    return ending.end(group)


if __name__ == "__main__":
    sys.exit(main())
