"""What a seller settled about listings, for the form of a list and for its file: names of values,
columns, and the filters that properties.py has not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import caches
from django.db.models import Q

from aliexpress.lifecycle import State
from aliexpress.models import CategoryAttributes, FactName, Listing, SourceItem, Store, WordTally
from aliexpress.models.fact_name import Kind
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.listings.properties import PROPERTIES, WORDS
from cards.listings.property import NONE

NOT_READ: Final = "not_read"
_KEPT: Final = Q(detail__codes_kept=True)
SKU_WORDS: Final = {
    NOT_READ: ~_KEPT,
    "none": _KEPT & Q(detail__sku_count=0),
    "one": _KEPT & Q(detail__sku_count=1),
    "several": _KEPT & Q(detail__sku_count__gt=1),
}
A_DAY_OF_SECONDS: Final = 86_400
Names = Mapping[tuple[str, str], str]


def _attribute(name: str, text: str) -> Q:
    """An attribute's id and the text of its value."""
    number, colon, value = text.partition(":")
    if not colon or not is_id(number):
        raise BadInput(
            name, f"{name} must be an id and a value such as 326:Nordic; it is {text!r}."
        )
    return Q(**{f"detail__attributes__a{id_of(number)}__1": value.strip()})


def _sku_codes(name: str, text: str) -> Q:
    if text not in SKU_WORDS:
        raise BadInput(name, f"{name} must be one of {', '.join(SKU_WORDS)}; it is {text!r}.")
    return SKU_WORDS[text]


def _audit_reason(name: str, text: str) -> Q:
    """AliExpress's word for why a listing is rejected now; NONE where it gave none."""
    return Q(audit_failure_reason="" if text == NONE else text)


def _still(name: str, text: str) -> Q:
    """In that state now, whatever the list asks of the past."""
    if text not in State.values:
        raise BadInput(name, f"{name} must be one of {', '.join(State.values)}; it is {text!r}.")
    return Q(gone_at__isnull=True, state=text)


# By the name of the filter: what reads its text, raising BadInput.
BEYOND: Final[Mapping[str, Callable[[str, str], Q]]] = {
    "attribute": _attribute,
    "sku_codes": _sku_codes,
    "audit_reason": _audit_reason,
    "still": _still,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """`path`: from a listing to the column. `names`: the kind of names its values have."""

    name: str
    path: str
    names: str = ""

    @property
    def columns(self) -> list[str]:
        """Of the file."""
        return [f"{self.name}_id", self.name] if self.names else [self.name]

    def value(self, listing: Listing) -> Any:
        """Of a listing that comes with its detail; None where nothing is known of it."""
        found: Any = listing
        for step in self.path.split("__"):
            found = getattr(found, step, None)
        return found


# In the order of the file. A fact with names has a second column there, of its name, but for those
# AliExpress gives by name alone.
FACTS: Final = (
    Fact("group", "group_id", Kind.GROUP),
    Fact("freight", "freight_template_id", Kind.FREIGHT),
    Fact("category", "detail__category_id", Kind.CATEGORY),
    Fact("owner", "owner_member_id"),
    Fact("source", "source"),
    Fact("product_type", "product_type"),
    Fact("brand", "detail__brand"),
    Fact("skus", "detail__sku_count"),
    Fact("images", "detail__image_count"),
    Fact("eu_person", "detail__msr_eu_id"),
    Fact("manufacturer", "detail__manufacturer_id"),
    Fact("papers", "detail__has_qualification"),
    Fact("size_chart", "detail__has_size_chart"),
    Fact("hs_code", "detail__has_hs_code"),
    Fact("video", "detail__has_video"),
    Fact("weight", "detail__gross_weight"),
    Fact("delivery_days", "detail__delivery_days"),
    Fact("validity_days", "detail__validity_days"),
)
LABELS: Final = {name: words[:1].upper() + words[1:] for name, words in WORDS.items()} | {
    "attribute": "Attribute",
    "sku_codes": "SKU codes",
    "audit_reason": "AliExpress's reason for the rejection",
    "still": "In this state now",
}
_HELP: Final = {
    "word": "as AliExpress has it",
    "number": "AliExpress's number",
    "band": "a number, or two such as 2..5",
    "yes": "yes or no",
    "price": "such as USD 10..20",
    "created": "two moments with .. in between",
}
HELP: Final = {
    one.name: "as the source has it" if one.is_of_source and one.kind == "word" else _HELP[one.kind]
    for one in PROPERTIES.values()
} | {
    "attribute": "its id and value, such as 326:Nordic",
    "sku_codes": ", ".join(SKU_WORDS),
    "audit_reason": "AliExpress's word, such as category_audit_fail, or - for none",
    "still": ", ".join(State.values),
}
# What items of a source are told by, as its properties are called.
OF_ITEMS: Final = {"source_brand": "brand", "source_category": "category"}
# More categories than these have too many attributes to choose from.
MOST_CATEGORIES: Final = 100
# What values of a filter are offered by name.
KINDS: Final = (
    {fact.name: fact.names for fact in FACTS}
    | {"source": "source", "product_type": "product_type", "attribute": "attribute"}
    | {
        "owner": Kind.OWNER,
        "brand": Kind.BRAND,
    }
    | {name: name for name in OF_ITEMS}
)


def names_of(store_id: int) -> dict[tuple[str, str], str]:
    """What the values of a store's facts are called, by kind and value."""
    found = FactName.objects.filter(store=store_id).order_by("name", "value")
    return {(kind, value): name for kind, value, name in found.values_list("kind", "value", "name")}


def words_in_use(store: Store) -> dict[tuple[str, str], str]:
    """AliExpress's words that listings of the store have and nobody named, as `names_of` has
    names; one statement."""
    return {
        (name, word or NONE): word or "AliExpress gives none"
        for name, words in sorted(WordTally.objects.of(store).words.items())
        for word in words
        if word or (name in PROPERTIES and PROPERTIES[name].none_is_one)
    }


def words_at_source(store: Store) -> dict[tuple[str, str], str]:
    """The source's words for brands and categories of its items, as `names_of` has names; one
    statement each time the source was published anew, because that looks at every item."""
    name = f"source-words/{store.now.source_id}"
    kept: dict[tuple[str, str], str] | None = caches["own"].get(name)
    if kept is None:
        items = SourceItem.objects.filter(catalogue__store=store, gone_at__isnull=True)
        rows = items.order_by().values_list(*OF_ITEMS.values()).distinct()
        found = {(of, word) for row in rows for of, word in zip(OF_ITEMS, row, strict=True)}
        kept = {(of, word): word for of, word in sorted(found) if word}
        caches["own"].set(name, kept, A_DAY_OF_SECONDS)
    return kept


def attributes_of(names: Names) -> dict[tuple[str, str], str]:
    """What the attributes of the categories named are called, as `names_of` has names, by name;
    one statement."""
    categories = [value for kind, value in names if kind == Kind.CATEGORY][: MOST_CATEGORIES + 1]
    if len(categories) > MOST_CATEGORIES:
        return {}
    rows = CategoryAttributes.objects.filter(category_id__in=categories).values_list("names")
    found = {number: name for (one,) in rows for number, name in one.items()}
    in_order = sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))
    return {("attribute", number): name for number, name in in_order}
