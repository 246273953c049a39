"""Who decides what at a client: added, changed, taken out. The table stands with the people."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from clients.domain import rights as verbs
from clients.domain.refusals import Refusal
from clients.forms.rights import SUBJECTS, RightForm
from clients.models import Client, DecisionRight
from clients.queries.rights import rights_of
from clients.views.answers import form_page, said, tried
from clients.views.clients import this_client


@member_door("right.edit", writes=True)
def right_new(request: MemberRequest, key: str) -> HttpResponse:
    client = this_client(request, key)
    require(request.member, "right.edit", client)
    form = RightForm(request.POST or None, client=client)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.grant(client, by=by, at=at, **form.of_right())) is not None:
            said(request, _("Noted."))
            return redirect(_people(request, client))
    return _form_page(request, form, client, None)


@member_door("right.edit", writes=True)
def right(request: MemberRequest, key: str) -> HttpResponse:
    found = _this_right(request, key)
    form = RightForm(request.POST or None, client=found.client, row=found)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.change(found, by=by, at=at, **form.of_right())) is not None:
            said(request, _("Saved."))
            return redirect(_people(request, found.client))
    return _form_page(request, form, found.client, found)


@require_POST
@member_door("right.edit", writes=True)
def right_removal(request: MemberRequest, key: str) -> HttpResponse:
    found = _this_right(request, key)
    try:
        verbs.remove(found, by=request.member, at=timezone.now())
        said(request, _("Nobody in particular decides about “%(subject)s” now.") % {"subject": found.subject})
    except Refusal as refusal:
        said(request, refusal.words)
    return redirect(_people(request, found.client))


def _this_right(request: MemberRequest, key: str) -> DecisionRight:
    found: DecisionRight = reach(rights_of(request.member), key=key)
    require(request.member, "right.edit", found.client)
    return found


def _people(request: MemberRequest, client: Client) -> str:
    return reverse("client_people", args=[request.agency.slug, client.key]) + "#rights"


def _form_page(request: MemberRequest, form: RightForm, client: Client, found: DecisionRight | None) -> HttpResponse:
    context = {
        "form": form,
        "client": client,
        "right": found,
        "subjects": [str(subject) for subject in SUBJECTS],
        "cancel_url": _people(request, client),
    }
    return form_page(request, "clients/right_form.html", context)
