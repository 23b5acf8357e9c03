"""Several work items at once, over all the stores somebody sees: given, dated, closed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from aliexpress.typed.bad_input import BadInput
from cards.models import WorkItem
from cards.work.items import change

MOST_ITEMS: Final = 200
# What may be changed of many; a title or a note is one item's own.
CHANGES: Final = ("assignee", "due_on", "comment", "closed")


def change_all(ids: Collection[int], values: Mapping[str, Any], *, by: Any, at: datetime) -> int:
    """Change each as `change` does, all or none; how many there were. Items that are absent or not
    the reader's are left out without a word. Raises BadInput."""
    wanted = {name: values[name] for name in CHANGES if name in values}
    if not ids or len(ids) > MOST_ITEMS:
        raise BadInput("items", f"items must be from 1 to {MOST_ITEMS} ids of work items.")
    if not wanted:
        raise BadInput("items", "items are left as they are: say who does them, by when or close.")
    items = WorkItem.objects.visible_to(by).filter(pk__in=ids).select_related("store", "assignee")
    with transaction.atomic():
        changed = 0
        for item in items.order_by("pk"):
            try:
                change(item, wanted, by=by, at=at)
            except BadInput as error:
                if error.field != "assignee":
                    raise
                sentence = f"assignee must be a member of {item.store.name} to do its work."
                raise BadInput("assignee", sentence) from error
            changed += 1
    return changed
