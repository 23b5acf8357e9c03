"""What about a store needs somebody's attention, in sentences; the same on every screen."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When

from aliexpress.models.run import SyncRun
from aliexpress.models.store import Store
from aliexpress.words import TO_ANYBODY

# A refresh token lasts 60 days and cannot be prolonged: a person has to authorise us again.
WARN_BEFORE = timedelta(days=14)
# A worker comes within seconds; one that has not come after this long has more than it can do.
LATE_AFTER = timedelta(minutes=1)
# What a run found is dated by AliExpress's clock where ours is ahead, and its end by ours; to write
# the largest store takes less than this.
CLOCK_AHEAD_BY = timedelta(minutes=3)

CONNECT_AGAIN = "Connect AliExpress again in the admin, or ask operations to."


def with_their_state(stores: QuerySet[Store]) -> QuerySet[Any]:
    """The stores with what `warnings_of` looks at, in the same statement."""
    watched: QuerySet[Any] = stores.annotate(
        waiting_since=Case(
            When(now__open_run__status=SyncRun.Status.QUEUED, then=F("now__open_run__requested_at"))
        ),
        # In words: a fall that was seen, and is looked at again before it is believed.
        unbelieved_fall=Case(
            When(
                now__last_run__error_kind=SyncRun.ErrorKind.LOOKING_AGAIN,
                then=F("now__last_run__error"),
            ),
            default=Value(""),
            output_field=TextField(),
        ),
        succeeded_at=Case(
            When(
                now__last_run__status=SyncRun.Status.COMPLETE,
                now__last_run__snapshot=F("now__snapshot"),
                then=F("now__last_run__finished_at"),
            )
        ),
        found_true_at=F("now__snapshot__confirmed_at"),
        is_renewable=~Q(connection__refresh_token=""),
        renewable_until=F("connection__refresh_expires_at"),
        access_until=F("connection__access_expires_at"),
        account_warning=F("connection__account_warning"),
        shops_warning=F("connection__shops_warning"),
    )
    return watched


def warnings_of(store: Any, *, at: datetime, said: str = "") -> list[str]:
    """Sentences, most urgent first; [] where all is well.

    `store` comes from `with_their_state`; no query. `said`: what the last refresh failed with,
    where that stands beside them: what it tells is not told a second time.
    """
    due = [store.waiting_since, store.next_due_at if store.is_active else None]
    found = [
        grant_warning(store, at=at, said=said),
        store.unbelieved_fall,
        store.shops_warning or "",
        store.account_warning or "",
        clock_warning(store.succeeded_at, store.found_true_at),
        late_warning(min((moment for moment in due if moment), default=None), at=at),
    ]
    return [text for text in found if text and text != said]


def grant_warning(store: Any, *, at: datetime, said: str) -> str:
    """What `authorisation_warning` says of a store from `with_their_state`; "" where it has ended
    and what the last refresh failed with says how to authorise us again."""
    ends_at = store.renewable_until if store.is_renewable else store.access_until
    is_told = ends_at is not None and ends_at <= at and TO_ANYBODY.search(said)
    return "" if is_told else authorisation_warning(ends_at, at=at)


def authorisation_warning(ends_at: datetime | None, *, at: datetime) -> str:
    """A sentence from 14 days before our authorisation to read a store ends, else ""."""
    if ends_at is None or ends_at - at > WARN_BEFORE:
        return ""
    day = f"{ends_at.astimezone(UTC):%-d %B %Y}"
    if ends_at <= at:
        return (
            f"The authorisation to read AliExpress ended on {day}: the number stays as it was "
            f"last read. {CONNECT_AGAIN}"
        )
    days = (ends_at - at).days
    left = "in less than a day" if days == 0 else f"in {days} day{'' if days == 1 else 's'}"
    return (
        f"The authorisation to read AliExpress ends {left}, on {day}, and cannot be prolonged. "
        f"{CONNECT_AGAIN}"
    )


def clock_warning(succeeded_at: datetime | None, found_true_at: datetime | None) -> str:
    """A sentence where the clock the last run ended by is ahead of AliExpress's, else ""."""
    if succeeded_at is None or found_true_at is None:
        return ""
    lead = succeeded_at - found_true_at
    if lead < CLOCK_AHEAD_BY:
        return ""
    return (
        f"The clock of the machine that reads AliExpress is about {lead // timedelta(minutes=1)} "
        "minutes ahead of AliExpress's: numbers may look that much older than they are until it "
        "is set right."
    )


def late_warning(due_at: datetime | None, *, at: datetime) -> str:
    """A sentence where a refresh is due for more than a minute and no worker came, else ""."""
    if due_at is None or at - due_at <= LATE_AFTER:
        return ""
    due_at = due_at.astimezone(UTC)
    day = "" if due_at.date() == at.astimezone(UTC).date() else f" on {due_at:%-d %B %Y}"
    return (
        f"Late: a refresh was due at {due_at:%H:%M} UTC{day}, and no worker has come "
        "to it yet. The number is as it was last read."
    )
