"""Point at the newest facts of the stores there are, as they are found by searching."""

from django.db import migrations


def point_at_now(apps, schema_editor):
    get = lambda name: apps.get_model("aliexpress", name).objects  # noqa: E731

    def last(published):
        return published.order_by("-published_at", "-id").values_list("pk", flat=True).first()

    def newest(runs):
        return runs.order_by("-id").values_list("pk", flat=True).first()

    for store_id in get("Store").order_by("pk").values_list("pk", flat=True).iterator():
        snapshot_id = last(get("ListingSnapshot").filter(store=store_id))
        runs = get("SyncRun").filter(store=store_id)
        get("StoreNow").create(
            store_id=store_id,
            snapshot_id=snapshot_id,
            validity_id=last(get("ValidityTally").filter(snapshot=snapshot_id)),
            details_id=last(get("DetailTally").filter(store=store_id)),
            reviews_id=newest(get("ReviewTally").filter(store=store_id)),
            last_run_id=newest(runs.filter(finished_at__isnull=False)),
            open_run_id=newest(runs.filter(finished_at__isnull=True)),
        )


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0016_point_at_now")]

    operations = [
        migrations.RunPython(point_at_now, migrations.RunPython.noop, elidable=True),
    ]
