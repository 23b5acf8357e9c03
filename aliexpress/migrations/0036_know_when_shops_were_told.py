from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0035_let_stores_show_pictures")]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="shops_told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
