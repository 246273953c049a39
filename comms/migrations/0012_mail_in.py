import agency.keys
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0001_initial'),
        ('clients', '0001_initial'),
        ('comms', '0011_saved_filters'),
    ]

    operations = [
        migrations.AddField(
            model_name='inboundmessage',
            name='put_there_at',
            field=models.DateTimeField(help_text='When the server put it into the folder of sent mail: when its writer acted.', null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='for_client',
            field=models.ForeignKey(blank=True, help_text='For somebody who speaks for several clients: what they send here is about this one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.client', verbose_name='the client who writes here'),
        ),
        migrations.AlterField(
            model_name='inboundmessage',
            name='door',
            field=models.CharField(choices=[('imap', 'mailbox'), ('pipe', 'pipe'), ('api', 'API'), ('chat', 'chat channel'), ('hook', 'provider'), ('sent', 'sent from a mail program')], max_length=8),
        ),
        migrations.CreateModel(
            name='MailHook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('provider', models.CharField(choices=[('mailgun', 'Mailgun'), ('postmark', 'Postmark'), ('sendgrid', 'SendGrid'), ('ses', 'Amazon SES'), ('mailersend', 'MailerSend'), ('mailjet', 'Mailjet'), ('sparkpost', 'SparkPost')], max_length=12, verbose_name='provider')),
                ('secret', models.BinaryField(help_text='Sealed: the page shows the address with it again.')),
                ('secret_digest', models.CharField(editable=False, max_length=64)),
                ('signing_key', models.BinaryField(default=bytes)),
                ('renewed_at', models.DateTimeField(editable=False)),
                ('received_at', models.DateTimeField(editable=False, null=True)),
                ('reported_at', models.DateTimeField(editable=False, help_text='When it last told what became of mail.', null=True)),
                ('confirm_url', models.URLField(blank=True, editable=False, max_length=2000)),
                ('problem', models.CharField(blank=True, editable=False, max_length=300)),
                ('problem_since', models.DateTimeField(editable=False, null=True)),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
                ('mailbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='hook', to='comms.mailbox')),
            ],
            options={
                'verbose_name': 'webhook of a mailbox',
                'verbose_name_plural': 'webhooks of mailboxes',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='mail_hook_key')],
            },
        ),
        migrations.CreateModel(
            name='SentFolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('name', models.CharField(blank=True, help_text='Empty: the one that the server marks as its folder of sent mail.', max_length=200)),
                ('uid_validity', models.BigIntegerField(default=0, editable=False)),
                ('last_uid', models.BigIntegerField(default=0, editable=False)),
                ('polled_at', models.DateTimeField(editable=False, null=True)),
                ('problem', models.CharField(blank=True, editable=False, max_length=300)),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
                ('mailbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sent_folder', to='comms.mailbox')),
            ],
            options={
                'verbose_name': 'folder of sent mail',
                'verbose_name_plural': 'folders of sent mail',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='sent_folder_key')],
            },
        ),
        migrations.CreateModel(
            name='TokenSignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('issuer', models.CharField(choices=[('google', 'Google'), ('microsoft', 'Microsoft'), ('other', 'another provider')], max_length=12)),
                ('token_url', models.URLField(max_length=300, verbose_name='token endpoint')),
                ('client_id', models.CharField(max_length=300, verbose_name='client id')),
                ('client_secret', models.BinaryField(default=bytes)),
                ('access_token', models.BinaryField(default=bytes)),
                ('access_until', models.DateTimeField(editable=False, null=True)),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency')),
                ('mailbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='token_sign_in', to='comms.mailbox')),
            ],
            options={
                'verbose_name': 'sign-in by token',
                'verbose_name_plural': 'sign-ins by token',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('agency', 'key'), name='token_sign_in_key')],
            },
        ),
    ]
