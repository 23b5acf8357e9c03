"""What the store's listings are, as far as this run knows: the listings we had, with what was
read laid over them. Costs what was read, not what the store holds."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from aliexpress.batches import in_batches
from aliexpress.lifecycle import DRAFT_STATUS, POP
from aliexpress.models import Listing, ListingSnapshot, StagedListing, Store
from aliexpress.sync.lists_to_read import CountedShop, ShopLists, key_of_row
from aliexpress.sync.staging.table import IDS_A_STATEMENT, Staging
from aliexpress.sync.status_tally import StatusTally

Words = tuple[str, str]  # the key of a list, and an offline reason


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Products whose state this run cannot tell from the lists."""

    in_two_lists: Mapping[int, Mapping[str, str]]  # which, and the gmt_modified each gives
    missing: list[int]  # in none of the lists, and counted before
    missing_drafts: list[int]  # likewise, but drafts: nothing to ask for singly


class Belief:
    """The listings the last snapshot counted, under what this run has staged."""

    def __init__(
        self,
        *,
        store: Store,
        shops: ShopLists,
        previous: ListingSnapshot | None,
        staging: Staging,
    ) -> None:
        self._previous = previous
        self._shops = shops
        self._staging = staging
        self._had = Listing.objects.of(store).counted()

    def unsettled(self, tallies: Mapping[str, StatusTally]) -> Unsettled:
        walked = [tally for tally in tallies.values() if tally.walks]
        void = Q()
        for tally in walked:
            shop_id, status = tally.shop_and_status
            void |= Q(shop_id=shop_id, status=status, seq__lte=tally.walked_from)
        in_two = self._staging.keep_newest_sightings(void=void or None)
        missing = defaultdict[str, list[int]](list)
        for shop_id, status, product_id in self._missing_of(walked, all_of=len(tallies)):
            missing[self._shops.key(shop_id, status)].append(product_id)
        for tally in walked:
            missing[tally.key] += self._seen_before_the_walk(tally)
        drafts = missing.pop(DRAFT_STATUS, [])
        return Unsettled(
            {
                product_id: {self._shops.key(*one): modified for one, modified in lists.items()}
                for product_id, lists in in_two.items()
                if all(status for _, status in lists)
            },
            [product_id for some in missing.values() for product_id in some],
            drafts,
        )

    def _missing_of(
        self, walked: Sequence[StatusTally], *, all_of: int
    ) -> Iterable[tuple[int | None, str, int]]:
        """Shop, status and id of what was counted before and stands in none of the lists walked.
        Where all were, that is whatever was not seen: what stands under words AliExpress has no
        list for, which is always asked singly, and drafts, where they are no longer counted."""
        unseen = self._unseen()
        if len(walked) < all_of:
            asked = Q(pk__in=())
            for tally in walked:
                shop_id, status = tally.shop_and_status
                is_pop = tally.shop is None or tally.shop.family == POP
                of_shop = Q(shop=shop_id) | Q(shop=None) if is_pop else Q(shop=shop_id)
                asked |= of_shop & Q(status=status)
            unseen = unseen.filter(asked)
        return unseen.values_list("shop_id", "status", "product_id") if walked else ()

    def of_shops_not_counted(self) -> list[int]:
        """Listings counted before, of shops that are counted no more."""
        counted = [shop.pk for shop in self._shops.shops]
        had = self._had.exclude(shop__in=counted)
        if self._shops.pop is not None:
            had = had.exclude(shop=None)
        return list(had.values_list("product_id", flat=True))

    def shops_of(self, product_ids: Collection[int]) -> dict[int, list[CountedShop]]:
        """Where to ask for each of these: the shops it was seen in or counted under."""
        found: dict[int, set[int | None]] = {product_id: set() for product_id in product_ids}
        for some in in_batches(sorted(product_ids), IDS_A_STATEMENT):
            for rows in (self._staging.sightings().exclude(status=""), self._had):
                for product_id, shop_id in rows.filter(product_id__in=some).values_list(
                    "product_id", "shop_id"
                ):
                    found[product_id].add(shop_id)
        shops = self._shops.shops
        return {
            product_id: [
                shop for shop in shops if shop in {self._shops.shop_of(pk) for pk in pks} or not pks
            ]
            for product_id, pks in found.items()
        }

    def held_among(self, product_ids: Collection[int]) -> list[int]:
        """Those of these products that the last snapshot counted or this run has seen."""
        found: set[int] = set()
        for some in in_batches(sorted(product_ids), IDS_A_STATEMENT):
            seen = self._staging.sightings().filter(product_id__in=some).exclude(status="")
            found.update(seen.values_list("product_id", flat=True))
            unseen = self._unseen().filter(product_id__in=some)
            found.update(unseen.values_list("product_id", flat=True))
        return sorted(found)

    def learns_from(self, sightings_after: int, *, words: Sequence[str]) -> bool:
        """Whether one of the sightings after a `seq` differs in these words from what we believed.

        Before the older sightings are dropped.
        """
        before = StagedListing.objects.filter(
            product_id=OuterRef("product_id"), seq__lte=sightings_after
        ).order_by("-seq")
        had = self._had.filter(product_id=OuterRef("product_id"))
        new = self._staging.sightings().filter(seq__gt=sightings_after)
        believed = {
            f"believed_{word}": Coalesce(
                Subquery(before.values(word)[:1]), Subquery(had.values(word)[:1]), Value("")
            )
            for word in words
        }
        as_believed = Q(**{f"believed_{word}": F(word) for word in words})
        return new.annotate(**believed).exclude(as_believed).exists()

    def lists_of(self, product_ids: Collection[int]) -> dict[int, tuple[str, str]]:
        """List and `gmt_modified` of these listings, as the last snapshot counted them."""
        rows = self._had.filter(product_id__in=product_ids)
        return {
            product_id: (self._shops.key(shop_id, status), modified)
            for product_id, shop_id, status, modified in rows.values_list(
                "product_id", "shop_id", "status", "gmt_modified"
            )
        }

    def counts(self, *, everything_was_walked: bool) -> Counter[Words]:
        """How many listings are in each list and offline reason."""
        self._staging.keep_newest_sightings()  # a draft found gone has a row from before as well
        counts: Counter[Words] = Counter()
        if not everything_was_walked and self._previous is not None:
            for row in self._previous.reasons:
                counts[key_of_row(row), row["offline_reason"]] += row["count"]
            seen = StagedListing.objects.filter(product_id=OuterRef("product_id"))
            for words, number in self._by_words(self._had.filter(Exists(seen))):
                counts[words] -= number
        for words, number in self._by_words(self._staging.sightings().exclude(status="")):
            counts[words] += number
        return Counter({words: number for words, number in counts.items() if number})

    def _seen_before_the_walk(self, tally: StatusTally) -> list[int]:
        """And not in it."""
        if not tally.walked_from:
            return []  # nothing was read before it began
        shop_id, status = tally.shop_and_status
        seen = self._staging.sightings().filter(
            shop_id=shop_id, status=status, seq__lte=tally.walked_from
        )
        return list(seen.values_list("product_id", flat=True))

    def _unseen(self) -> QuerySet[Listing]:
        """Listings counted before, of which this run has seen nothing."""
        self._staging.settle()
        seen = StagedListing.objects.filter(product_id=OuterRef("product_id"))
        return self._had.filter(~Exists(seen))

    def _by_words(
        self, rows: QuerySet[Listing] | QuerySet[StagedListing]
    ) -> Iterator[tuple[Words, int]]:
        words = rows.values("shop_id", "status", "offline_reason")
        for row in words.annotate(number=Count("pk")).order_by():
            key = self._shops.key(row["shop_id"], row["status"])
            yield (key, row["offline_reason"]), row["number"]
