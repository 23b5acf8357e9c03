"""The whole sandbox: the marketplace, the server in front of it, and the file it remembers by."""

import threading
from dataclasses import dataclass
from pathlib import Path

from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.server.server import GatewayServer
from aliexpress.sandbox.state_file.keeper import StateKeeper


@dataclass(kw_only=True, eq=False, repr=False)
class Sandbox(Marketplace):
    """A stand-in AliExpress gateway that listens over HTTP; port 0 is any free one."""

    state_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        self._server: GatewayServer | None = None
        self._thread: threading.Thread | None = None
        # What the file says stands above the tokens and the list method given here.
        self._keeper = StateKeeper(self, self.state_file) if self.state_file else None

    def start(self) -> None:
        """Listen in a daemon thread. Raises OSError when the port is taken."""
        if self._server is not None:
            return
        self._server = GatewayServer((self.host, self.port), self)
        self.port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.01},
            daemon=True,
        )
        self._thread.start()
        if self._keeper is not None:
            self._keeper.start()

    def stop(self) -> None:
        """Stop listening and hang up; answers that a fault holds are dropped."""
        if self._server is None or self._thread is None:
            return
        self.faults.clear()
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None
        if self._keeper is not None:
            self._keeper.stop()

    @property
    def state_problem(self) -> str:
        """Why the state file was not loaded or not saved, in a sentence; "" when all is well."""
        return self._keeper.problem if self._keeper else ""

    @property
    def url(self) -> str:
        """Where it listens. The port stays the same when it is stopped and started again."""
        return f"http://{self.host}:{self.port}"
