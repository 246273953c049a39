"""What somebody is told who may not do a thing: what it is, and who can."""

from django.utils.translation import gettext as _, gettext_lazy

from agency import wording
from agency.models import Membership, Role
from agency.permissions import TABLE, Reach, Refused

DOING = {
    "agency.settings": gettext_lazy("change the agency’s settings"),
    "member.invite": gettext_lazy("invite people"),
    "member.change": gettext_lazy("change roles and limits"),
    "member.deactivate": gettext_lazy("deactivate members"),
    "absence.any": gettext_lazy("enter when others are away"),
    "audit.read": gettext_lazy("read the audit log"),
    "token.agency": gettext_lazy("manage the agency’s tokens"),
    "overview.read": gettext_lazy("see the overview"),
    "promise.read": gettext_lazy("see how the promise was kept"),
    "client.create": gettext_lazy("make a client"),
    "client.edit": gettext_lazy("change this client"),
    "client.archive": gettext_lazy("archive this client"),
    "client.hand_over": gettext_lazy("hand clients over"),
    "client.export": gettext_lazy("export clients"),
    "money.read": gettext_lazy("see fees and margins"),
    "person.edit": gettext_lazy("change this client’s people"),
    "person.personal_note": gettext_lazy("read personal notes about this client’s people"),
    "portal.invite": gettext_lazy("invite people of this client to the portal"),
    "portal.preview": gettext_lazy("see the portal as this client does"),
    "scope.edit": gettext_lazy("change this client’s scope of work"),
    "scope.use": gettext_lazy("count work against this client’s scope"),
    "task.edit": gettext_lazy("change this client’s tasks"),
    "task.complete": gettext_lazy("complete this task"),
    "request.acknowledge": gettext_lazy("acknowledge this client’s messages"),
    "request.answer": gettext_lazy("answer this client’s messages"),
    "request.dismiss": gettext_lazy("close this client’s requests"),
    "request.assign": gettext_lazy("assign this client’s requests"),
    "request.snooze": gettext_lazy("put this client’s requests off"),
    "request.plan": gettext_lazy("plan what is done next for this client"),
    "request.merge": gettext_lazy("merge and split this client’s requests"),
    "request.export": gettext_lazy("take requests out as a file"),
    "filter.share": gettext_lazy("share filters with the agency"),
    "filter.change": gettext_lazy("change filters of others"),
    "request.flag": gettext_lazy("flag this client’s requests"),
    "unmatched.settle": gettext_lazy("settle mail that belongs to nobody yet"),
    "call.log": gettext_lazy("log calls with this client"),
    "summary.send": gettext_lazy("send summaries to this client"),
    "template.own": gettext_lazy("write templates"),
    "template.share": gettext_lazy("share templates with the agency"),
    "question.ask": gettext_lazy("ask experts about this client’s requests"),
    "expert.edit": gettext_lazy("change the directory of experts"),
    "letter.write": gettext_lazy("write to this client"),
    "meeting.plan": gettext_lazy("plan meetings with this client"),
    "meeting.announce": gettext_lazy("ask this client to meetings"),
    "meeting.export": gettext_lazy("take meetings out as a file"),
    "agenda.propose": gettext_lazy("put proposals on this client’s agendas"),
    "calendar.agency": gettext_lazy("manage the agency’s calendar address"),
    "decision.record": gettext_lazy("record decisions of this client"),
    "right.edit": gettext_lazy("change who decides what at this client"),
    "insight.note": gettext_lazy("note what this client told us"),
    "briefing.answer": gettext_lazy("note what this client answers"),
    "briefing.edit": gettext_lazy("change the briefing questions"),
    "glossary.edit": gettext_lazy("change this client’s glossary"),
    "playbook.edit": gettext_lazy("change the playbooks"),
    "mailbox.edit": gettext_lazy("change mailboxes"),
    "channel.edit": gettext_lazy("change this client’s chat channels"),
    "sending.edit": gettext_lazy("change how mail leaves"),
    "outbox.read": gettext_lazy("see the mail that left"),
    "outbox.settle": gettext_lazy("decide on this client’s mail"),
    "metric.edit": gettext_lazy("change this client’s figures"),
    "report.review": gettext_lazy("review this client’s reports"),
    "report.approve": gettext_lazy("approve this client’s reports"),
}


def in_words(refusal: Refused, member: Membership) -> dict[str, str]:
    """`what` the member may not do, `who` can, and the agency's owners by name."""
    owners = (
        Membership.objects.filter(role=Role.OWNER, deactivated_at=None).select_related("user").order_by("user__name")
    )
    return {
        "what": str(DOING.get(refusal.verb, _("do this"))),
        "who": _who(refusal.verb, member),
        "owners": wording.listing(str(owner.user) for owner in owners),
    }


def _who(verb: str, member: Membership) -> str:
    row = TABLE[verb]
    if row.get(member.role) is Reach.OWN:
        return _("Only those can who lead or back up the client, and owners.")
    if row.get(Role.MANAGER):
        return _("Account managers and owners can.")
    return _("Only owners can.")
