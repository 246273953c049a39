from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0003_clock_policy'),
        ('clients', '0002_clock_policy'),
        ('comms', '0006_cover'),
    ]

    operations = [
        migrations.AddField(
            model_name='episode',
            name='promise_version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='episode',
            name='rules',
            field=models.JSONField(default=dict, help_text='The terms by which it was reckoned last (agency/promise.py).'),
        ),
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['agency', 'calendar_version'], name='episode_by_calendar'),
        ),
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['client', 'promise_version'], name='episode_by_promise'),
        ),
    ]
