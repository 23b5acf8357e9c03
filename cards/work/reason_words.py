"""What AliExpress wants of the listings of a group, in words: delivered here, and whatever people
wrote in the admin instead."""

from typing import Any, Final

from django.apps import apps as django_apps

from aliexpress.lifecycle import State
from aliexpress.models import Listing
from cards.listings.diagnosis import Diagnosis
from cards.models import GroupKind, ReasonText

# By AliExpress's word, and for groups that have none by the name of the group.
DELIVERED: Final = {
    "tbd_audit_fail": (
        "AliExpress takes the product for prohibited, or for a copy of somebody's brand or "
        "picture. Take the brand, the picture or the claim out, or upload the licence, and send "
        "it again. Where the product itself is prohibited, delete the listing."
    ),
    "cluster_audit_fail": (
        "The same item is on sale already. Keep one listing, move the variants into it as SKUs, "
        "and delete the others."
    ),
    "duplicate_audit_fail": (
        "The listing repeats another of yours. Keep the better one and delete the other, or make "
        "title, pictures and attributes say what is different."
    ),
    "category_audit_fail": (
        "The listing stands in the wrong category. Choose the category AliExpress suggests in "
        "the editor, fill what that category asks for, and send it again."
    ),
    "fake_audit_fail": (
        "Title, pictures or description say something the product is not. Make them agree with "
        "what the buyer gets, and send it again."
    ),
    "business_opportunity_audit_fail": (
        "The listing does not meet the terms of the campaign it was made for. Meet them, or take "
        "it out of the campaign, and send it again."
    ),
    "audit_sub_status_basic": (
        "AliExpress does not take what the listing says of the product. Open it in Seller Center, "
        "which shows what is to be changed, change it, and send it again."
    ),
    "audit_sub_status_supply_price": (
        "AliExpress does not buy at this price. Compare it with the price it suggests, and send "
        "the listing again."
    ),
    "audit_sub_status_sale_price": (
        "AliExpress does not sell at this price. Compare it with the price it suggests, and send "
        "the listing again."
    ),
    "audit_sub_status_cro": (
        "AliExpress sees a risk in the product. Read in Seller Center which, and take out what "
        "it names, or delete the listing."
    ),
    "audit_sub_status_qf": (
        "A certificate or licence is asked for. Upload it in Seller Center, and send the listing "
        "again."
    ),
    GroupKind.REJECTED.value: (
        "AliExpress turned the listing down. Open it in Seller Center, which shows what is to be "
        "changed, change it, and send it again."
    ),
    GroupKind.EXPIRED.value: (
        "The listing period ran out. Check price and stock, then renew the listing in Seller "
        "Center. Delete what is not to be sold any more."
    ),
    GroupKind.EXPIRING.value: (
        "The listing period ends soon and the listing goes off sale with it. Renew it in Seller "
        "Center."
    ),
    GroupKind.OUT_OF_STOCK.value: (
        "Every SKU is at zero, so nobody can buy it. Enter new stock, or take the listing down."
    ),
    GroupKind.LACKING.value: (
        "The category asks for attributes that are empty. Fill them in the editor: buyers filter "
        "by them, and AliExpress shows such listings less."
    ),
    GroupKind.STUCK.value: (
        "AliExpress has looked at it for longer than it usually takes. Nothing is to be changed. "
        "Ask AliExpress's support with the product ids."
    ),
    GroupKind.SOURCE_OUT.value: (
        "The source has none left, and AliExpress still offers it. Set the stock on AliExpress to "
        "zero, or the order will have to be cancelled."
    ),
    GroupKind.SOURCE_LACKS.value: (
        "The source has a variant of this product that the listing lacks. Add it in the editor, or "
        "mark the item as not meant for AliExpress."
    ),
    GroupKind.SOURCE_MISSING.value: (
        "The source has it and no listing does. List it with your tool or in Seller Center, say "
        "which code on AliExpress it is, or mark it as not meant for AliExpress."
    ),
    GroupKind.CHOSEN.value: "",
}


def wants(kind: str, reason: str, texts: dict[str, str]) -> str:
    """The words for a group. `texts` comes from `texts_by_reason`."""
    for word in (reason, kind):
        if word and (found := texts.get(word) or DELIVERED.get(word, "")):
            return found
    return ""


def what_to_do(listing: Listing, diagnosis: Diagnosis) -> list[str]:
    """What AliExpress wants of one listing: of its state, its stock and its attributes. One
    statement, where there is something to do."""
    of_state = {
        State.REJECTED.value: GroupKind.REJECTED,
        State.EXPIRED.value: GroupKind.EXPIRED,
    }.get(listing.state)
    detail = diagnosis.detail
    kinds = [
        *([of_state] if of_state and listing.gone_at is None else []),
        *([GroupKind.OUT_OF_STOCK] if detail and detail.is_out_of_stock else []),
        *([GroupKind.LACKING] if diagnosis.missing else []),
    ]
    texts = texts_by_reason() if kinds else {}
    reasons = {GroupKind.REJECTED: listing.audit_failure_reason}
    return [wants(kind, reasons.get(kind, ""), texts) for kind in kinds]


def texts_by_reason() -> dict[str, str]:
    """What people wrote, by reason; one statement."""
    return dict(ReasonText.objects.exclude(text="").values_list("reason", "text"))


def deliver_reasons(*, apps: Any = django_apps, **kwargs: Any) -> None:
    """Called after every migrate: a row for each reason we know, so that people find it in the
    admin. What they wrote is left as it is, and a database without such a table too."""
    try:
        texts: Any = apps.get_model("cards", "ReasonText")
    except LookupError:
        return
    rows = (texts(reason=reason) for reason, words in DELIVERED.items() if words)
    texts.objects.bulk_create(rows, ignore_conflicts=True)
