"""The form of a card as a browser sends it."""

from django.urls import reverse

from cards.admin.card_form import form_for
from cards.models import Card


def page(card: Card, view: str = "change") -> str:
    return reverse(f"admin:cards_card_{view}", args=[card.pk])


def definition(card: Card, **changed: object) -> dict[str, object]:
    """What the card's page posts."""
    form = form_for(card, nameable=frozenset(), needs_operations=False)(instance=card)
    posted = {
        name: value
        for name in form.fields
        if name not in ("alert_trigger", "siblings", "notes", "roles")
        and (value := form[name].value()) is not None
        and value is not False
    }
    for name in ("alert_trigger", "siblings", "notes"):
        posted |= rows(name, form[name].value() or [])
    return {**posted, "roles": [role.pk for role in card.roles.all()], **changed}


def rows(name: str, values: list[dict[str, str]]) -> dict[str, str]:
    """As the fields of a table of rows post it."""
    return {
        f"{name}-{place}-{column}": text
        for place, row in enumerate(values)
        for column, text in row.items()
    }
