"""What this room's verbs are called in the audit log."""

from django.utils.translation import gettext_lazy as _

VERB_WORDS = {
    "report.drafted": _("drafted a report"),
    "report.refreshed": _("gathered a report’s figures anew"),
    "report.written": _("wrote into a report"),
    "report.approved": _("approved a report"),
    "report.released_unreviewed": _("released a report that nobody had reviewed"),
    "report.sent": _("sent a report"),
    "talking_points.changed": _("changed the talking points of a month"),
    "metrics.stored": _("stored figures"),
}
