"""The gate before each learner's server: the proxy lets in only the learner whom the server belongs to.

A learner can take over their own server. Without the gate, it could show a page to others, and a script in that page,
which has the address of this site, could open the lessons of whoever looks at it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from jupyterhub.handlers import BaseHandler
from jupyterhub.utils import url_path_join
from jupyterhub_traefik_proxy.fileprovider import TraefikFileProviderProxy
from tornado import web

_KEY = "adempauze-key"  # a cookie for the paths of one learner
_DAYS = 1


class GatedProxy(TraefikFileProviderProxy):
    """The proxy, which asks the hub about each request to a learner's server."""

    def _dynamic_config_for_route(self, routespec: str, target: str, data: dict[str, Any]) -> Any:
        for_proxy, for_hub = super()._dynamic_config_for_route(routespec, target, data)
        if name := data.get("user"):
            address = url_path_join(self.hub.url, "gate", name)
            for_proxy["http"]["middlewares"] = {f"gate-{name}": {"forwardAuth": {"address": address}}}
            for router in for_proxy["http"]["routers"].values():
                router["middlewares"] = [f"gate-{name}"]
        return for_proxy, for_hub


class GateHandler(web.RequestHandler):
    """Answers the proxy: may this request pass to the server of this learner?"""

    def get(self, name: str) -> None:
        """Let whoever has the key pass, and send others to where keys are."""
        key = self.get_secure_cookie(_KEY, max_age_days=_DAYS)
        if key and key.decode() == _key(self.settings["users"][name]):
            return
        asked = self.request.headers
        if asked.get("X-Forwarded-Method") != "GET" or "Sec-WebSocket-Key" in asked:
            raise web.HTTPError(403)
        site = (
            f"{asked['X-Forwarded-Proto']}://{asked['X-Forwarded-Host']}"  # else it leads to the port of the hub itself
        )
        page = url_path_join(site, self.settings["hub"].base_url, "key", name)
        self.redirect(f"{page}?{urlencode({'next': asked['X-Forwarded-Uri']})}")

    def _log(self) -> None:
        """Say nothing: this is asked for each request."""


class KeyHandler(BaseHandler):
    """Gives a learner the key to their own server, and nobody else."""

    @web.authenticated
    def get(self, name: str) -> None:
        """Give the key and lead on."""
        if self.current_user.name != name:
            raise web.HTTPError(404)
        own = url_path_join(self.settings["base_url"], "user", name, "/")
        self._set_cookie(_KEY, _key(self.current_user), path=own, expires_days=_DAYS)
        page = self.get_argument("next", own)
        self.redirect(page if page.startswith(own) else own)


def _key(user: Any) -> str:
    return f"{user.name}:{user.cookie_id}"  # log-out makes another number
