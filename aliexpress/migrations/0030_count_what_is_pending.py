import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0029_know_the_shops_of_an_account")]

    operations = [
        migrations.RemoveConstraint(
            model_name='listingsnapshot',
            name='total_is_the_sum_of_the_states',
        ),
        migrations.AddField(
            model_name='listingsnapshot',
            name='pending_count',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='listing',
            name='state',
            field=models.CharField(choices=[('active', 'Active'), ('auditing', 'In auditing'), ('rejected', 'Rejected'), ('expired', 'Expired'), ('taken_down', 'Taken down'), ('unmapped', 'Unmapped'), ('draft', 'Draft'), ('pending', 'Pending')], max_length=12),
        ),
        migrations.AlterField(
            model_name='transition',
            name='from_state',
            field=models.CharField(choices=[('active', 'Active'), ('auditing', 'In auditing'), ('rejected', 'Rejected'), ('expired', 'Expired'), ('taken_down', 'Taken down'), ('unmapped', 'Unmapped'), ('draft', 'Draft'), ('pending', 'Pending')], max_length=12, null=True),
        ),
        migrations.AlterField(
            model_name='transition',
            name='to_state',
            field=models.CharField(choices=[('active', 'Active'), ('auditing', 'In auditing'), ('rejected', 'Rejected'), ('expired', 'Expired'), ('taken_down', 'Taken down'), ('unmapped', 'Unmapped'), ('draft', 'Draft'), ('pending', 'Pending')], max_length=12, null=True),
        ),
        migrations.AddConstraint(
            model_name='listingsnapshot',
            constraint=models.CheckConstraint(condition=models.Q(('total_count', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('active_count'), '+', models.F('auditing_count')), '+', models.F('rejected_count')), '+', models.F('expired_count')), '+', models.F('taken_down_count')), '+', models.F('unmapped_count')), '+', models.F('draft_count')), '+', models.F('pending_count')))), name='total_is_the_sum_of_the_states'),
        ),
        migrations.AddConstraint(
            model_name='listingsnapshot',
            constraint=models.CheckConstraint(condition=models.Q(('pending_count__gte', 0)), name='pending_count_is_never_negative'),
        ),
    ]
