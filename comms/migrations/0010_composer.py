import agency.keys
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0001_initial'),
        ('clients', '0001_initial'),
        ('comms', '0009_questions'),
    ]

    operations = [
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('place', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(max_length=120)),
                ('size', models.PositiveBigIntegerField()),
                ('path', models.CharField(max_length=200)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'file of a draft',
                'verbose_name_plural': 'files of drafts',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('since', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'follower',
                'verbose_name_plural': 'followers',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('words', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('purpose', models.CharField(choices=[('acknowledgement', 'received, we are on it'), ('answer', 'answer'), ('question', 'something we need'), ('delay', 'it takes longer'), ('bad_news', 'bad news'), ('thanks', 'thanks')], max_length=16, verbose_name='what it is for')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('tone', models.CharField(blank=True, choices=[('business', 'business'), ('friendly', 'friendly')], help_text='Left open, it fits either.', max_length=8, verbose_name='tone')),
                ('text', models.TextField(verbose_name='text')),
                ('shipped', models.CharField(blank=True, editable=False, max_length=40)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'template',
                'verbose_name_plural': 'templates',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='waits',
            field=models.BooleanField(default=False, help_text='Its writer has put it off, and it has not been accepted.'),
        ),
        migrations.AddField(
            model_name='draft',
            name='other',
            field=models.JSONField(default=dict, help_text='What another window of theirs holds for the same form.'),
        ),
        migrations.AddField(
            model_name='episode',
            name='answer_leaves_at',
            field=models.DateTimeField(help_text='When an answer leaves that its writer has put off. Until then it is none.', null=True),
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='leaves_at',
            field=models.DateTimeField(help_text='When its writer wanted it to leave, if not at once.', null=True),
        ),
        migrations.AlterField(
            model_name='answer',
            name='at',
            field=models.DateTimeField(help_text='When the person acted; of what was put off, when it leaves.'),
        ),
        migrations.AlterField(
            model_name='interaction',
            name='at',
            field=models.DateTimeField(help_text='Of a mail that was put off, when it leaves.', verbose_name='when'),
        ),
        migrations.AddConstraint(
            model_name='interaction',
            constraint=models.CheckConstraint(condition=models.Q(('internal', False), models.Q(('automatic', False), ('contact', None), ('direction', 'inside'), ('inbound', None), ('message_id', '')), _connector='OR'), name='interaction_inside_has_no_reader'),
        ),
        migrations.AddField(
            model_name='draftfile',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='draftfile',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agency.membership'),
        ),
        migrations.AddField(
            model_name='follower',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='follower',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='follower',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agency.membership'),
        ),
        migrations.AddField(
            model_name='follower',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='comms.request'),
        ),
        migrations.AddField(
            model_name='mention',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='mention',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='mention',
            name='interaction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='comms.interaction'),
        ),
        migrations.AddField(
            model_name='mention',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.membership'),
        ),
        migrations.AddField(
            model_name='template',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='template',
            name='member',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='templates', to='agency.membership'),
        ),
        migrations.AddIndex(
            model_name='draftfile',
            index=models.Index(fields=['agency', 'member', 'place'], name='draft_file_by_place'),
        ),
        migrations.AddConstraint(
            model_name='draftfile',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='draft_file_key'),
        ),
        migrations.AddConstraint(
            model_name='follower',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='follower_key'),
        ),
        migrations.AddConstraint(
            model_name='follower',
            constraint=models.UniqueConstraint(fields=('agency', 'request', 'member'), name='follower_once'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='mention_key'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('agency', 'interaction', 'member'), name='mention_once'),
        ),
        migrations.AddIndex(
            model_name='template',
            index=models.Index(fields=['agency', 'language', 'purpose'], name='template_by_language'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='template_key'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(condition=models.Q(('member', None), ('retired_at', None), models.Q(('shipped', ''), _negated=True)), fields=('agency', 'shipped'), name='template_shipped_once'),
        ),
    ]
