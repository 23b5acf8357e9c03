"""Writes the entries: whenever a watched row is made, changed or removed, in its transaction.

By signals, because the same row is changed from pages, API, admin, command line and sign-ins, and
a door that was forgotten would be an act without a trace.
"""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone
from structlog.contextvars import get_contextvars

from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.redaction import without_secrets
from nervecentre.audit.actor import current_actor
from nervecentre.audit.models import Entry
from nervecentre.audit.watched_models import Watched, Way, watched_models

Told = dict[str, Any]
LONGEST = 2_000  # characters of one value


def watch_rows() -> None:
    """Called once, when the application starts."""
    for model, watched in watched_models().items():
        connect = partial(_connect, model, watched)
        connect(pre_save, _before_save)
        connect(post_save, _after_save)
        if watched.is_told_when_removed:
            connect(pre_delete, _before_delete)
            connect(post_delete, _after_delete)
        for name in watched.lists:
            through = getattr(model, name).through
            _connect(through, watched, m2m_changed, _list_changed, name=name, owner=model)


def record(watched: Watched, row: Any, *, before: Told | None, after: Told | None) -> None:
    """Write that somebody made, changed or removed the row; nothing where it is as it was."""
    if before == after:
        return
    if before is not None and after is not None:
        changed = [name for name in after if before.get(name) != after[name]]
        before = {name: before.get(name) for name in changed}
        after = {name: after[name] for name in changed}
    actor = current_actor()
    store, person, card = (_at(row, way) for way in (watched.store, watched.person, watched.card))
    Entry.objects.create(
        at=timezone.now(),
        action=watched.action,
        via=actor.via,
        actor=actor.name[:200],
        actor_id=actor.user_id,
        with_what=actor.with_what,
        what=without_secrets(f"{row._meta.verbose_name} {_at(row, watched.name or 'self')}")[:200],
        store=store.slug if store else "",
        store_id=store.pk if store else None,
        card=card.key if card else "",
        person=person.get_username() if person else "",
        person_id=person.pk if person else None,
        before=_without_the_secrets(before, watched),
        after=_without_the_secrets(after, watched),
        request_id=str(get_contextvars().get("request_id", "")),
    )


def told_of(watched: Watched, row: Model) -> Told:
    """What is watched of a row as the database has it; secrets are still as they are."""
    told: Told = {}
    for name in watched.fields:
        value = attrgetter(name)(row)
        told[name] = value if isinstance(value, PLAIN) else without_secrets(str(value))[:LONGEST]
    for name in watched.secrets:
        try:
            told[name] = getattr(row, name)
        except CredentialUnreadable:
            told[name] = row.__dict__[name]
    for name in watched.lists:
        told[name] = sorted(map(str, getattr(row, name).all()))
    return told


PLAIN = (bool, int, float, list, dict, type(None))


def _connect(
    sender: type[Model], watched: Watched, signal: Any, receiver: Callable[..., None], **more: Any
) -> None:
    name = f"audit.{receiver.__name__}.{sender._meta.label}.{more.get('name', '')}"
    signal.connect(partial(receiver, watched, **more), sender=sender, weak=False, dispatch_uid=name)


def _as_kept(watched: Watched, row: Model) -> Told | None:
    kept = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    return told_of(watched, kept) if kept is not None else None


def _before_save(watched: Watched, instance: Any, *, raw: bool, **said: Any) -> None:
    instance._audited = None
    wanted = {name.partition(".")[0] for name in (*watched.fields, *watched.secrets)}
    fields = said.get("update_fields")
    instance._is_audited = not raw and (fields is None or bool(wanted & set(fields)))
    if instance._is_audited and not instance._state.adding:
        instance._audited = _as_kept(watched, instance)


def _after_save(watched: Watched, instance: Any, *, created: bool, **_: Any) -> None:
    is_ours = not watched.is_told_when_made or watched.unless(instance)
    if not instance._is_audited or (created and is_ours):
        return
    record(watched, instance, before=instance._audited, after=_as_kept(watched, instance))


def _before_delete(watched: Watched, instance: Any, **_: Any) -> None:
    instance._audited = _as_kept(watched, instance)
    # What it belongs to may go before it: from now on the row holds what its entry will name.
    for way in (watched.store, watched.person, watched.card, watched.name or "self"):
        str(_at(instance, way))


def _after_delete(watched: Watched, instance: Any, **_: Any) -> None:
    if not watched.unless(instance):
        record(watched, instance, before=instance._audited, after=None)


def _list_changed(
    watched: Watched, instance: Any, *, action: str, reverse: bool, name: str, owner: Any, **m: Any
) -> None:
    """Of the row the list belongs to, from whichever side it was changed."""
    rows = [instance]
    if reverse:
        rows = list(owner._base_manager.filter(pk__in=m["pk_set"] or ()))
    for row in rows:
        now = {name: sorted(map(str, getattr(row, name).all()))}
        kept = instance.__dict__.setdefault("_audited_lists", {})
        if action.startswith("pre_"):
            kept[name, row.pk] = now
        else:
            record(watched, row, before=kept.pop((name, row.pk), {name: []}), after=now)


def _at(row: Any, way: Way) -> Any:
    if callable(way):
        return way(row)
    return row if way == "self" else attrgetter(way)(row) if way else None


def _without_the_secrets(told: Told | None, watched: Watched) -> Told | None:
    """Of a secret that it changed, or that there is one."""
    if told is None:
        return None
    return {
        name: ("(hidden)" if value else "") if name in watched.secrets else value
        for name, value in told.items()
    }
