from django.db import migrations


def give_every_store_its_pop_shop(apps, schema_editor):
    """What was read so far was the POP shop's, and it is counted as it was."""
    store_model = apps.get_model("aliexpress", "Store")
    shop_model = apps.get_model("aliexpress", "Shop")
    listing_model = apps.get_model("aliexpress", "Listing")
    connection_model = apps.get_model("aliexpress", "Connection")
    for store in store_model.objects.order_by("pk").iterator():
        connection = connection_model.objects.filter(store=store).first()
        shop, _ = shop_model.objects.get_or_create(
            store=store,
            family="pop",
            defaults={
                "channel_seller_id": connection.seller_id if connection else "",
                "name": store.name,
                "list_method": connection.list_method if connection else "",
                "is_counted": True,
            },
        )
        listing_model.objects.filter(store=store, shop=None).update(shop=shop)


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0030_count_what_is_pending")]

    operations = [
        migrations.RunPython(give_every_store_its_pop_shop, migrations.RunPython.noop),
    ]
