"""The parts of the hub that need no hub: settings, names, limits and the pages' words."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from adempauze import messages
from tools import ROOT

HUB = ROOT / "deploy" / "hub"


def _module(name: str) -> ModuleType:
    """Load a module of the hub, which is a folder of scripts and no package."""
    spec = importlib.util.spec_from_file_location(f"hub_{name}", HUB / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


settings, limits = _module("settings"), _module("limits")


def _read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **changes: object) -> object:
    text = (HUB / "hub.toml").read_text(encoding="utf-8")
    for name, value in changes.items():
        text, count = re.subn(rf'^{name} = "[^"]*"', f'{name} = "{value}"', text, flags=re.M)
        assert count == 1
    (tmp_path / "hub.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("ADEMPAUZE_HUB", str(tmp_path / "hub.toml"))
    return settings.read()


def test_the_settings_that_come_with_it_are_for_this_computer_alone(tmp_path, monkeypatch) -> None:
    group = _read(tmp_path, monkeypatch)
    assert group.address.startswith("http://127.0.0.1:")
    assert group.language in messages.LANGUAGES


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"address": "http://hub.example.org"}, "https"),
        ({"address": "https://hub.example.org"}, "a mail address"),
        ({"language": "fr"}, "language"),
        ({"folder": "/"}, "a place of its own"),
        ({"folder": "here"}, "a place of its own"),
    ],
)
def test_settings_that_would_do_harm_are_refused(tmp_path, monkeypatch, changes, complaint) -> None:
    with pytest.raises(settings.SettingsError, match=complaint):
        _read(tmp_path, monkeypatch, **changes)


def test_a_setting_that_does_not_exist_is_named(tmp_path, monkeypatch) -> None:
    (tmp_path / "hub.toml").write_text((HUB / "hub.toml").read_text(encoding="utf-8") + "\nspeed = 3\n")
    monkeypatch.setenv("ADEMPAUZE_HUB", str(tmp_path / "hub.toml"))
    with pytest.raises(settings.SettingsError, match="speed"):
        settings.read()


def test_control_groups_of_the_second_version_get_all_limits(tmp_path: Path) -> None:
    (tmp_path / "cgroup.controllers").write_text("cpu memory pids")
    joined = limits.groups("anna", limits.Allowance(1 << 30, 0.5, 150), tmp_path)
    group = tmp_path / "adempauze" / "anna"
    assert joined == [group / "cgroup.procs"]
    assert (group / "memory.max").read_text() == str(1 << 30)
    assert (group / "cpu.max").read_text() == "50000 100000"
    assert (group / "pids.max").read_text() == "150"


def test_control_groups_of_the_first_version_get_all_limits(tmp_path: Path) -> None:
    joined = limits.groups("anna", limits.Allowance(1 << 30, 0.5, 150), tmp_path)
    assert [each.parent.parent.parent.name for each in joined] == ["memory", "pids", "cpu"]
    assert (tmp_path / "memory/adempauze/anna/memory.limit_in_bytes").read_text() == str(1 << 30)
    assert (tmp_path / "cpu/adempauze/anna/cpu.cfs_quota_us").read_text() == "50000"


def test_systemd_is_told_all_limits() -> None:
    words = limits.scope("anna", limits.Allowance(1 << 30, 0.5, 150))
    assert {f"--property=MemoryMax={1 << 30}", "--property=CPUQuota=50%", "--property=TasksMax=150"} <= {*words}


def test_every_word_that_a_page_of_the_hub_shows_exists_and_is_shown() -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (HUB / "templates").iterdir())
    problems = set(re.findall(r'"(problem_\w+)"', (HUB / "invitations.py").read_text(encoding="utf-8")))
    asked = set(re.findall(r"\b(?:words|each)\.(\w+)", pages)) | problems
    assert asked == set(messages.table("en", "hub"))


def test_the_lock_of_the_hub_has_the_course_as_learners_have_it() -> None:
    pins = {
        name: dict(
            re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.M)
        )
        for name in ("learn.txt", "hub.txt")
    }
    assert pins["learn.txt"].items() <= pins["hub.txt"].items()
    wanted = (HUB / "requirements.in").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z-]+)", wanted, re.M)) <= pins["hub.txt"].keys()


def test_the_service_runs_what_make_hub_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "$(HUB_VENV)/bin/python deploy/hub/manage.py" in makefile and "HUB_VENV := .venv-hub" in makefile
    service = (HUB / "adempauze-hub.service").read_text(encoding="utf-8")
    assert ".venv-hub/bin/python deploy/hub/manage.py run" in service


def test_the_example_settings_are_toml_with_a_remark_for_each_choice() -> None:
    table = tomllib.loads((HUB / "hub.toml").read_text(encoding="utf-8"))
    assert {"language", "folder", "address", "tls", "limits"} <= table.keys()
