import agency.keys
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reports', '0001_initial'), ('reports', '0002_briefing')]

    initial = True

    dependencies = [
        ('agency', '0005_search'),
        ('clients', '0007_glossary'),
    ]

    operations = [
        migrations.CreateModel(
            name='Metric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('node', models.CharField(default='account', max_length=120, verbose_name='channel or campaign')),
                ('name', models.CharField(max_length=80, verbose_name='figure')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('day', models.DateField(verbose_name='day')),
                ('rollup', models.CharField(choices=[('sum', 'days add up'), ('last', 'the last day counts'), ('mean', 'the average of the days')], default='sum', max_length=4, verbose_name='how a month is made')),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='value')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='metrics', to='clients.client')),
            ],
            options={
                'verbose_name': 'metric',
                'verbose_name_plural': 'metrics',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['agency', 'client', 'name', 'day'], name='metric_by_day')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='metric_key'), models.UniqueConstraint(fields=('agency', 'client', 'node', 'name', 'day'), name='metric_once')],
            },
        ),
        migrations.CreateModel(
            name='MonthNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('day', models.DateField(verbose_name='day')),
                ('kind', models.CharField(choices=[('context', 'context'), ('experiment', 'test'), ('went_well', 'went well'), ('went_wrong', 'went wrong')], default='context', max_length=12, verbose_name='kind')),
                ('text', models.CharField(max_length=400, verbose_name='what happened')),
                ('result', models.CharField(blank=True, max_length=300, verbose_name='result')),
                ('conclusion', models.CharField(blank=True, max_length=300, verbose_name='so')),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='month_notes', to='clients.client')),
            ],
            options={
                'verbose_name': 'note on a month',
                'verbose_name_plural': 'notes on months',
                'ordering': ['day', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['agency', 'client', 'day'], name='month_note_by_day')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='month_note_key')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('sent', 'sent')], default='draft', max_length=10)),
                ('snapshot', models.JSONField(default=dict)),
                ('language', models.CharField(default='en', max_length=10)),
                ('headline', models.CharField(blank=True, max_length=300, verbose_name='the month in one sentence')),
                ('went_well', models.TextField(blank=True, help_text='One point a line.', max_length=3000, verbose_name='what went well')),
                ('went_wrong', models.TextField(blank=True, help_text='One point a line.', max_length=3000, verbose_name='what went wrong')),
                ('drafted_at', models.DateTimeField()),
                ('release_at', models.DateTimeField(help_text='When it goes out, or is held, if nobody reviews it.')),
                ('approved_at', models.DateTimeField(null=True)),
                ('unreviewed', models.BooleanField(default=False)),
                ('pdf', models.BinaryField(null=True)),
                ('pdf_digest', models.CharField(blank=True, max_length=64)),
                ('pages', models.PositiveSmallIntegerField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('next_check_at', models.DateTimeField(null=True)),
                ('problem', models.TextField(blank=True)),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.membership')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='clients.client')),
            ],
            options={
                'verbose_name': 'monthly report',
                'verbose_name_plural': 'monthly reports',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('next_check_at__isnull', False)), fields=['next_check_at'], name='report_due'), models.Index(fields=['agency', 'month', 'state'], name='report_by_month')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='report_key'), models.UniqueConstraint(fields=('agency', 'client', 'month', 'revision'), name='report_once_per_month')],
            },
        ),
        migrations.CreateModel(
            name='TalkingEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('slot', models.CharField(help_text='Which point (reports/talking_points.py).', max_length=40)),
                ('text', models.CharField(blank=True, max_length=600, verbose_name='in other words')),
                ('left_out', models.BooleanField(default=False, verbose_name='left out')),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.membership')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
            ],
            options={
                'verbose_name': 'change of a talking point',
                'verbose_name_plural': 'changes of talking points',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='talking_edit_key'), models.UniqueConstraint(fields=('agency', 'client', 'month', 'slot'), name='talking_edit_once')],
            },
        ),
    ]
