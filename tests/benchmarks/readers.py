"""Stores of any size with a reading, and somebody who may see them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from aliexpress.models import Membership, Store, SyncRun, WordTally
from cards.api_keys import issue_api_key
from cards.members.member import add_member
from tests.factories import SnapshotFactory, StoreFactory

USERNAME = "reader"

# One listing in a hundred is offline, as in the worked example; one in five thousand is handloomed.
_FILL = """
INSERT INTO aliexpress_listing (store_id, product_id, status, offline_reason, state,
  audit_failure_reason, subject, search_text, image_url, owner_member_id, product_type, source,
  currency, gmt_create, gmt_modified, ws_offline_date, unreadable, first_seen_at, state_since_at,
  min_price, max_price, created_at, modified_at)
SELECT %s, 1005003000000000 + n * 977,
  CASE WHEN n %% 100 = 0 THEN 'offline' WHEN n %% 14 = 0 THEN 'auditing'
       WHEN n %% 40 = 1 THEN 'editingRequired' ELSE 'onSelling' END,
  CASE WHEN n %% 100 = 0 THEN 'expire_offline' ELSE '' END,
  CASE WHEN n %% 100 = 0 THEN 'expired' WHEN n %% 14 = 0 THEN 'auditing'
       WHEN n %% 40 = 1 THEN 'rejected' ELSE 'active' END,
  '', title, lower(title),
  'https://ae01.alicdn.example/kf/' || n || '.jpg', 'cn2675378076', 'POP', 'isv', 'USD',
  '2026-01-01 00:00:00', '2026-01-01 00:00:00', '', '', now(), now() - n * interval '1 second',
  19.99, 24.99, now(), now()
FROM generate_series(1, %s) n, LATERAL (
  SELECT 'Washed linen curtain, Set of ' || n %% 7 || ', No. ' || n
    || CASE WHEN n %% 5000 = 3 THEN ', Handloomed' ELSE '' END AS title
) named
"""


@dataclass(frozen=True)
class Reader:
    store: Store
    user: Any
    key: str  # of the API

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", "Host": "localhost"}


def reader_of(store: Store) -> Reader:
    add_member(USERNAME, role="operations", store=store)
    add_member(USERNAME, role="owner", store=store)
    user = get_user_model().objects.get(username=USERNAME)
    key = issue_api_key(user, name="benchmark", at=timezone.now())
    return Reader(store, user, key)


def store_with(listings: int, *, slug: str) -> Store:
    now = timezone.now()
    store = StoreFactory(slug=slug)
    snapshot = SnapshotFactory(store=store, as_of=now)
    SyncRun.objects.create(
        store=store, trigger="schedule", status="complete", requested_at=now, finished_at=now
    )
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [store.pk, listings])
    # As the run that publishes does.
    WordTally.objects.count_again(store, snapshot)
    return store


def vacuum() -> None:
    """As autovacuum would have left them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def belongs(reader: Reader, store: Store) -> None:
    Membership.objects.get_or_create(user=reader.user, store=store)
