"""What Today says of calls that are not in writing yet, and for how long (practice V4)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.models import Membership
from agency.registry import TodayGroup, TodayOutline, TodayRow, TodaySection
from agency.today import outlines
from comms import today
from comms.domain import chasing
from comms.models import Summary
from comms.queries.calls import summaries_of


def unsent(member: Membership, now: datetime) -> Iterator[TodayOutline]:
    """Calls whose summary has not been sent (practice V4: after every call)."""
    rows = summaries_of(member).select_related("interaction__contact__person")
    drafts = rows.filter(state=Summary.State.DRAFT, written_by=member).order_by("interaction__at")
    found = drafts.values_list("pk", "interaction__at")[: today.MOST_ROWS]
    places = ((pk, TodaySection.TODAY, at) for pk, at in found)
    return outlines(rows, places, partial(_unsent, now), group=TodayGroup.TO_SEND)


def _unsent(now: datetime, summary: Summary, place: TodayOutline) -> TodayRow:
    call, zone, slug = summary.interaction, timezone.get_current_timezone(), summary.agency.slug
    name = wording.first_name(call.contact.person.name) if call.contact else summary.client.name
    minutes = ngettext("%(count)s minute", "%(count)s minutes", call.minutes or 0) % {"count": call.minutes}
    about = (wording.moment(call.at, zone, now), minutes if call.minutes else "", today.quote(call.subject))
    return TodayRow(
        row_id=f"summary-{summary.key}",
        section=place.section,
        group=place.group,
        at=place.at,
        lead=_("The call with %(name)s is not in writing yet.") % {"name": name},
        rest=_unsent_for(summary, now),
        about=" · ".join(filter(None, about)),
        client=summary.client.name,
        client_url=reverse("client", args=[slug, summary.client.key]),
        icon="summary",
        template="comms/today_link.html",
        data={"label": _("Finish and send"), "url": reverse("call", args=[slug, summary.key])},
    )


def _unsent_for(summary: Summary, now: datetime) -> str:
    """'Unsent for 3 h.'; once it is the owners' business, that they see it too."""
    words = {"span": wording.span(max(now - chasing.end_of(summary.interaction), timedelta(0)))}
    if summary.overdue_at is not None and summary.overdue_at <= now:
        return _("Unsent for %(span)s: it stands in the owners’ overview.") % words
    return _("Unsent for %(span)s. Send it today.") % words
