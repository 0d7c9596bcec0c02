"""The connection between a page and its kernel, with a fault of Jupyter Server mended."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class LastingConnection(ZMQChannelsWebsocketConnection):
    """Keeps what page and server agreed on the format of messages when the connection is closed.

    Jupyter Server forgets it then, and reads what still arrives in an older format, in which its first number asks for
    gigabytes of memory. That happens when a kernel has died for good.
    """

    subprotocol: str | None = None

    def connect(self) -> Any:
        """Connect the page, which has just agreed on a format, to the kernel; return what is to be awaited."""
        self.subprotocol = self.websocket_handler.selected_subprotocol
        return super().connect()
