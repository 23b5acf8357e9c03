"""What one run read of one AliExpress status: the proof of its count in the making."""

from dataclasses import dataclass, field
from datetime import datetime

Signature = tuple[int, ...]


@dataclass(slots=True)
class StatusTally:
    """Kept by the reader, judged by whoever settles the run."""

    status: str
    declared_before: int | None = None
    declared: int | None = None  # the newest count AliExpress declared
    listed: int = 0  # products seen in its list, for progress
    pages: int = 0
    pages_expected: int = 0
    duplicates: int = 0
    moved: int = 0
    read: str = "incremental"
    walked_from: int = 0  # the seq its newest full walk began after; 0: not walked
    walks: int = 0
    unreadable: int = 0  # what its newest walk listed and was no product
    page_sizes: set[int] = field(default_factory=set)  # of its newest walk, but for the last page
    declared_meanwhile: set[int] = field(default_factory=set)  # by the pages of its newest walk
    signature: Signature = ()  # of the ids its newest full walk listed …
    walk_before: Signature = ()  # … and of the walk before that
    at: datetime | None = None

    def begin_walk(self, *, after: int) -> None:
        """A full walk begins after this `seq`; what was read of the status before is void."""
        self.walked_from = after
        self.walks += 1
        self.listed = self.pages = self.pages_expected = self.duplicates = self.unreadable = 0
        self.page_sizes = set()
        self.declared_meanwhile = set()
        self.read = "full"

    @property
    def is_well_formed(self) -> bool:
        """Whether its newest walk has the look of a whole list: nothing twice, nothing that is
        no product, and no page shorter than another but the last."""
        return not self.duplicates and not self.unreadable and len(self.page_sizes) <= 1

    @property
    def says_it_again(self) -> bool:
        """Two full walks in a row listed the same ids: a second opinion. Only of lists that look
        whole: a page lost each time is none, and nor is a list lost each time."""
        same = self.walks >= 2 and self.signature == self.walk_before
        return same and any(self.signature) and self.is_well_formed
