import agency.keys
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("agency", "0005_search"),
        ("clients", "0002_clock_policy"),
        ("comms", "0017_agreement"),
    ]

    operations = [
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('words', models.TextField(help_text='What was quoted of it.')),
                ('made_at', models.DateTimeField()),
                ('token_digest', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.contact')),
                ('interaction', models.ForeignKey(help_text='The message that it left with.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='comms.interaction')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.membership')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='comms.request')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['agency', 'kind', 'object_id', '-made_at'], name='citation_of_object')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='citation_key'), models.UniqueConstraint(fields=('agency', 'token_digest'), name='citation_token')],
            },
        ),
    ]
