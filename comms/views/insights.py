"""What a client told us: the tab, and each with what it led to (practice P5)."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from agency.spreadsheet import as_csv
from clients.days import day_of
from clients.domain.refusals import Refusal
from clients.frame import client_frame
from clients.keyset import page_of
from clients.models import Client, Contact
from clients.views.answers import form_page, said, tried
from clients.views.clients import this_client
from comms import insight_words as words
from comms.domain import insights as verbs
from comms.forms.insights import InsightFilter, InsightForm
from comms.models import Insight, Interaction
from comms.queries import insights as queries

MOST_ROWS = 5000


@member_door("insight.read")
def client_insights(request: MemberRequest, client_key: str) -> HttpResponse:
    client, slug = this_client(request, client_key), request.agency.slug
    form = InsightFilter(request.GET)
    rows = queries.chosen(queries.insights_of(request.member).filter(client=client), **form.chosen())
    page = page_of(
        rows, queries.NEWEST_FIRST, size=queries.A_PAGE,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    writes = may(request.member, "insight.note", client) and not client.archived
    context = {
        **client_frame(request, client, "insights"),
        "form": form,
        "here": reverse("client_insights", args=[slug, client_key]),
        "filtered": any(form.chosen().values()),
        "rows": [words.row(insight) for insight in page.rows],
        "unused": queries.unused_count(client),
        "new_url": reverse("insight_new", args=[slug, client_key]) if writes else "",
        "csv_url": _address(request, reverse("client_insights_csv", args=[slug, client_key])),
        "older_url": _address(request, "", after=page.after) if page.after else "",
        "newer_url": _address(request, "", before=page.before) if page.before else "",
    }
    return render(request, "comms/client_insights.html", context)


def _address(request: MemberRequest, here: str, **edge: str) -> str:
    parts = request.GET.copy()
    for name in ("after", "before"):
        parts.pop(name, None)
    for name, value in edge.items():
        parts[name] = value
    return f"{here}?{parts.urlencode()}" if parts else here


@member_door("insight.read")
def client_insights_csv(request: MemberRequest, client_key: str) -> HttpResponse:
    client = this_client(request, client_key)
    rows = queries.chosen(
        queries.insights_of(request.member).filter(client=client), **InsightFilter(request.GET).chosen()
    )
    return as_csv(words.table(rows.order_by("-heard_on", "key")[:MOST_ROWS]), "insights.csv")


@member_door("insight.note", writes=True)
def insight_new(request: MemberRequest, client_key: str) -> HttpResponse:
    """By hand; `message` names what was said, a message or a call, that it comes from."""
    client = this_client(request, client_key)
    require(request.member, "insight.note", client)
    source = _source(request, client)
    initial: dict[str, Any] = {"heard_on": day_of(source.at if source else timezone.now(), request.agency)}
    if source is not None and source.contact is not None:
        initial["contact"] = source.contact.key
    form = _form(request, client, initial=initial)
    if request.method == "POST":
        made = tried(form, lambda: _note(request, client, form, source))
        if made is not None:
            said(request, _("Noted."), reverse("insight_removal", args=[request.agency.slug, made.key]))
            return redirect("client_insights", request.agency.slug, client_key)
    context = {"form": form, "client": client, "insight": None, "source": source, "once": request.POST.get("once", "")}
    return form_page(request, "comms/insight_form.html", context)


def _source(request: MemberRequest, client: Client) -> Interaction | None:
    key = request.POST.get("message", "") or request.GET.get("message", "")
    rows = Interaction.objects.filter(client=client, internal=False, withdrawn_at=None)
    return rows.select_related("contact__person", "request").filter(key=key.replace("\0", "")).first() if key else None


@transaction.atomic
def _note(request: MemberRequest, client: Client, form: InsightForm, source: Interaction | None) -> Insight:
    by, at = request.member, timezone.now()
    once = request.POST.get("once", "")
    made = verbs.note(client, by=by, at=at, interaction=source, key=once, **form.of_insight())
    verbs.link_to(made, form.chosen(), by=by, at=at)
    return made


def _form(request: MemberRequest, client: Client, row: Insight | None = None, initial: Any = None) -> InsightForm:
    contacts = Contact.objects.filter(client=client, ended_at=None).select_related("person").order_by("person__name")
    return InsightForm(
        request.POST or None, contacts=list(contacts), outcomes=queries.could_follow(client), row=row, initial=initial
    )


@member_door("insight.read", writes=True)
def insight(request: MemberRequest, key: str) -> HttpResponse:
    """To read; for those who may, to put right and to link to what it led to."""
    found: Insight = reach(queries.insights_of(request.member), key=key)
    if not may(request.member, "insight.note", found.client) or found.client.archived:
        if request.method == "POST":
            require(request.member, "insight.note", found.client)
        return render(request, "comms/insight.html", {"row": words.row(found), "client": found.client})
    form = _form(request, found.client, found)
    if request.method == "POST" and tried(form, lambda: _change(request, found, form)) is not None:
        said(request, _("Saved."))
        return redirect("client_insights", request.agency.slug, found.client.key)
    context = {"form": form, "client": found.client, "insight": found, "row": words.row(found)}
    return form_page(request, "comms/insight_form.html", context)


@transaction.atomic
def _change(request: MemberRequest, found: Insight, form: InsightForm) -> Insight:
    by, at = request.member, timezone.now()
    verbs.change(found, by=by, at=at, **form.of_insight())
    verbs.link_to(found, form.chosen(), by=by, at=at)
    return found


@require_POST
@member_door("insight.note", writes=True)
def insight_removal(request: MemberRequest, key: str) -> HttpResponse:
    """It was noted by mistake."""
    found: Insight = reach(queries.insights_of(request.member), key=key)
    require(request.member, "insight.note", found.client)
    try:
        verbs.remove(found, by=request.member, at=timezone.now())
        said(request, _("Removed. What it led to stays."))
    except Refusal as refusal:
        said(request, refusal.words)
    return redirect("client_insights", request.agency.slug, found.client.key)
