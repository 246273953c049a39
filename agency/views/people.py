"""The staff: who they are, who is invited, what each may do, and how somebody goes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from agency import queries
from agency.domain import invitations as inviting, members as verbs
from agency.doors import member_door
from agency.forms.people import InviteForm, MemberForm, SuccessorForm
from agency.http import MemberRequest
from agency.models import Invitation, Membership
from agency.reach import reach
from agency.sections import settings_sections


@member_door("member.invite")
def members(request: MemberRequest) -> HttpResponse:
    return people_page(request, InviteForm())


@member_door("member.invite", writes=True)
@require_POST
def invitations(request: MemberRequest) -> HttpResponse:
    """Invites each address; those that can't be invited stay in the form with the reason."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return people_page(request, form)
    sent, refused = 0, []
    for invited in form.cleaned_data["addresses"]:
        try:
            inviting.invite(**invited._asdict(), role=form.cleaned_data["role"], by=request.member, at=timezone.now())
            sent += 1
        except ValidationError as error:
            refused.append((invited.email, " ".join(error.messages)))
    if sent:
        words = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", sent)
        messages.success(request, words % {"count": sent})
    if refused:
        left = {"addresses": "\n".join(email for email, _words in refused), "role": form.cleaned_data["role"]}
        form = InviteForm(left)
        for _email, words in refused:
            form.add_error("addresses", words)
        return people_page(request, form)
    return redirect("members", request.agency.slug)


@member_door("member.invite", writes=True)
@require_POST
def invitation_mail(request: MemberRequest, key: str) -> HttpResponse:
    """Sends an invitation again."""
    return settle(
        request, reach(Invitation.objects.all(), key=key), inviting.send_again, _("The invitation is on its way again.")
    )


@member_door("member.invite", writes=True)
@require_POST
def invitation_revocation(request: MemberRequest, key: str) -> HttpResponse:
    return settle(
        request, reach(Invitation.objects.all(), key=key), inviting.revoke, _("The invitation does not work any more.")
    )


def settle(request: MemberRequest, row: Any, verb: Any, done: str, **arguments: Any) -> HttpResponse:
    """One verb on one row, its outcome in a toast, and back to the list."""
    try:
        verb(row, by=request.member, at=timezone.now(), **arguments)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("members", request.agency.slug)


@member_door("member.change", writes=True)
def member(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(Membership.objects.select_related("user"), key=key)
    form = MemberForm(request.POST or None, member=found)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change(found, by=request.member, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("members", request.agency.slug)
    context = {
        "form": form,
        "shown": found,
        "last_owner": verbs.is_last_owner(found),
        "settings_sections": settings_sections(request),
    }
    return render(request, "agency/member.html", context, status=422 if form.errors else 200)


@member_door("member.deactivate", writes=True)
def member_deactivation(request: MemberRequest, key: str) -> HttpResponse:
    """GET shows what the member holds and who could take over; POST does it; POST with `undo` lets them in again."""
    found = reach(Membership.objects.select_related("user"), key=key)
    if request.method == "POST" and "undo" in request.POST:
        return settle(request, found, verbs.reactivate, _("%(name)s can work here again.") % {"name": found})
    if not found.active:
        return redirect("members", request.agency.slug)
    held = verbs.holdings_of(found)
    form = SuccessorForm(request.POST or None if held else None, successors=verbs.successors(found))
    if request.method == "POST" and (not held or form.is_valid()):
        try:
            to = form.cleaned_data["to"] if held else None
            verbs.deactivate(found, by=request.member, at=timezone.now(), to=to)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            return gone(request, found, undoable=not held)
    context = {"shown": found, "holdings": held, "form": form, "settings_sections": settings_sections(request)}
    return render(request, "agency/member_deactivation.html", context, status=422 if request.method == "POST" else 200)


def gone(request: MemberRequest, found: Membership, *, undoable: bool) -> HttpResponse:
    """What was handed over stays with whoever took it, so that only an empty-handed going is undone."""
    if found.pk == request.member.pk:
        messages.success(request, _("You have left %(agency)s.") % {"agency": request.agency})
        return redirect("front_door")
    undo = reverse("member_deactivation", args=[request.agency.slug, found.key])
    words = _("%(name)s is deactivated.") % {"name": found}
    messages.success(request, words, extra_tags=f"undo:{undo}" if undoable else "")
    return redirect("members", request.agency.slug)


def people_page(request: MemberRequest, form: InviteForm) -> HttpResponse:
    now, zone = timezone.now(), timezone.get_current_timezone()
    context = {
        "form": form,
        "rows": queries.member_rows(zone, now),
        "invitations": queries.invitation_rows(zone, now),
        "settings_sections": settings_sections(request),
    }
    return render(request, "agency/members.html", context, status=422 if form.errors else 200)
