"""Insights in words: rows of the client's tab, the timeline, a file."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agency import wording
from agency.cutting import cut
from agency.models import Event, Membership
from agency.registry import TimelineLine
from comms.decision_words import source_of
from comms.models import Insight, InsightLink
from comms.timeline import excerpt, tell

LONGEST = 90


def row(insight: Insight) -> dict[str, Any]:
    slug = insight.agency.slug
    links = [_led_to(link, slug) for link in insight.links.all()]
    return {
        "insight": insight,
        "key": insight.key,
        "url": reverse("insight", args=[slug, insight.key]),
        "text": insight.text,
        "who": insight.contact.person.name if insight.contact else "",
        "day": wording.short_day(insight.heard_on),
        "datetime": insight.heard_on.isoformat(),
        "source": source_of(insight.interaction, slug),
        "shown": insight.shown,
        "links": links,
        "used": bool(links),
    }


def _led_to(link: InsightLink, slug: str) -> dict[str, str]:
    if link.decision is not None:
        url = reverse("decision", args=[slug, link.decision.key])
        return {"icon": "decision", "kind": _("Decision"), "what": cut(link.decision.what, LONGEST), "url": url}
    if link.task is not None:
        url = reverse("task", args=[slug, link.task.key])
        return {"icon": "task", "kind": _("Task"), "what": cut(link.task.title, LONGEST), "url": url}
    flag = link.flag
    url = reverse("scope_flag", args=[slug, flag.key]) if flag else ""
    return {"icon": "flag", "kind": _("Scope flag"), "what": cut(flag.wish, LONGEST) if flag else "", "url": url}


def timeline(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    rows = Insight.objects.select_related("contact__person", "client")

    def words(insight: Insight, event: Event) -> TimelineLine | None:
        if event.verb != "insight.noted":
            return None
        who = insight.contact.person.name if insight.contact else _("They")
        url = reverse("insight", args=[insight.agency.slug, insight.key])
        strong = _("%(name)s told us") % {"name": who}
        return TimelineLine(icon="quote", strong=strong, body=excerpt(insight.text), inside=True, url=url)

    return tell(rows, events, words)


def table(rows: Iterable[Insight]) -> list[Sequence[object]]:
    head = (_("What they told us"), _("Who"), _("On"), _("From"), _("Led to"), _("The client may see it"))
    return [head, *(_cells(insight) for insight in rows)]


def _cells(insight: Insight) -> Sequence[object]:
    slug = insight.agency.slug
    return (
        insight.text,
        insight.contact.person.name if insight.contact else "",
        insight.heard_on.isoformat(),
        source_of(insight.interaction, slug).words,
        "; ".join(f"{each['kind']}: {each['what']}" for each in (_led_to(link, slug) for link in insight.links.all())),
        _("yes") if insight.shown else _("no"),
    )
