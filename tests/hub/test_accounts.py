"""Only who was invited comes in, and knows before writing who can read along."""

from __future__ import annotations

import pytest
import requests

from adempauze import messages
from tools.hub_group import PASSWORD, Hub, Learner


@pytest.mark.parametrize("code", ["", "guessed", "abcdefghjkmn"])
def test_nobody_gets_an_account_without_an_invitation(hub: Hub, code: str) -> None:
    stranger = Learner(hub, "stranger")
    assert stranger.sign_up(code) == 403
    assert stranger.log_in().status_code != 302


def test_a_code_works_once(hub: Hub) -> None:
    code = hub.invite()
    assert Learner(hub, "first").sign_up(code) == 302
    assert Learner(hub, "second").sign_up(code) == 403


def test_a_mistake_in_the_form_does_not_cost_the_code(hub: Hub) -> None:
    code = hub.invite()
    assert Learner(hub, "hasty").sign_up(code, password="short") == 400
    assert Learner(hub, "hasty").sign_up(code, again="another one altogether") == 400
    assert Learner(hub, "hasty").sign_up(code) == 302


@pytest.mark.parametrize("name", ["", "a", "../anna", "az-x", "x/y", "ann a", "ünal", "root;id", "a" * 21, "9lives"])
def test_a_name_that_is_no_plain_name_is_refused(hub: Hub, name: str) -> None:
    assert Learner(hub, name).sign_up(hub.invite()) == 400


def test_a_name_belongs_to_one_person(hub: Hub) -> None:
    hub.learner("onlyone")
    taker = Learner(hub, "OnlyOne")  # names are the same in capitals
    assert taker.sign_up(hub.invite(), password="my own long password") == 400
    assert taker.log_in("my own long password").status_code != 302


def test_five_guesses_close_the_door(hub: Hub) -> None:
    target = hub.learner("target")
    for _ in range(5):
        assert target.log_in("a wild guess").status_code != 302
    assert target.log_in(PASSWORD).status_code != 302


@pytest.mark.parametrize("page", ["login", "signup"])
def test_who_comes_in_reads_in_both_languages_what_the_manager_can_see(hub: Hub, page: str) -> None:
    text = requests.get(f"{hub.address}/hub/{page}", timeout=30).text
    for lang in messages.LANGUAGES:
        assert messages.table(lang, "hub")["see_manager"] in text


def test_passwords_and_codes_are_not_kept_as_they_are(hub: Hub) -> None:
    code = hub.invite()
    hub.learner("careful")
    for file in (hub.folder / "state").iterdir():
        assert file.stat().st_mode & 0o077 == 0
        assert PASSWORD.encode() not in file.read_bytes()
        assert code.encode() not in file.read_bytes()


@pytest.mark.parametrize("page", ["admin", "authorize"])
def test_no_account_manages_others(hub: Hub, anna: Learner, page: str) -> None:
    assert anna.get(f"/hub/{page}").status_code in (403, 404)
    assert "admin" not in requests.get(f"{hub.address}/hub/api/", timeout=30).text
    assert anna.get("/hub/api/users").status_code in (401, 403)
