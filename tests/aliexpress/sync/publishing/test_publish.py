"""What is published joins what was published before, or it is not published."""

import pytest
from django.db.models import F

from aliexpress.models import ListingSnapshot, SyncRun

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("moves", [True, False])
def test_movements_that_do_not_join_the_last_two_counts_publish_nothing(read, catalogue, moves):
    read()
    off_by_one = {"active_count": F("active_count") + 1, "total_count": F("total_count") + 1}
    ListingSnapshot.objects.update(**off_by_one)
    if moves:
        catalogue.approve(catalogue.in_status("auditing")[0])

    run = read()

    assert (run.status, run.error_kind) == (SyncRun.Status.FAILED, SyncRun.ErrorKind.UNPROVEN)
    assert "The movements do not join the last two counts of Active" in run.error
    assert ListingSnapshot.objects.count() == 1
