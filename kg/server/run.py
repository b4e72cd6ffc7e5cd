"""The app behind uvicorn, with the patience that uvicorn lacks for clients that never finish their first line."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from kg.server.app import make_app
from kg.server.settings import Settings

HEAD_BYTES = 2**16


def make_server(settings: Settings) -> uvicorn.Server:
    """A server that is ready to run; `.run()` blocks until it is interrupted."""
    limits = settings.limits

    class Impatient(H11Protocol):
        """Closes a connection whose request's head does not arrive in time ("slow loris")."""

        head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._await_head()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            cycle = cast("RequestResponseCycle | None", self.cycle)  # None before the first request
            if cycle is None or cycle.response_complete:
                self._await_head()
            elif self.head:
                self.head.cancel()
                self.head = None

        def _await_head(self) -> None:
            if self.head is None:
                self.head = asyncio.get_running_loop().call_later(limits.head_seconds, self.transport.close)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            if self.head:
                self.head.cancel()

    app = make_app(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            http=Impatient,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=20,  # longer than clients keep a connection idle, who would else meet it closing
            timeout_graceful_shutdown=2,
            h11_max_incomplete_event_size=HEAD_BYTES,
        )
    )
    app.state.connections = server.server_state.connections
    return server
