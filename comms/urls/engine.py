"""Addresses of mail itself: what left and how, the mailboxes that are read, notices, files that came with messages."""

from django.urls import path

from comms.views import attachments, mailbox_hooks, mailboxes, notices, outbox, sending, stopping, templates

urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox.csv", outbox.outbox_csv, name="outbox_csv"),
    path("outbox/retries/", outbox.outbox_retries, name="outbox_retries"),
    path("outbox/<slug:key>/", outbox.outbox_message, name="outbox_message"),
    path("outbox/<slug:key>/retry/", outbox.outbox_retry, name="outbox_retry"),
    path("outbox/<slug:key>/arrival/", outbox.outbox_arrival, name="outbox_arrival"),
    path("outbox/<slug:key>/withdrawal/", outbox.outbox_withdrawal, name="outbox_withdrawal"),
    path("settings/templates/", templates.templates, name="templates"),
    path("settings/templates/new/", templates.template_new, name="template_new"),
    path("settings/templates/<slug:key>/", templates.template, name="template"),
    path("settings/templates/<slug:key>/retirement/", templates.template_retirement, name="template_retirement"),
    path("settings/mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("settings/mailboxes/new/", mailboxes.mailbox_new, name="mailbox_new"),
    path("settings/mailboxes/new/webhook/", mailbox_hooks.hook_new, name="mailbox_hook_new"),
    path("settings/mailboxes/<slug:key>/webhook/", mailbox_hooks.mailbox_hook, name="mailbox_hook"),
    path("settings/mailboxes/<slug:key>/webhook/secret/", mailbox_hooks.hook_secret, name="mailbox_hook_secret"),
    path("settings/mailboxes/<slug:key>/", mailboxes.mailbox, name="mailbox"),
    path("settings/sending/", sending.sending, name="sending"),
    path("settings/sending/domain/", sending.sending_domain, name="sending_domain"),
    path("settings/notices/", notices.my_notices, name="my_notices"),
    path("stop/<str:wish>/", stopping.unsubscribe, name="unsubscribe"),
    path("files/<slug:key>/", attachments.attachment, name="attachment"),
]
