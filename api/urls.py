"""The machine's door: nouns, and a state change is a small resource under the noun."""

from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from agency.keys import ALPHABET, KEY_LENGTH
from api.views import agency, calls, clients, docs, flags, mail, mailboxes, people, reports, requests, scope, tasks


class KeyConverter:
    """A random key. Anything else is no address at all."""

    regex = f"[{ALPHABET}]{{{KEY_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KeyConverter, "key")

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", docs.schema, name="api_schema"),
    path("docs/", docs.docs, name="api_docs"),
    path("agency/", agency.TheAgency.as_view()),
    path("token/", agency.TheToken.as_view()),
    path("members/", agency.Members.as_view()),
    path("members/<key:key>/", agency.OneMember.as_view()),
    path("clients/", clients.Clients.as_view()),
    path("clients/<key:key>/", clients.OneClient.as_view()),
    path("clients/<key:key>/care/", clients.Care.as_view()),
    path("clients/<key:key>/archive/", clients.Archive.as_view()),
    path("clients/<key:key>/contacts/", people.ClientContacts.as_view()),
    path("clients/<key:key>/goals/", scope.ClientGoals.as_view()),
    path("clients/<key:key>/scopes/", scope.ClientScopes.as_view()),
    path("clients/<key:key>/interactions/", calls.ClientInteractions.as_view()),
    path("clients/<key:key>/calls/", calls.ClientCalls.as_view()),
    path("clients/<key:key>/reports/", reports.ClientReports.as_view()),
    path("people/", people.People.as_view()),
    path("people/<key:key>/", people.OnePerson.as_view()),
    path("contacts/<key:key>/", people.OneContact.as_view()),
    path("goals/<key:key>/", scope.OneGoal.as_view()),
    path("scopes/<key:key>/", scope.OneScope.as_view()),
    path("deliverables/<key:key>/uses/", scope.Uses.as_view()),
    path("uses/<key:key>/", scope.OneUse.as_view()),
    path("tasks/", tasks.Tasks.as_view()),
    path("tasks/<key:key>/", tasks.OneTask.as_view()),
    path("tasks/<key:key>/completion/", tasks.Completion.as_view()),
    path("requests/", requests.Requests.as_view()),
    path("requests/<key:key>/", requests.OneRequest.as_view()),
    path("requests/<key:key>/acknowledgement/", requests.Acknowledgement.as_view()),
    path("requests/<key:key>/answer/", requests.Answer.as_view()),
    path("requests/<key:key>/notes/", requests.Notes.as_view()),
    path("requests/<key:key>/dismissal/", requests.Dismissal.as_view()),
    path("requests/<key:key>/assignment/", requests.Assignment.as_view()),
    path("requests/<key:key>/closure/", requests.Closure.as_view()),
    path("messages/<key:key>/", requests.OneMessage.as_view()),
    path("files/<key:key>/", mail.OneFile.as_view()),
    path("requests/<key:key>/flag/", flags.Flag.as_view()),
    path("flags/", flags.Flags.as_view()),
    path("flags/<key:key>/settlement/", flags.Settlement.as_view()),
    path("calls/<key:key>/", calls.OneCall.as_view()),
    path("summaries/", calls.Summaries.as_view()),
    path("summaries/<key:key>/", calls.OneSummary.as_view()),
    path("summaries/<key:key>/sending/", calls.Sending.as_view()),
    path("decisions/", calls.Decisions.as_view()),
    path("reports/", reports.Reports.as_view()),
    path("reports/<key:key>/", reports.OneReport.as_view()),
    path("reports/<key:key>/gathering/", reports.Gathering.as_view()),
    path("reports/<key:key>/words/", reports.Words.as_view()),
    path("reports/<key:key>/approval/", reports.Approval.as_view()),
    path("reports/<key:key>/pdf/", reports.Document.as_view()),
    path("metrics/", reports.Metrics.as_view()),
    path("mailboxes/", mailboxes.Mailboxes.as_view()),
    path("mailboxes/<key:key>/", mailboxes.OneMailbox.as_view()),
    path("mailboxes/<key:key>/webhook/", mailboxes.Webhook.as_view()),
    path("mailboxes/<key:key>/webhook/secret/", mailboxes.WebhookSecret.as_view()),
    path("outbox/", mail.Outbox.as_view()),
    path("inbound/", mail.Inbound.as_view()),
    path("inbound/<key:key>/", mail.OneInbound.as_view()),
    path("events/", mail.Events.as_view()),
    re_path("", docs.nowhere),
]
