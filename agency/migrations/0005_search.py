import agency.keys
import agency.search.fields
import django.db.models.deletion
from django.db import migrations, models


POSTGRESQL = "CREATE INDEX search_entry_words ON agency_searchentry USING gin (words)"
SQLITE = """
    CREATE VIRTUAL TABLE agency_searchwords
    USING fts5 (title, words, clients, tokenize = "unicode61 remove_diacritics 0")
"""
"""Words come in small letters and without accents: neither database reads them in a way of its own."""


def make_index(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE agency_searchwords")


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0004_rest_shortest_promise'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('title', agency.search.fields.LexemesField(null=True)),
                ('words', agency.search.fields.LexemesField(null=True)),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
            ],
            options={
                'verbose_name': 'entry of the search',
                'verbose_name_plural': 'entries of the search',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='search_entry_key'), models.UniqueConstraint(fields=('agency', 'kind', 'object_id'), name='search_entry_once')],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
