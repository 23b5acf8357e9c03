"""Mails about work: one when it is handed over, and a note on the morning of each day on which
somebody has work in hand. Kept as rows, and tried again ever more slowly."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F

from cards.alerts.delivery import NO_MAIL
from cards.formats import many
from cards.mail import is_mailed
from cards.models import WorkItem, WorkMail
from cards.models.retries import CLAIM, MOST_ATTEMPTS, may_be_tried, wait_after
from cards.reader_zone import MORNING, today_of, zones_of
from cards.work.follow_up import Outcome
from cards.work.outcome_counts import outcomes_of
from cards.work.reason_words import texts_by_reason, wants

MOST_LINES: Final = 20
MOST_AT_ONCE: Final = 50
NO_LONGER: Final = "They have no such work in hand any more, or may no longer see the store."


def queue_assignment(item: WorkItem, *, by: Any, at: datetime) -> None:
    """Tell the assignee, in the transaction that handed the work over; nobody is told of what
    they took themselves, or without an address."""
    person = item.assignee
    if person is not None and person.pk != by.pk and person.email:
        WorkMail.objects.create(user=person, item=item, day=at.date(), next_attempt_at=at)


def queue_morning_notes(*, at: datetime) -> None:
    """One note a person and day, once it is morning where they are, or, while nobody knows where
    that is, at a store they have work of. Running it twice changes nothing."""
    in_hand = (
        WorkItem.objects.open()
        .filter(assignee__is_active=True, store__is_active=True)
        .exclude(assignee__email="")
        .order_by()
        .values_list("assignee", "store__time_zone")
        .distinct()
    )
    zones = zones_of(user for user, _ in in_hand)
    due = {
        (user, local.date())
        for user, zone in in_hand
        if (local := at.astimezone(zones.get(user) or ZoneInfo(zone))).time() >= MORNING
    }
    WorkMail.objects.bulk_create(
        (WorkMail(user_id=user, day=day, next_attempt_at=at) for user, day in sorted(due)),
        ignore_conflicts=True,
    )


def due(*, at: datetime) -> list[int]:
    waiting = WorkMail.objects.filter(may_be_tried(at=at)).order_by("next_attempt_at", "id")
    return list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE])


def deliver(mail_id: int, *, at: datetime) -> None:
    """Send one, if it may be sent now. Two workers at once send it once: the row decides."""
    row = WorkMail.objects.filter(may_be_tried(at=at), pk=mail_id)
    if not row.update(next_attempt_at=at + CLAIM, attempts=F("attempts") + 1):
        return
    mail = WorkMail.objects.select_related("user", "item__store").get(pk=mail_id)
    subject, body = assignment(mail) if mail.item_id else _morning(mail, at=at)
    if not body:
        _end(mail, error=NO_LONGER)
        return
    try:
        taken = send_mail(" ".join(subject.split()), body, None, [mail.user.email])
    except OSError as error:
        try_again(mail, error=str(error), at=at)
        return
    if not is_mailed():
        _end(mail, error=NO_MAIL)
    elif not taken:
        try_again(mail, error="The mail server did not take it.", at=at)
    else:
        _end(mail, delivered_at=at)


def _in_hand(mail: WorkMail) -> Any:
    items = WorkItem.objects.open().visible_to(mail.user).filter(assignee=mail.user)
    return items.select_related("store").order_by(F("due_on").asc(nulls_last=True), "pk")


def assignment(mail: WorkMail) -> tuple[str, str]:
    item = _in_hand(mail).filter(pk=mail.item_id).first()
    if item is None:
        return "", ""
    total = sum(outcomes_of([item.pk])[item.pk].values())
    told = [
        f"{line(item)} {many(total, 'listing')}.",
        wants(item.kind, item.reason, texts_by_reason()),
        item.note and f"Note: {item.note}",
        page(item),
    ]
    subject = f"Work for you: {item.title}, {item.store.name}"
    return subject, "\n\n".join(part for part in told if part) + "\n"


def _morning(mail: WorkMail, *, at: datetime) -> tuple[str, str]:
    items = list(_in_hand(mail)[: MOST_LINES + 1])
    if not items:
        return "", ""
    outcomes = outcomes_of([item.pk for item in items])
    today = today_of(mail.user, at=at, otherwise=items[0].store.time_zone)
    late = sum(item.is_overdue(today=today) for item in items)
    said = f"{len(items)} in hand" if len(items) <= MOST_LINES else f"more than {MOST_LINES}"
    subject = f"Your work today: {said}" + (f", {late} overdue" if late else "")
    return subject, "\n\n".join(_told(items[:MOST_LINES], outcomes, today=today)) + "\n"


def _told(
    items: Iterable[WorkItem], outcomes: dict[int, dict[Outcome, int]], *, today: date
) -> Iterable[str]:
    for item in items:
        counts = outcomes[item.pk]
        parts = [f"{number:,} {one.in_sentence}" for one, number in counts.items() if number]
        late = "Overdue. " if item.is_overdue(today=today) else ""
        total = many(sum(counts.values()), "listing")
        yield f"{late}{line(item, today=today)}\n{total}: {', '.join(parts)}.\n{page(item)}"


def line(item: WorkItem, *, today: date | None = None) -> str:
    due = ""
    if item.due_on is not None:
        due = ", due today" if item.due_on == today else f", due on {item.due_on:%-d %B %Y}"
    return f"{item.title} ({item.store.name}){due}."


def page(item: WorkItem) -> str:
    return f"{settings.PUBLIC_URL}/stores/{item.store.slug}/work/{item.pk}/"


def try_again(mail: WorkMail, *, error: str, at: datetime) -> None:
    if mail.attempts >= MOST_ATTEMPTS:
        _end(mail, error=f"Given up after {mail.attempts} attempts. {error}")
        return
    next_at = at + wait_after(mail.attempts)
    WorkMail.objects.filter(pk=mail.pk).update(next_attempt_at=next_at, error=error)


def _end(mail: WorkMail, **outcome: Any) -> None:
    WorkMail.objects.filter(pk=mail.pk).update(next_attempt_at=None, **{"error": "", **outcome})
