import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0002_absence'),
        ('clients', '0001_initial'),
        ('comms', '0005_chat'),
    ]

    operations = [
        migrations.AddField(
            model_name='episode',
            name='covers',
            field=models.ForeignKey(help_text='For whom the responsible person stands in; they get it back when they are here again.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.membership'),
        ),
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(condition=models.Q(('closed_at', None), ('covers__isnull', False)), fields=['agency', 'covers'], name='episode_covered'),
        ),
    ]
