"""One account of several shops: counted together, each listing once, all of them or none."""

from aliexpress.models import (
    Listing,
    ListingDetail,
    ListingSku,
    Shop,
    SyncRun,
    Transition,
)
from aliexpress.sandbox import Fault
from aliexpress.sync.details.selection import wanted
from tests.aliexpress.sync.conftest import pass_time
from tests.aliexpress.sync.shops.conftest import MANAGED, counted, standings


def test_one_snapshot_counts_all_shops_of_the_account(read, sandbox, account):
    run = read()

    snapshot = run.snapshot
    assert run.error == ""
    assert (snapshot.total_count, snapshot.verdict) == (72, "complete")
    assert (snapshot.active_count, snapshot.auditing_count) == (6 + 45, 3 + 6)
    assert (snapshot.rejected_count, snapshot.pending_count) == (2 + 4, 3)
    assert counted() == standings(sandbox, account)


def test_the_proof_has_a_row_per_shop_and_status(read, account):
    evidence = read().snapshot.evidence

    rows = {(row["shop"], row["status"]): row for row in evidence}
    assert len(rows) == len(evidence) == 4 + 5 + 1
    for status, number in MANAGED.items():
        row = rows[account.channel_seller_id, status]
        assert (row["declared"], row["listed"], row["duplicates"]) == (number, number, 0)
    (both,) = (row for row in evidence if row["status"] == "in two shops")
    assert both["duplicates"] == 0
    assert sum(row["listed"] for row in evidence) == 72


def test_each_listing_is_of_the_shop_that_lists_it(read, sandbox, account):
    read()

    of_shop = Listing.objects.filter(shop__channel_seller_id=account.channel_seller_id)
    assert of_shop.count() == 60
    assert {one.price_kind for one in of_shop} == {
        "selling" if account.family == "local_cb" else "supply"
    }
    assert Listing.objects.priced("selling").count() == (72 if account.family == "local_cb" else 12)


def test_nothing_new_costs_two_calls_a_status_and_shop(read, sandbox, account):
    read()
    pass_time(sandbox, minutes=5)

    run = read()

    assert (run.kind, run.request_count) == (SyncRun.Kind.CONFIRM, 2 * (4 + 5))


def test_what_moves_in_a_managed_shop_is_followed_with_its_words(read, sandbox, account):
    read()
    pass_time(sandbox, minutes=5)
    catalogue = sandbox.catalogue(account)
    approved = catalogue.in_status("PENDING_APPROVAL")[0]
    catalogue.move(approved, "PENDING_LAUNCH")

    run = read()

    assert run.kind == SyncRun.Kind.INCREMENTAL
    assert (run.snapshot.pending_count, run.snapshot.auditing_count) == (4, 8)
    move = Transition.objects.get()
    assert (move.from_status, move.to_status) == ("PENDING_APPROVAL", "PENDING_LAUNCH")
    assert (move.from_state, move.to_state) == ("auditing", "pending")


def test_a_removed_managed_listing_is_gone(read, sandbox, account):
    read()
    pass_time(sandbox, minutes=5)
    catalogue = sandbox.catalogue(account)
    catalogue.delete(catalogue.in_status("ONLINE")[0])

    run = read()

    assert run.error == ""
    assert run.snapshot.total_count == 71
    assert counted() == {
        pid: status for pid, status in standings(sandbox, account).items() if status != "deleted"
    }


def test_a_pure_managed_account_is_never_a_complete_store_of_nothing(read, sandbox, store, shop):
    sandbox.seller.has_pop_shop = False
    sandbox.seller.list_methods = frozenset()

    run = read()

    assert run.error == ""
    assert run.snapshot.total_count == 60
    assert [one.family for one in store.shops.all()] == [shop.family]


def test_what_does_not_agree_in_one_shop_is_disputed_with_both_numbers(read, sandbox, account):
    sandbox.faults.add(
        Fault("declared_wrong", shop=account.channel_seller_id, status="ONLINE", delta=2)
    )

    snapshot = read().snapshot

    row = next(row for row in snapshot.evidence if row["status"] == "ONLINE")
    assert (snapshot.verdict, row["declared"], row["listed"]) == ("disputed", 47, 45)
    assert snapshot.total_count == 72


def test_pages_that_take_too_long_are_halved_and_the_list_begun_again(
    read, sandbox, account, monkeypatch
):
    monkeypatch.setattr("aliexpress.gateway.retry.LONGEST_READ", 0.5)
    for size in (20, 10):
        sandbox.faults.add(Fault("timeout", status="ONLINE", page=2, page_size=size))

    run = read()

    assert run.error == ""
    assert counted() == standings(sandbox, account)
    row = next(row for row in run.snapshot.evidence if row["status"] == "ONLINE")
    assert (row["pages"], row["listed"]) == (9, 45)


def test_one_listing_in_two_shops_is_counted_once_and_named(read, sandbox, catalogue):
    one, two = (sandbox.add_shop("local_service", name=name) for name in ("EU", "US"))
    product_id = sandbox.catalogue(one).create("ONLINE")
    sandbox.catalogue(two).columns.append(product_id, ("ONLINE", ""), now=sandbox.clock.epoch())
    sandbox.catalogue(two).version += 1

    run = read()

    assert run.error == ""
    assert (run.snapshot.total_count, run.snapshot.verdict) == (13, "disputed")
    both = [row for row in run.snapshot.evidence if row["status"] == "in two shops"]
    assert sorted(row["duplicates"] for row in both) == [0, 0, 1]
    assert Listing.objects.filter(product_id=product_id, shop__name="EU").exists()


def test_a_store_of_one_pop_shop_says_what_it_always_said(read, store, catalogue):
    snapshot = read().snapshot

    assert snapshot.shops == []
    assert not any({"shop", "family"} & set(row) for row in snapshot.evidence + snapshot.reasons)
    assert Shop.objects.get().family == "pop"
    assert set(Listing.objects.values_list("shop", flat=True)) == {Shop.objects.get().pk}


def test_managed_pages_bring_skus_and_stock_and_no_product_is_asked_for(
    read, sandbox, store, account
):
    run = read()

    calls = {seen.method for seen in sandbox.requests}
    of_shop = Listing.objects.filter(shop__channel_seller_id=account.channel_seller_id)
    assert run.error == ""
    assert not any(method.endswith("product.query") for method in calls)
    known = 0 if account.family == "local_cb" else 60
    assert ListingSku.objects.filter(listing__in=of_shop).values("listing").distinct().count() == (
        known
    )
    assert ListingDetail.objects.filter(listing__in=of_shop, is_known=True).count() == known
    assert not ListingDetail.objects.filter(required_filled__isnull=False).exists()
    assert ListingDetail.objects.filter(category_id__isnull=False).count() == known
    # Those whose pages bring none are asked for later, at the usual pace.
    to_ask = wanted(store, at=sandbox.clock.now()).filter(pk__in=of_shop)
    assert to_ask.count() == 60 - known
