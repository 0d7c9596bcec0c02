"""Accounts by invitation: who has a code picks a name and a password; nobody else can.

NativeAuthenticator keeps names and passwords (bcrypt). A code works once, and is kept as a digest. No account is an
administrator: whoever manages the group does so on the server itself, with `manage.py`.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gate
import people
from jupyterhub.handlers import BaseHandler, login
from jupyterhub.utils import new_token
from nativeauthenticator import NativeAuthenticator
from settings import Settings, read
from tornado import web
from traitlets import Instance, default

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_LENGTH = 12
LEAST_PASSWORD = 10
_LOOK_AGAIN = 0.1  # seconds


@contextmanager
def _open_codes(state: Path) -> Iterator[set[str]]:
    """Give the digests of the codes that are not used, and keep what is left of them; one at a time."""
    file = os.fdopen(os.open(state / "invitations.json", os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        codes = set(json.loads(file.read() or "[]"))
        before = set(codes)
        yield codes
        if codes != before:
            file.seek(0)
            file.truncate()
            json.dump(sorted(codes), file)
            file.flush()
            os.fsync(file.fileno())


def invite(state: Path, number: int) -> list[str]:
    """Return new codes; each makes one account."""
    made = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(number)]
    with _open_codes(state) as codes:
        codes.update(map(_digest, made))
    return made


def open_invitations(state: Path) -> int:
    """Return how many codes are not used yet."""
    with _open_codes(state) as codes:
        return len(codes)


def _use(state: Path, code: str) -> bool:
    """Use up a code; return whether it was one."""
    with _open_codes(state) as codes:
        is_code = _digest(code) in codes
        codes.discard(_digest(code))
    return is_code


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().lower().replace("-", "").encode()).hexdigest()


class InvitedAuthenticator(NativeAuthenticator):
    """Names and passwords of people who were invited."""

    settings = Instance(Settings)

    @default("settings")
    def _read_settings(self) -> Settings:
        return read()

    def validate_username(self, username: str) -> bool:
        """Return whether a name can be a system user and a folder."""
        return people.is_name(username) and bool(super().validate_username(username))

    def problem(self, name: str, password: str, again: str) -> str | None:
        """Return the key of the sentence that says why this account cannot be made."""
        if not self.validate_username(name):
            return "problem_name"
        if self.user_exists(name) or people.exists(people.system_user(name)):
            return "problem_taken"
        if password != again:
            return "problem_again"
        return None if self.is_password_strong(password) else "problem_password"

    def get_handlers(self, app: Any) -> list[tuple[str, type]]:
        """Return the pages about accounts; the ones for administrators are not among them."""
        return [
            (r"/login", login.LoginHandler),  # NativeAuthenticator's own does not work with this JupyterHub
            (r"/logout", LogoutHandler),
            (r"/signup", SignUpHandler),
            (r"/gate/([a-z0-9]+)", gate.GateHandler),
            (r"/key/([a-z0-9]+)", gate.KeyHandler),
        ]


class SignUpHandler(BaseHandler):
    """The page on which someone with a code makes an account."""

    async def get(self) -> None:
        """Show the form, with the code of the link filled in."""
        await self._show(code=self.get_argument("code", ""))

    async def post(self) -> None:
        """Make the account and go on to the log-in, or say what is wrong."""
        code, name, password, again = (
            self.get_body_argument(field, "", strip=False)
            for field in ("code", "username", "signup_password", "signup_password_confirmation")
        )
        name = self.authenticator.normalize_username(name.strip())
        problem = self.authenticator.problem(name, password, again)
        # A code is used up last, so that a mistake in the other fields does not cost it.
        if problem is None and not _use(self.authenticator.settings.state, code):
            problem = "problem_code"
        if problem:
            self.set_status(403 if problem == "problem_code" else 400)
            await self._show(code=code, username=name, problem=problem)
            return
        if not self.authenticator.create_user(name, password, is_authorized=True):
            raise web.HTTPError(500)
        self.redirect(self.settings["login_url"])

    async def _show(self, code: str = "", username: str = "", problem: str = "") -> None:
        self.finish(await self.render_template("signup.html", code=code, username=username, problem=problem))


class LogoutHandler(login.LogoutHandler):
    """Log-out after which no cookie works, also not a copy of one."""

    async def _shutdown_servers(self, user: Any) -> None:
        """Stop the servers, also one that is just starting: JupyterHub would leave that one running."""
        while any(each.pending for each in user.spawners.values()):
            await asyncio.sleep(_LOOK_AGAIN)
        await super()._shutdown_servers(user)

    def _backend_logout_cleanup(self, name: str) -> None:
        super()._backend_logout_cleanup(name)
        self.current_user.orm_user.cookie_id = new_token()
        self.db.commit()
