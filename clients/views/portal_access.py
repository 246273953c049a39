"""Opening and closing the portal for a contact, and the page behind the link of the invitation."""

from allauth.account.utils import complete_signup
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from agency.addresses import address
from agency.domain.invitations import owns_address, users_at
from agency.doors import member_door, open_door
from agency.http import AnyRequest, MemberRequest
from agency.keys import digest
from agency.models import User
from agency.permissions import require
from agency.reach import reach
from clients.domain import portal_invitations as verbs
from clients.domain.portal_invitations import InvitationOver
from clients.domain.refusals import Refusal
from clients.forms.people import InviteForm
from clients.models import PortalInvitation
from clients.profile import effective_profile
from clients.queries.reach import contacts_of
from clients.views.answers import form_page, said, tried, wants_undo


@member_door("portal.invite", writes=True)
def portal_invite(request: MemberRequest, key: str) -> HttpResponse:
    """Invites a contact, or sends the invitation anew; POST with undo=1 takes it back."""
    contact = reach(contacts_of(request.member), key=key)
    require(request.member, "portal.invite", contact.client)
    by, at = request.member, timezone.now()
    people = reverse("client_people", args=[request.agency.slug, contact.client.key])
    if wants_undo(request):
        for invitation in PortalInvitation.objects.filter(contact=contact, accepted_at=None, revoked_at=None):
            verbs.revoke(invitation, by=by, at=at)
        said(request, _("The invitation is taken back."))
        return redirect(people)
    form = InviteForm(request.POST or None, contact=contact)
    if request.method == "POST":
        sent = tried(form, lambda: verbs.invite(contact, by=by, at=at, email=form.cleaned_data["email"]))
        if sent is not None:
            undo = reverse("portal_invite", args=[request.agency.slug, key])
            said(request, _("The invitation to %(email)s is on its way.") % {"email": sent.email}, undo)
            return redirect(people)
    return form_page(request, "clients/portal_invite.html", {"form": form, "contact": contact, "back_url": people})


@member_door("portal.invite", writes=True)
def portal_access(request: MemberRequest, key: str) -> HttpResponse:
    """POST closes the portal to a contact; with undo=1 it opens again for one who has been there before."""
    contact = reach(contacts_of(request.member), key=key)
    require(request.member, "portal.invite", contact.client)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        try:
            if wants_undo(request):
                verbs.open_again(contact, by=by, at=at)
                said(request, _("%(person)s may open the portal again.") % {"person": contact.person.name})
            else:
                verbs.close(contact, by=by, at=at)
                undo = reverse("portal_access", args=[request.agency.slug, key])
                said(request, _("The portal is closed to %(person)s.") % {"person": contact.person.name}, undo)
        except Refusal as refusal:
            said(request, refusal.words)
    return redirect("client_people", request.agency.slug, contact.client.key)


@open_door("link", writes=True)
@never_cache
def portal_invitation(request: AnyRequest, agency_slug: str, token: str) -> HttpResponse:
    """What the invited person sees: one button. GET changes nothing, since mail scanners follow links.

    Who has an account signs in first; who has none gets one by pressing the button.
    """
    rows = PortalInvitation.objects.select_related("contact__person", "contact__client")
    invitation = reach(rows, token_digest=digest(token))
    profile = effective_profile(invitation.contact, invitation.contact.client, invitation.agency)
    with translation.override(profile.language.value):
        try:
            verbs.require_open(invitation, at=timezone.now())
            if request.method == "POST":
                return _accept(request, invitation)
        except InvitationOver as over:
            return _page(request, invitation, over=over.words, status=410)
        except Refusal as refusal:
            return _page(request, invitation, problem=refusal.words, status=409)
        return _page(request, invitation)


def _accept(request: AnyRequest, invitation: PortalInvitation) -> HttpResponse:
    at, portal = timezone.now(), _portal(invitation)
    if isinstance(request.user, User):
        verbs.accept(invitation, user=request.user, at=at)
        return redirect(portal)
    if users_at(invitation.email):
        return redirect(_sign_in(request, invitation))
    return complete_signup(request, verbs.join(invitation, at=at), None, portal)


def _portal(invitation: PortalInvitation) -> str:
    """The portal of the contact's client, or the front door where there is none."""
    return address("portal", invitation.agency.slug, invitation.contact.client.key) or reverse("front_door")


def _sign_in(request: AnyRequest, invitation: PortalInvitation) -> str:
    query = urlencode({"next": request.path, "email": invitation.email})
    return f"{reverse('account_login')}?{query}"


def _page(
    request: AnyRequest, invitation: PortalInvitation, *, over: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    agency, contact = invitation.agency, invitation.contact
    user = request.user if isinstance(request.user, User) else None
    context = {
        "letter": {"agency": {"name": agency.name, "hue": agency.hue}, "client": contact.client.name},
        "invitation": invitation,
        "person": contact.person,
        "over": over,
        "problem": problem,
        "other": user.email if user and not owns_address(user, invitation.email) else "",
        "sign_in_url": _sign_in(request, invitation) if user is None and users_at(invitation.email) else "",
        "portal_url": _portal(invitation),
    }
    return render(request, "clients/portal_invitation.html", context, status=status)
