
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0001_initial'),
        ('comms', '0003_requests_by_last'),
    ]

    operations = [
        migrations.AddField(
            model_name='scopeflag',
            name='favour',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='scope_flag', to='clients.favour'),
        ),
    ]
