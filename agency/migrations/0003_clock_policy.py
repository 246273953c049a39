import agency.keys
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0002_absence'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='backup_percent',
            field=models.PositiveSmallIntegerField(default=75, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(95)], verbose_name='tell the backup, in percent of the target'),
        ),
        migrations.AddField(
            model_name='agency',
            name='warn_percent',
            field=models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(95)], verbose_name='warn the lead, in percent of the target'),
        ),
        migrations.CreateModel(
            name='WorkedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('day', models.DateField(verbose_name='day')),
                ('name', models.CharField(max_length=200, verbose_name='holiday')),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
            ],
            options={
                'verbose_name': 'public holiday that is worked',
                'verbose_name_plural': 'public holidays that are worked',
                'ordering': ['day'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='worked_day_key'), models.UniqueConstraint(fields=('agency', 'day'), name='worked_day_once')],
            },
        ),
    ]
