from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0001_initial'),
        ('clients', '0001_initial'),
        ('comms', '0007_policy'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='episode',
            index=models.Index(fields=['agency', '-opened_at'], name='episode_by_opening'),
        ),
    ]
