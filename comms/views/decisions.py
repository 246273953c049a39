"""The decision log: of all clients and of one, each decision with its own page, recorded by hand, replaced, looked at
again (practice M0a).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from agency.spreadsheet import as_csv
from clients.days import day_of
from clients.frame import client_frame
from clients.models import Client
from clients.queries.rights import rights_at
from clients.views.answers import form_page, said, tried
from clients.views.clients import this_client
from comms import decision_words as words, noting_letters
from comms.domain import answers, decisions as verbs, first_words
from comms.domain.senders import NoAddress
from comms.forms.decisions import DecisionFilter, DecisionForm
from comms.models import Decision, Insight, Interaction, Request
from comms.queries import decisions as queries
from comms.queries.calls import cast_of
from comms.queries.conversation import said_in
from comms.queries.inbox import requests_of
from comms.views.short_letters import leaves_soon

MOST_OFFERED, MOST_MESSAGES = 60, 12


@member_door("decision.read")
def decisions(request: MemberRequest) -> HttpResponse:
    """Of all clients; what stands in the address filters."""
    here = reverse("decisions", args=[request.agency.slug])
    csv_url = reverse("decisions_csv", args=[request.agency.slug])
    return render(request, "comms/decisions.html", _listed(request, here, csv_url))


@member_door("decision.read")
def client_decisions(request: MemberRequest, client_key: str) -> HttpResponse:
    client = this_client(request, client_key)
    here = reverse("client_decisions", args=[request.agency.slug, client_key])
    csv_url = reverse("client_decisions_csv", args=[request.agency.slug, client_key])
    writes = may(request.member, "decision.record", client) and not client.archived
    context = {
        **client_frame(request, client, "decisions"),
        **_listed(request, here, csv_url, client),
        "new_url": reverse("decision_new", args=[request.agency.slug, client_key]) if writes else "",
        "due": [words.row(each, _today(request)) for each in queries.log_of(request.member)
                .filter(queries.STANDING, client=client, revisit_on__lte=_today(request)).order_by("revisit_on")[:5]],
    }  # fmt: skip
    return render(request, "comms/client_decisions.html", context)


def _today(request: MemberRequest) -> Any:
    return day_of(timezone.now(), request.agency)


def _listed(request: MemberRequest, here: str, csv_url: str, client: Client | None = None) -> dict[str, Any]:
    form = DecisionFilter(request.GET, member=request.member, of=client)
    choice = form.choice()
    rows = queries.chosen(queries.log_of(request.member), choice)
    page = queries.log_page(
        rows, choice.order, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    today = _today(request)
    return {
        "form": form,
        "here": here,
        "rows": [words.row(decision, today) for decision in page.rows],
        "filtered": any(name in request.GET and request.GET[name] for name in form.fields if name != "order"),
        "csv_url": _address(request, csv_url),
        "older_url": _address(request, here, after=page.after) if page.after else "",
        "newer_url": _address(request, here, before=page.before) if page.before else "",
    }


def _address(request: MemberRequest, here: str, **edge: str) -> str:
    """The address with its filters, and another edge of the page."""
    parts = request.GET.copy()
    for name in ("after", "before"):
        parts.pop(name, None)
    for name, value in edge.items():
        parts[name] = value
    return f"{here}?{parts.urlencode()}" if parts else here


@member_door("decision.read")
def decisions_csv(request: MemberRequest) -> HttpResponse:
    """What the page shows by its filters, all of it."""
    return _file(request)


@member_door("decision.read")
def client_decisions_csv(request: MemberRequest, client_key: str) -> HttpResponse:
    return _file(request, this_client(request, client_key))


def _file(request: MemberRequest, client: Client | None = None) -> HttpResponse:
    choice = DecisionFilter(request.GET, member=request.member, of=client).choice()
    rows = queries.log_rows(queries.chosen(queries.log_of(request.member), choice), choice.order)
    return as_csv(words.table(list(rows)), f"decisions-{_today(request):%Y-%m-%d}.csv")


def this_decision(request: MemberRequest, key: str, verb: str = "") -> Decision:
    found: Decision = reach(queries.log_of(request.member), key=key)
    if verb:
        require(request.member, verb, found.client)
    return found


@member_door("decision.read")
def decision(request: MemberRequest, key: str) -> HttpResponse:
    found = this_decision(request, key)
    return render(request, "comms/decision.html", words.page(found, request.member, timezone.now()))


@member_door("decision.record", writes=True)
def decision_new(request: MemberRequest, client_key: str) -> HttpResponse:
    """By hand, without a call; `replaces` names the decision whose place it takes."""
    client = this_client(request, client_key)
    require(request.member, "decision.record", client)
    cancel = reverse("client_decisions", args=[request.agency.slug, client_key])
    return _record(request, client, [], {"supersedes": request.GET.get("replaces", "")}, cancel)


@member_door("decision.record", writes=True)
def request_decision(request: MemberRequest, key: str) -> HttpResponse:
    """From what was said in a conversation; `message` names the one."""
    found: Request = reach(requests_of(request.member), key=key)
    require(request.member, "decision.record", found.client)
    rows = said_in(found).filter(internal=False, automatic=False)
    said_there = rows.select_related("contact__person", "member__user", "request").order_by("-at")
    messages = list(said_there[:MOST_MESSAGES])
    asked = (request.POST.get("message", "") or request.GET.get("message", "")).replace("\0", "")
    wanted = next((each for each in messages if each.key == asked), None) or said_there.filter(key=asked).first()
    if wanted is not None and wanted not in messages:
        messages.append(wanted)
    source = wanted or next((each for each in messages if each.direction == Interaction.Direction.INBOUND), None)
    initial: dict[str, Any] = {"message": source.key if source else ""}
    if source is not None:
        initial["decided_on"] = day_of(source.at, request.agency)
        if source.direction == Interaction.Direction.INBOUND and source.contact is not None:
            initial["who"] = f"c:{source.contact.key}"
    cancel = reverse("request", args=[request.agency.slug, key])
    return _record(request, found.client, messages, initial, cancel)


def _record(
    request: MemberRequest, client: Client, messages: list[Interaction], initial: dict[str, Any], cancel_url: str
) -> HttpResponse:
    rights, cast = rights_at(client), cast_of(client)
    form = DecisionForm(
        request.POST or None, cast=cast, rights=rights, messages=messages,
        standing=list(queries.standing_at(client)[:MOST_OFFERED]),
        insights=list(Insight.objects.filter(client=client).order_by("-heard_on", "-id")[:20]),
        may_tell=may(request.member, "letter.write", client),
        initial={"decided_on": _today(request), "who": f"m:{request.member.key}", **initial},
    )  # fmt: skip
    if request.method == "POST" and (made := _recorded(request, client, form)) is not None:
        return redirect("decision", request.agency.slug, made.key)
    context = {
        "form": form,
        "client": client,
        "rights": rights,
        "cancel_url": cancel_url,
        "once": request.POST.get("once", ""),
    }
    return form_page(request, "comms/decision_new.html", context)


def _recorded(request: MemberRequest, client: Client, form: DecisionForm) -> Decision | None:
    """Both the decision and the mail about it, or neither; what was typed comes back with the reason."""
    try:
        with transaction.atomic():
            return tried(form, lambda: _record_and_tell(request, client, form))
    except (NoAddress, first_words.NotThereAnyMore) as refusal:
        form.add_error("to", refusal)
    except answers.Unfilled as refusal:
        form.add_error("what", refusal.messages)
    except answers.TakenBack as refusal:
        form.add_error(None, refusal.messages)
    return None


def _record_and_tell(request: MemberRequest, client: Client, form: DecisionForm) -> Decision:
    by, now, once = request.member, timezone.now(), request.POST.get("once", "")
    made = verbs.record(client, by=by, at=now, key=once, **form.of_decision())
    if contact := form.reader():
        proposed = noting_letters.noted(made, contact)
        sent = first_words.write(contact, by=by, at=now, subject=proposed.subject, text=proposed.text, key=once)
        leaves_soon(request, sent, _("Recorded. %(name)s reads it in a moment.") % {"name": contact.person.name})
    else:
        undo = reverse("decision_withdrawal", args=[request.agency.slug, made.key])
        said(request, _("Recorded."), undo)
    return made


def refusal_said(request: MemberRequest, refusal: ValidationError) -> None:
    said(request, " ".join(refusal.messages))
