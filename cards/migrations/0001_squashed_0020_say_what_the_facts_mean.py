"""The tables of what the facts mean as they are since 0020, made at once in an empty database.

A database that has some of what this replaces goes on with the single steps.
"""

import aliexpress.models.encryption
import cards.models.card
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from aliexpress.migrations._create_together import CreateTogether


class Migration(migrations.Migration):

    replaces = [
        ('cards', '0001_initial'),
        ('cards', '0002_name_api_keys_as_people_do'),
        ('cards', '0003_keep_reconciliations'),
        ('cards', '0004_give_cards_settings_and_a_place_on_the_board'),
        ('cards', '0005_mark_moments'),
        ('cards', '0006_tell_of_alerts'),
        ('cards', '0007_judge_cards_by_a_rule'),
        ('cards', '0008_remember_settings'),
        ('cards', '0009_ask_for_alerts'),
        ('cards', '0010_take_listings_on'),
        ('cards', '0011_tell_of_new_stores'),
        ('cards', '0012_send_the_owners_note'),
        ('cards', '0013_keep_questions'),
        ('cards', '0014_keep_tracings'),
        ('cards', '0015_know_where_readers_are'),
        ('cards', '0016_keep_verifications'),
        ('cards', '0017_trace_lists_and_say_how_far'),
        ('cards', '0018_know_people_at_their_provider'),
        ('cards', '0019_let_alerts_tell_whom_one_chooses'),
        ('cards', '0020_group_by_the_source'),
    ]

    initial = True

    dependencies = [
        ('aliexpress', '0042_know_the_limit_of_each_shop'),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='Annotation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(help_text='The moment it is about, not when it was written.')),
                    ('text', models.CharField(max_length=200)),
                    ('created_at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annotations', to='aliexpress.store')),
                ],
                options={
                    'indexes': [models.Index(fields=['store', 'at'], name='annotation_by_moment')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='annotation_says_something')],
                },
            ),
            migrations.CreateModel(
                name='ApiKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='The app that reads with this key.', max_length=80)),
                    ('hint', models.CharField(editable=False, max_length=12)),
                    ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_keys', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'API key',
                },
            ),
            migrations.CreateModel(
                name='AskedQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('text', models.CharField(max_length=200)),
                    ('status', models.CharField(max_length=20)),
                    ('notation', models.TextField()),
                    ('unused', models.JSONField(default=list)),
                    ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='aliexpress.store')),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['-at', '-id'], name='asked_question_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='asked_question_says_something')],
                },
            ),
            migrations.CreateModel(
                name='Card',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.SlugField(max_length=80, unique=True)),
                    ('aliases', models.JSONField(blank=True, default=list)),
                    ('position', models.PositiveIntegerField(default=100)),
                    ('is_enabled', models.BooleanField(default=True)),
                    ('on_board', models.BooleanField(default=True, help_text='Give it a column on the board; it has its page either way.')),
                    ('title', models.CharField(max_length=120)),
                    ('at_a_glance', models.TextField(help_text='One or two sentences under the title.')),
                    ('what_it_counts', models.TextField(blank=True)),
                    ('sample_type', models.TextField(blank=True)),
                    ('why_it_matters', models.TextField(blank=True)),
                    ('reading_the_value', models.TextField(blank=True)),
                    ('unit', models.CharField(default='count', max_length=20)),
                    ('time_window', models.CharField(default='RT', help_text='RT: real time.', max_length=20)),
                    ('alert_trigger', models.CharField(default='-', help_text='-: none.', max_length=200)),
                    ('sentiment_key', models.CharField(blank=True, max_length=80)),
                    ('sentiment_rule', models.JSONField(default=cards.models.card.neutral)),
                    ('calculation', models.TextField(blank=True)),
                    ('worked_example', models.TextField(blank=True)),
                    ('siblings', models.JSONField(blank=True, default=list)),
                    ('reconciling', models.JSONField(blank=True, default=dict)),
                    ('settings', models.JSONField(blank=True, default=dict)),
                    ('settings_before', models.JSONField(default=list, editable=False)),
                    ('shipped', models.JSONField(default=dict, editable=False)),
                ],
            ),
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('trigger', models.CharField(max_length=200)),
                    ('sentence', models.TextField()),
                    ('value', models.FloatField(blank=True, null=True)),
                    ('opened_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                    ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='aliexpress.listingsnapshot')),
                    ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='aliexpress.store')),
                    ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='cards.card')),
                ],
                options={
                    'indexes': [models.Index(fields=['store', '-id'], name='alert_newest')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('card', 'store', 'trigger'), name='one_open_alert_per_card_store_and_trigger'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='alert_closes_after_it_opened')],
                },
            ),
            migrations.CreateModel(
                name='AlertEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('opened', 'Opened'), ('updated', 'Updated'), ('acknowledged', 'Acknowledged'), ('noted', 'Noted'), ('closed', 'Closed')], max_length=12)),
                    ('at', models.DateTimeField()),
                    ('text', models.TextField()),
                    ('value', models.FloatField(blank=True, null=True)),
                    ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='cards.alert')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='aliexpress.listingsnapshot')),
                ],
            ),
            migrations.CreateModel(
                name='AlertRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('trigger', models.CharField(max_length=200)),
                    ('tells', models.CharField(choices=[('me', 'Me'), ('operations', 'Me and operations'), ('everybody', 'Everybody who may see it'), ('chosen', 'Me and whom I choose')], default='me', max_length=12)),
                    ('created_at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alert_rules', to=settings.AUTH_USER_MODEL)),
                    ('store', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alert_rules', to='aliexpress.store')),
                    ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alert_rules', to='cards.card')),
                ],
                options={
                    'indexes': [models.Index(models.F('card'), models.F('trigger'), name='alert_rule_by_trigger')],
                    'constraints': [models.UniqueConstraint(fields=('by', 'card', 'store', 'trigger'), name='nobody_asks_twice_for_the_same_alert', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('trigger__in', ['', '-']), _negated=True), name='alert_rule_has_a_trigger')],
                },
            ),
            migrations.CreateModel(
                name='DailyTracing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(default='rejected', max_length=40)),
                    ('store', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='daily_tracing', to='aliexpress.store')),
                ],
                options={
                    'verbose_name_plural': 'daily tracings',
                },
            ),
            migrations.CreateModel(
                name='OwnersNote',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='owners_note', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('every', models.CharField(choices=[('daily', 'Every day'), ('weekly', 'Every week')], max_length=8)),
                    ('next_at', models.DateTimeField()),
                    ('told_until', models.DateTimeField()),
                    ('sent_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['next_at'], name='owners_note_due')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('every__in', ['daily', 'weekly'])), name='owners_note_comes_daily_or_weekly')],
                },
            ),
            migrations.CreateModel(
                name='ProviderIdentity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('issuer', models.CharField(max_length=300)),
                    ('subject', models.CharField(max_length=255)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='provider_identity', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'provider identities',
                    'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='one_user_per_subject_of_a_provider')],
                },
            ),
            migrations.CreateModel(
                name='ReaderZone',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reader_zone', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=60)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='reader_zone_has_a_name')],
                },
            ),
            migrations.CreateModel(
                name='ReasonText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(help_text="AliExpress's word, such as category_audit_fail, or a group's name.", max_length=200, unique=True)),
                    ('text', models.TextField(blank=True, help_text='What AliExpress wants and what to do. Empty: the delivered words.')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reason_text_names_its_reason')],
                },
            ),
            migrations.CreateModel(
                name='Reconciliation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField()),
                    ('entered', models.PositiveIntegerField()),
                    ('observed_at', models.DateTimeField()),
                    ('states', models.JSONField(blank=True, null=True)),
                    ('category', models.CharField(blank=True, max_length=200)),
                    ('includes_drafts', models.BooleanField(default=False)),
                    ('note', models.TextField(blank=True)),
                    ('computed', models.PositiveIntegerField()),
                    ('difference', models.IntegerField()),
                    ('explanations', models.JSONField(default=list)),
                    ('unexplained', models.IntegerField()),
                    ('status', models.CharField(choices=[('open', 'Open'), ('explained', 'Explained'), ('agreed', 'Agreed')], max_length=10)),
                    ('counted_at', models.DateTimeField()),
                    ('is_settled', models.BooleanField(default=False)),
                    ('reopened_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='aliexpress.listingsnapshot')),
                    ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reconciliations', to='aliexpress.store')),
                ],
                options={
                    'indexes': [models.Index(fields=['store', '-id'], name='reconciliation_newest'), models.Index(condition=models.Q(('is_settled', False)), fields=['store'], name='reconciliation_unsettled')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('difference', django.db.models.expressions.CombinedExpression(models.F('entered'), '-', models.F('computed')))), name='difference_is_entered_less_computed'), models.CheckConstraint(condition=models.Q(models.Q(('difference', 0), ('status', 'agreed')), models.Q(models.Q(('status', 'agreed'), _negated=True), models.Q(('difference', 0), _negated=True)), _connector='OR'), name='agreed_means_no_difference'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'open'), models.Q(('unexplained', 0), _negated=True)), models.Q(models.Q(('status', 'open'), _negated=True), ('unexplained', 0)), _connector='OR'), name='explained_leaves_nothing_open')],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('query', models.JSONField(default=dict)),
                    ('is_shared', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                    ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='aliexpress.store')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('store', 'owner', 'name'), name='one_view_of_a_name_per_person_and_store'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_view_has_a_name')],
                },
            ),
            migrations.CreateModel(
                name='StoreNotice',
                fields=[
                    ('membership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice', serialize=False, to='aliexpress.membership')),
                    ('is_seen', models.BooleanField(default=False)),
                    ('is_mailed', models.BooleanField(default=False)),
                    ('mail_attempts', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('is_mailed', False)), fields=['mail_attempts'], name='store_notice_to_mail')],
                },
            ),
            migrations.CreateModel(
                name='Synonym',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('phrase', models.CharField(max_length=60, unique=True)),
                    ('means', models.CharField(help_text='A phrase the vocabulary has already.', max_length=60)),
                    ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('phrase', ''), _negated=True), name='synonym_says_something'), models.CheckConstraint(condition=models.Q(('phrase', models.F('means')), _negated=True), name='synonym_means_another_phrase')],
                },
            ),
            migrations.CreateModel(
                name='Tracing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=1000)),
                    ('kind', models.CharField(choices=[('why', 'Why it moved'), ('alike', 'What they share')], max_length=5)),
                    ('said', models.CharField(blank=True, max_length=4)),
                    ('method', models.PositiveSmallIntegerField()),
                    ('is_strict', models.BooleanField(default=False)),
                    ('status', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being traced'), ('done', 'Answered'), ('failed', 'Failed')], default='waiting', max_length=7)),
                    ('error', models.TextField(blank=True)),
                    ('asked_at', models.DateTimeField()),
                    ('begun_at', models.DateTimeField(blank=True, null=True)),
                    ('read_count', models.PositiveIntegerField(default=0)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answer', models.JSONField(null=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closing', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='aliexpress.listingsnapshot')),
                    ('opening', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='aliexpress.listingsnapshot')),
                    ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tracings', to='aliexpress.store')),
                ],
                options={
                    'indexes': [models.Index(fields=['store', '-id'], name='tracing_newest')],
                    'constraints': [models.UniqueConstraint(fields=('store', 'subject', 'kind', 'said', 'opening', 'closing', 'method', 'is_strict'), name='one_answer_to_a_question_between_two_readings'), models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', False), ('status', 'done')), models.Q(models.Q(('status', 'done'), _negated=True), ('answer__isnull', True)), _connector='OR'), name='a_tracing_is_done_when_it_has_an_answer')],
                },
            ),
            migrations.CreateModel(
                name='Verification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('begun_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField()),
                    ('stores', models.PositiveIntegerField()),
                    ('is_of_all', models.BooleanField()),
                    ('problems', models.JSONField(blank=True, default=list)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('begun_at'))), name='verification_ends_after_it_began')],
                },
            ),
            migrations.CreateModel(
                name='Webhook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.CharField(max_length=500, verbose_name='URL')),
                    ('secret', aliexpress.models.encryption.EncryptedTextField(help_text='Signs what is sent, so that the receiver knows it is from us.')),
                    ('is_active', models.BooleanField(default=True)),
                    ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='aliexpress.store')),
                ],
            ),
            migrations.CreateModel(
                name='AlertDelivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('attempts', models.PositiveIntegerField(default=0)),
                    ('next_attempt_at', models.DateTimeField(null=True)),
                    ('delivered_at', models.DateTimeField(blank=True, null=True)),
                    ('error', models.TextField(blank=True)),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='cards.alertevent')),
                    ('webhook', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='cards.webhook')),
                ],
                options={
                    'verbose_name_plural': 'alert deliveries',
                    'indexes': [models.Index(condition=models.Q(('next_attempt_at__isnull', False)), fields=['next_attempt_at'], name='delivery_due')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('email', ''), ('webhook__isnull', False)), models.Q(('webhook__isnull', True), models.Q(('email', ''), _negated=True)), _connector='OR'), name='delivery_has_one_receiver'), models.UniqueConstraint(condition=models.Q(('webhook__isnull', True)), fields=('event', 'email'), name='an_event_is_mailed_to_an_address_once'), models.UniqueConstraint(fields=('event', 'webhook'), name='an_event_goes_to_a_webhook_once')],
                },
            ),
            migrations.CreateModel(
                name='WorkItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('kind', models.CharField(choices=[('rejected', 'Rejected'), ('expired', 'Expired'), ('expiring', 'About to expire'), ('out_of_stock', 'Out of stock'), ('lacking', 'Lacking attributes'), ('stuck', 'Stuck in auditing'), ('source_out', 'Out of stock at the source'), ('source_lacks', 'Without variants the source has'), ('chosen', 'Chosen listings')], max_length=20)),
                    ('reason', models.CharField(blank=True, max_length=200)),
                    ('note', models.TextField(blank=True)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('created_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('looked_snapshot', models.BigIntegerField(editable=False, null=True)),
                    ('looked_details', models.BigIntegerField(editable=False, null=True)),
                    ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('snapshot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='aliexpress.listingsnapshot')),
                    ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_items', to='aliexpress.store')),
                ],
                options={
                    'indexes': [models.Index(fields=['store', 'closed_at', 'due_on'], name='work_item_of_store'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['assignee', 'due_on'], name='work_item_in_hand')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='work_item_says_what_it_is'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('closed_at__gte', models.F('created_at')), _connector='OR'), name='work_item_closes_after_it_began'), models.CheckConstraint(condition=models.Q(('closed_by__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='only_a_closed_work_item_was_closed_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='WorkEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('begun', 'Begun'), ('changed', 'Changed'), ('comment', 'Comment'), ('closed', 'Closed'), ('reopened', 'Reopened')], max_length=12)),
                    ('at', models.DateTimeField()),
                    ('text', models.TextField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='cards.workitem')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='work_event_says_something')],
                },
            ),
            migrations.CreateModel(
                name='WorkListing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(max_length=12)),
                    ('reason', models.CharField(blank=True, max_length=200)),
                    ('offline_at', models.DateTimeField(null=True)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='cards.workitem')),
                    ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_rows', to='aliexpress.listing')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('item', 'listing'), name='a_work_item_holds_a_listing_once')],
                },
            ),
            migrations.CreateModel(
                name='WorkMail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('attempts', models.PositiveIntegerField(default=0)),
                    ('next_attempt_at', models.DateTimeField(null=True)),
                    ('delivered_at', models.DateTimeField(null=True)),
                    ('error', models.TextField(blank=True)),
                    ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='cards.workitem')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_mails', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('next_attempt_at__isnull', False)), fields=['next_attempt_at'], name='work_mail_due')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('item__isnull', True)), fields=('user', 'day'), name='one_morning_note_a_day')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='card',
            name='roles',
            field=models.ManyToManyField(blank=True, related_name='cards', to='auth.group'),
        ),
        migrations.AddField(
            model_name='alertrule',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
