"""Reads the settings of a hub: `hub.mine.toml` beside this file if there is one, or else `hub.toml`."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]


class SettingsError(Exception):
    """The settings cannot be used; the text says which, and what to write instead."""


@dataclass(frozen=True)
class Tls:
    """A mail address for a certificate of Let's Encrypt, or the files of another certificate."""

    mail: str = ""
    certificate: str = ""
    key: str = ""


@dataclass(frozen=True)
class Limits:
    """What one learner can use."""

    memory_megabytes: int
    processors: float
    processes: int
    disk_megabytes: int
    idle_minutes: float


@dataclass(frozen=True)
class Settings:
    """All settings of a hub; the places of its files follow from `folder`."""

    language: str
    folder: Path
    address: str
    hub_port: int
    proxy_port: int
    tls: Tls
    limits: Limits

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if self.language not in ("nl", "en"):
            raise SettingsError('language is "nl" or "en"')
        if not self.folder.is_absolute() or len(self.folder.parts) < 3:
            raise SettingsError("folder is a place of its own, such as /srv/adempauze")
        if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise SettingsError("address begins with https:// unless it is on this computer itself")
        if parts.scheme == "https" and not self.tls.mail and not (self.tls.certificate and self.tls.key):
            raise SettingsError("https needs a mail address under [tls], or a certificate and its key")

    @property
    def learners(self) -> Path:
        """Where the folder of each learner is."""
        return self.folder / "learners"

    @property
    def disks(self) -> Path:
        """Where the disk of each learner is: one file, which cannot grow beyond its size."""
        return self.folder / "disks"

    @property
    def state(self) -> Path:
        """Where the hub keeps accounts, invitations and logs; only root reads it."""
        return self.folder / "state"

    @property
    def log(self) -> Path:
        """What the hub says, with names in it: not in the log of the system, which outlives the group."""
        return self.state / "hub.log"

    @property
    def door(self) -> Path:
        """The socket through which a learner's server, which has no network, reaches the hub.

        It has a folder of its own, which rooms share: a hub that starts again makes a new socket.
        """
        return self.folder / "door" / "hub.sock"

    def make_folders(self) -> None:
        """Make the folders of a new group."""
        folders = {
            self.folder: 0o711,
            self.learners: 0o711,
            self.door.parent: 0o755,
            self.disks: 0o700,
            self.state: 0o700,
        }
        for folder, mode in folders.items():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)


def read() -> Settings:
    """Return the settings; `ADEMPAUZE_HUB` names another file. Raises `SettingsError`."""
    files = [Path(os.environ.get("ADEMPAUZE_HUB", HERE / "hub.mine.toml")), HERE / "hub.toml"]
    file = next(each for each in files if each.is_file())
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        tls, limits, folder = Tls(**table.pop("tls", {})), Limits(**table.pop("limits")), Path(table.pop("folder"))
        return Settings(tls=tls, limits=limits, folder=folder, **table)
    except (tomllib.TOMLDecodeError, TypeError, KeyError) as error:
        raise SettingsError(f"{file}: {error}") from error
    except SettingsError as error:
        raise SettingsError(f"{file}: {error}") from error
