"""What comes after the first operator: each step, whether it is done, and where it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage
from django.core.checks.registry import registry
from django.urls import reverse

from aliexpress.models import Store, SyncRun
from cards.catalogue.definitions import TOTAL
from cards.models import Reconciliation
from nervecentre import checks

# A worker takes a run within seconds of being told.
NO_WORKER_AFTER: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    is_done: bool
    sentence: str
    address: str = ""
    words: str = ""  # of the link


def steps(user: Any, *, at: datetime) -> list[Step]:
    """In the order they are taken; the first that is not done is next."""
    store = Store.objects.visible_to(user).order_by("id").select_related("now__snapshot").first()
    people = get_user_model().objects.exclude(pk=user.pk)
    return [
        first_operator(user),
        first_store(store),
        first_number(store, at=at),
        compared(store),
        Step(
            "Other people",
            people.exists(),
            "Invite owners, who read the cards, and colleagues of operations.",
            reverse("invite"),
            "Invite somebody",
        ),
    ]


def first_operator(user: Any) -> Step:
    may = "may do everything" if user.is_superuser else "belong to operations"
    return Step("First operator", True, f"You are {user.get_username()}, and {may}.")


def first_store(store: Store | None) -> Step:
    title = "First store"
    if store is None:
        sentence = (
            "Create an app on the AliExpress Open Platform, then let the main account of the "
            "store authorise it: a sub-account sees less."
        )
        return Step(title, False, sentence, reverse("admin:aliexpress_store_add"), "Add a store")
    address = reverse("admin:aliexpress_store_change", args=[store.pk])
    is_connected = hasattr(store, "connection") and store.connection.connected_at is not None
    sentence = f"{store.name} is {'connected' if is_connected else 'not authorised yet'}."
    return Step(title, is_connected, sentence, address, f"Open {store.name}")


def first_number(store: Store | None, *, at: datetime) -> Step:
    title = "First number"
    if store is None:
        return Step(title, False, "It comes by itself, a minute or two after the store.")
    if store.now.snapshot is not None:
        sentence = f"{store.name} reads {store.now.snapshot.total_count:,} listings."
        return Step(title, True, sentence, reverse("card", args=[store.slug, TOTAL]), "See it")
    run = store.runs.order_by("-id").first()
    address = reverse("admin:aliexpress_store_change", args=[store.pk])
    if run is not None and run.error:
        return Step(title, False, run.error, address, f"Open {store.name}")
    waits_since = run.requested_at if run is not None else store.next_due_at
    is_taken = run is not None and run.status == SyncRun.Status.RUNNING
    if is_taken or waits_since is None or waits_since + NO_WORKER_AFTER > at:
        return Step(title, False, f"{store.name} is about to be read, or is being read just now.")
    sentence = (
        "Nobody has begun to read the store: see that beat and a worker run, and that "
        "CELERY_BROKER_URL is the same for all of them."
    )
    return Step(title, False, sentence)


def compared(store: Store | None) -> Step:
    title, sentence = (
        "Is it right?",
        "Enter what Seller Center shows: the reconciliation desk says why the two differ, if so.",
    )
    if store is None or store.now.snapshot is None:
        return Step(title, False, sentence)
    is_done = Reconciliation.objects.filter(store=store).exists()
    return Step(title, is_done, sentence, reverse("reconcile", args=[store.slug]), "Compare")


def to_mend() -> list[CheckMessage]:
    """What `check --deploy` says of the configuration, our own part of it."""
    ours = [one for one in registry.deployment_checks if one.__module__ == checks.__name__]
    return [message for check in ours for message in check(app_configs=None, databases=None)]
