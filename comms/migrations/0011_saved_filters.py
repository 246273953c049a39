import agency.keys
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0001_initial'),
        ('clients', '0001_initial'),
        ('comms', '0010_composer'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('assign', 'assigned'), ('acknowledge', 'acknowledged'), ('dismiss', 'no answer needed'), ('snooze', 'put off')], max_length=12)),
                ('made_at', models.DateTimeField()),
                ('done', models.JSONField(default=list, help_text="[{'request': key, 'was': whose or until when before, 'sent': key of the message}]")),
                ('left', models.JSONField(default=list, help_text="[{'request': key, 'why': code, 'who': key}]")),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'bulk change',
                'verbose_name_plural': 'bulk changes',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('asked', models.JSONField(default=dict, help_text="The parameters in the address: {'show': 'all', 'find': 'price'}.")),
                ('shared', models.BooleanField(default=False, verbose_name='for the whole agency')),
                ('made_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'saved filter',
                'verbose_name_plural': 'saved filters',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='request',
            name='merged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='merged_into',
            field=models.ForeignKey(help_text='The request whose thread it became part of; one that others are merged into is merged into none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='comms.request'),
        ),
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(condition=models.Q(('promise', 'broken')), fields=['agency', 'request'], name='episode_broken'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['agency', 'merged_into'], name='request_merged'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(condition=models.Q(('snoozed_until__isnull', False)), fields=['agency', 'snoozed_until'], name='request_snoozed'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(condition=models.Q(('next_step_on__isnull', False)), fields=['agency', 'next_step_on'], name='request_next_step'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('id__gt', models.F('merged_into')), _connector='OR'), name='request_merged_into_older'),
        ),
        migrations.AddField(
            model_name='batch',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='batch',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.membership'),
        ),
        migrations.AddField(
            model_name='savedfilter',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='savedfilter',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_filters', to='agency.membership'),
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(fields=['agency', 'member', '-made_at'], name='batch_by_member'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='batch_key'),
        ),
        migrations.AddIndex(
            model_name='savedfilter',
            index=models.Index(fields=['agency', 'shared'], name='saved_filter_shared'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='saved_filter_key'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(models.F('agency'), models.F('member'), django.db.models.functions.text.Lower('name'), condition=models.Q(('removed_at', None)), name='saved_filter_name_once'),
        ),
    ]
