import agency.keys
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0001_initial'),
        ('clients', '0001_initial'),
        ('comms', '0012_mail_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveryAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('number', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('verdict', models.CharField(max_length=20)),
                ('reply', models.TextField(blank=True)),
                ('via', models.CharField(blank=True, max_length=10)),
                ('next_attempt_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'attempt to send',
                'verbose_name_plural': 'attempts to send',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='DomainCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('domain', models.CharField(max_length=253, verbose_name='domain')),
                ('selector', models.CharField(blank=True, help_text="Your provider names it. It is the first part of the record's name, before ._domainkey.", max_length=63, verbose_name='DKIM selector')),
                ('findings', models.JSONField(default=list)),
                ('problem', models.CharField(blank=True, editable=False, max_length=300)),
                ('asked_at', models.DateTimeField(editable=False, null=True)),
                ('checked_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': "check of the sender's domain",
                'verbose_name_plural': "checks of senders' domains",
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('topic', models.CharField(max_length=20)),
                ('pace', models.CharField(choices=[('at_once', 'at once, alone'), ('hourly', 'bundled, at most hourly'), ('daily', 'once a day'), ('page', 'on the page only')], max_length=8)),
            ],
            options={
                'verbose_name': 'choice of notices',
                'verbose_name_plural': 'choices of notices',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='SendingAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('way', models.CharField(choices=[('smtp', 'an SMTP server'), ('mailgun', 'Mailgun'), ('postmark', 'Postmark'), ('sendgrid', 'SendGrid'), ('brevo', 'Brevo'), ('mailjet', 'Mailjet'), ('resend', 'Resend')], default='smtp', max_length=10, verbose_name='how it leaves')),
                ('host', models.CharField(blank=True, max_length=200, verbose_name='SMTP server')),
                ('port', models.PositiveIntegerField(default=465, verbose_name='port')),
                ('security', models.CharField(choices=[('tls', 'encrypted from the first byte (port 465)'), ('starttls', 'encrypted after the greeting (STARTTLS, port 587)'), ('none', 'not encrypted')], default='tls', max_length=10, verbose_name='encryption')),
                ('username', models.CharField(blank=True, max_length=200, verbose_name='user name')),
                ('secret', models.BinaryField(default=bytes)),
                ('domain', models.CharField(blank=True, max_length=200, verbose_name='sending domain')),
                ('european', models.BooleanField(default=False, verbose_name="the provider's servers in the EU")),
                ('sender_name', models.CharField(blank=True, max_length=120, verbose_name='name of the sender')),
                ('per_minute', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(6000)], verbose_name='mails a minute, at most')),
                ('active', models.BooleanField(default=True, verbose_name='is used')),
                ('problem', models.CharField(blank=True, editable=False, max_length=300)),
                ('problem_since', models.DateTimeField(editable=False, null=True)),
                ('paused_until', models.DateTimeField(editable=False, null=True)),
                ('worked_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'sending account',
                'verbose_name_plural': 'sending accounts',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='TrackingReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=agency.keys.new_key, editable=False, max_length=12)),
                ('provider', models.CharField(max_length=10)),
                ('mail', models.CharField(max_length=998)),
                ('what', models.CharField(choices=[('delivered', 'delivered'), ('deferred', 'not accepted yet'), ('bounced', 'came back'), ('rejected', 'not sent by the provider'), ('complained', 'marked as spam')], max_length=10)),
                ('at', models.DateTimeField()),
                ('reply', models.TextField(blank=True)),
                ('lasting', models.BooleanField(default=True)),
                ('past', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'report of a provider',
                'verbose_name_plural': 'reports of providers',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='notice',
            name='alone',
            field=models.BooleanField(default=False, help_text='Its mail waits for no bundle.'),
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='provider_id',
            field=models.CharField(blank=True, help_text='What a provider calls it.', max_length=200),
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='via',
            field=models.CharField(blank=True, help_text='By which way it was handed over last.', max_length=10),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(condition=models.Q(('provider_id', ''), _negated=True), fields=['agency', 'provider_id'], name='outbox_by_provider_id'),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(condition=models.Q(('handed_at__isnull', False)), fields=['agency', 'handed_at'], name='outbox_by_handing'),
        ),
        migrations.AddField(
            model_name='deliveryattempt',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='deliveryattempt',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='comms.outboxmessage'),
        ),
        migrations.AddField(
            model_name='domaincheck',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='noticechoice',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='noticechoice',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notice_choices', to='agency.membership'),
        ),
        migrations.AddField(
            model_name='sendingaccount',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='trackingreport',
            name='agency',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.agency'),
        ),
        migrations.AddField(
            model_name='trackingreport',
            name='message',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='comms.outboxmessage'),
        ),
        migrations.AddIndex(
            model_name='deliveryattempt',
            index=models.Index(fields=['agency', 'message', 'at'], name='delivery_attempt_story'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='delivery_attempt_key'),
        ),
        migrations.AddIndex(
            model_name='domaincheck',
            index=models.Index(condition=models.Q(('asked_at__isnull', False)), fields=['asked_at'], name='domain_check_due'),
        ),
        migrations.AddConstraint(
            model_name='domaincheck',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='domain_check_key'),
        ),
        migrations.AddConstraint(
            model_name='domaincheck',
            constraint=models.UniqueConstraint(fields=('agency',), name='domain_check_once'),
        ),
        migrations.AddConstraint(
            model_name='noticechoice',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='notice_choice_key'),
        ),
        migrations.AddConstraint(
            model_name='noticechoice',
            constraint=models.UniqueConstraint(fields=('agency', 'member', 'topic'), name='notice_choice_once'),
        ),
        migrations.AddConstraint(
            model_name='sendingaccount',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='sending_account_key'),
        ),
        migrations.AddConstraint(
            model_name='sendingaccount',
            constraint=models.UniqueConstraint(fields=('agency',), name='sending_account_once'),
        ),
        migrations.AddIndex(
            model_name='trackingreport',
            index=models.Index(fields=['agency', 'message'], name='tracking_report_of_mail'),
        ),
        migrations.AddIndex(
            model_name='trackingreport',
            index=models.Index(condition=models.Q(('message', None)), fields=['agency', 'mail'], name='tracking_report_early'),
        ),
        migrations.AddConstraint(
            model_name='trackingreport',
            constraint=models.UniqueConstraint(fields=('agency', 'key'), name='tracking_report_key'),
        ),
        migrations.AddConstraint(
            model_name='trackingreport',
            constraint=models.UniqueConstraint(fields=('agency', 'provider', 'mail', 'what', 'at'), name='tracking_report_once'),
        ),
    ]
