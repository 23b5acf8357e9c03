"""What the demo says: a progress bar where people look, plain lines elsewhere."""

from typing import TextIO

BAR_WIDTH = 30
PLAIN_LINES = 6  # about so many, where the output is no terminal


class Terminal:
    """Writes to a stream. Plain letters only, so that every terminal can show them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()

    def say(self, line: str = "") -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()

    def progress(self, done: int, total: int, *, note: str = "") -> None:
        """Redraw the bar, and end its line once all is done."""
        if self._is_terminal:
            filled = BAR_WIDTH * done // total
            bar = "#" * filled + "-" * (BAR_WIDTH - filled)
            end = "\n" if done == total else ""
            self._stream.write(f"\r  [{bar}] {done} of {total}  {note:<30}{end}")
            self._stream.flush()
        elif done == total or done % -(-total // PLAIN_LINES) == 0:
            self.say(f"  {done} of {total}  {note}".rstrip())
