"""The keeper of the state file: loads it at the start, and saves while the sandbox runs."""

import threading
from pathlib import Path
from typing import Final

from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.state_file.saved_state import UnreadableState, fingerprint, load, save

SAVE_EVERY_SECONDS: Final = 10.0


class StateKeeper:
    """Loads when made; saves every ten seconds when something changed, and when stopped.

    A replay cut short leaves no file, so that the next start begins it anew.
    `problem` says in a sentence why the state was not loaded or not saved; "" when all is well.
    """

    def __init__(self, market: Marketplace, path: Path) -> None:
        self._market = market
        self._path = path
        self._saved: object = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self.problem = ""
        if path.exists():
            try:
                load(market, path)
                self._saved = fingerprint(market)
            except UnreadableState as error:
                self.problem = (
                    f"The sandbox's state in {path} could not be read ({error}); it starts anew "
                    "and will write over the file."
                )

    def start(self) -> None:
        self._ended.clear()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        self._save()

    def _keep(self) -> None:
        while not self._ended.wait(SAVE_EVERY_SECONDS):
            self._save()

    def _save(self) -> None:
        now = fingerprint(self._market)
        if now == self._saved or self._market.is_replaying:
            return
        try:
            save(self._market, self._path)
            self._saved, self.problem = now, ""
        except OSError as error:
            self.problem = f"The sandbox's state could not be saved in {self._path}: {error}."
