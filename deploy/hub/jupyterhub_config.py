"""The configuration of JupyterHub for one group on one server. What can be chosen is in hub.toml."""

import functools
import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

import door
import gate
import invitations
import rooms
import settings
from tornado.httpserver import HTTPServer

from adempauze import messages

HERE = settings.HERE
group = settings.read()
group.make_folders()
os.umask(0o077)
door.open_to_port(group.door, group.hub_port)

c = get_config()  # noqa: F821 (JupyterHub gives it)

address = urlsplit(group.address)
on_network = address.scheme == "https"
c.JupyterHub.bind_url = f"https://0.0.0.0:{address.port or 443}/" if on_network else group.address
c.JupyterHub.public_url = group.address
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{group.hub_port}"
c.JupyterHub.db_url = f"sqlite:///{group.state}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(group.state / "cookie_secret")
c.JupyterHub.logging_config = {
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "formatter": "console",
            "level": "INFO",
            "filename": str(group.log),
            "maxBytes": 5_000_000,  # who asks without end does not fill the disk
            "backupCount": 1,
        }
    },
    "loggers": {"JupyterHub": {"handlers": ["file"]}},
}
c.JupyterHub.template_paths = [str(HERE / "templates")]
c.JupyterHub.template_vars = {
    "lang": group.language,
    "words": messages.table(group.language, "hub"),
    "twin": messages.twin(group.language),
    "words_twin": messages.table(messages.twin(group.language), "hub"),
}
HTTPServer.initialize = functools.partialmethod(HTTPServer.initialize, max_body_size=1_000_000)  # forms are small
c.JupyterHub.shutdown_on_logout = True  # a stolen cookie finds no server
c.JupyterHub.cookie_max_age_days = 1
c.JupyterHub.tornado_settings = {"cookie_options": {"samesite": "Lax", "secure": on_network}}

c.JupyterHub.authenticator_class = invitations.InvitedAuthenticator
c.Authenticator.allow_all = True  # all who have an account; only an invitation makes one
c.NativeAuthenticator.minimum_password_length = invitations.LEAST_PASSWORD
c.NativeAuthenticator.check_common_password = True
c.NativeAuthenticator.allowed_failed_logins = 5
c.NativeAuthenticator.seconds_before_next_try = 300

c.JupyterHub.spawner_class = rooms.RoomSpawner
c.Spawner.disable_user_config = True
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 120
c.LocalProcessSpawner.term_timeout = 10

rules = group.state / "proxy-rules.toml"
rules.unlink(missing_ok=True)  # of a hub that was killed, with another password

# The proxy. Its own pages are on this computer alone, with a password that is made at each start.
os.environ["ADEMPAUZE_TRAEFIK"] = shutil.which("traefik", path=str(Path(sys.executable).parent)) or "traefik"
os.environ["PATH"] = f"{HERE / 'bin'}{os.pathsep}{os.environ['PATH']}"
c.JupyterHub.proxy_class = gate.GatedProxy
c.TraefikProxy.traefik_api_url = f"http://127.0.0.1:{group.proxy_port}"
c.TraefikProxy.traefik_log_level = "ERROR"
c.TraefikProxy.static_config_file = str(group.state / "proxy.toml")
c.TraefikFileProviderProxy.dynamic_config_file = str(rules)
if group.tls.certificate:
    c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = group.tls.certificate, group.tls.key
elif on_network:
    store = str(group.state / "certificates.json")
    certificate = {"certResolver": "free", "domains": [{"main": address.hostname}]}
    c.TraefikProxy.extra_static_config = {
        "certificatesResolvers": {"free": {"acme": {"email": group.tls.mail, "storage": store, "tlsChallenge": {}}}},
        "entryPoints": {"https": {"http": {"tls": certificate}}},
    }

# A server that nobody uses stops; the note that is being written is on disk already.
c.JupyterHub.load_roles = [
    {  # without tokens: one would outlive log-out
        "name": "user",
        "scopes": ["read:users!user", "users:activity!user", "servers!user", "access:servers!user"],
    },
    {
        "name": "idle",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle"],
    },
]
c.JupyterHub.services = [
    {
        "name": "idle",
        "command": [
            *(sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={int(group.limits.idle_minutes * 60)}"),
            "--IdleCuller.log_level=WARN",  # below that, it names people
        ],
    }
]
