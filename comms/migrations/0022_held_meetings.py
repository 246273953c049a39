from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0005_search'),
        ('clients', '0001_squashed_0007_glossary'),
        ('comms', '0001_squashed_0021_desk'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['agency', '-starts_at', 'key'], name='meeting_by_start'),
        ),
    ]
