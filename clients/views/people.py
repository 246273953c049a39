"""The people of a client: who they are, their place, and its end."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.addresses import address
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from clients.domain import contacts, people as verbs
from clients.domain.refusals import Refusal
from clients.forms.people import PersonForm
from clients.frame import client_frame
from clients.models import Client, Contact, Person
from clients.profile import client_defaults
from clients.queries import person_card
from clients.queries.people import contact_rows, found_rows, person_page, strangers_to
from clients.queries.reach import contacts_of, people_of
from clients.queries.rights import noted_with_people, right_rows
from clients.views.answers import back, form_page, said, tried, wants_undo
from clients.views.clients import this_client


@member_door("client.read")
def client_people(request: MemberRequest, key: str) -> HttpResponse:
    client, now = this_client(request, key), timezone.now()
    context = {
        **client_frame(request, client, "people"),
        "rows": contact_rows(client, request.member, now),
        "rights": right_rows(client, request.agency.slug),
        "noted": noted_with_people(client),
        "may_right": may(request.member, "right.edit", client) and not client.archived,
        "former": contact_rows(client, request.member, now, ended=True),
        "may_edit": may(request.member, "person.edit", client) and not client.archived,
        "may_invite": may(request.member, "portal.invite", client) and not client.archived,
    }
    return render(request, "clients/client_people.html", context)


@member_door("person.edit", writes=True)
def person_new(request: MemberRequest, key: str) -> HttpResponse:
    client = this_client(request, key)
    require(request.member, "person.edit", client)
    form = _form(request, client)
    if request.method == "POST":
        made = tried(
            form,
            lambda: verbs.create(
                client, by=request.member, at=timezone.now(), place=form.of_place(), **form.of_person()
            ),
        )
        if made is not None:
            words = _("%(person)s is a contact of %(client)s now.")
            said(request, words % {"person": made.person.name, "client": client.name})
            return redirect("client_people", request.agency.slug, key)
    return form_page(request, "clients/person_form.html", _form_context(form, client))


@member_door("person.edit", writes=True)
def contact_edit(request: MemberRequest, key: str) -> HttpResponse:
    """The person and their place at this client, in one form and one step."""
    contact = reach(contacts_of(request.member), key=key)
    require(request.member, "person.edit", contact.client)
    form = _form(request, contact.client, contact)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.edit_contact(contact, by=by, at=at, place=form.of_place(), **form.of_person())):
            said(request, _("Saved."))
            return redirect("person", request.agency.slug, contact.person.key)
    return form_page(request, "clients/person_form.html", _form_context(form, contact.client, contact))


@member_door("client.read")
def contact_card(request: MemberRequest, key: str) -> HttpResponse:
    """How one speaks with them: a part that stands beside what is written to them."""
    contact = reach(contacts_of(request.member), key=key)
    card = person_card(contact, request.member, timezone.now())
    return render(request, "components/person.html", {"person": card, "level": 3})


@member_door("client.read")
def person(request: MemberRequest, key: str) -> HttpResponse:
    found: Person = reach(people_of(request.member), key=key)
    context = person_page(found, request.member, timezone.now())
    client: Client = context["contact"].client
    context |= {
        "client": client,
        "client_url": reverse("client", args=[request.agency.slug, client.key]),
        "may_edit": may(request.member, "person.edit", client) and context["contact"].ended_at is None,
        **_writing(request, context["contact"]),
        "meet_url": _meet_url(request, context["contact"]),
    }
    return render(request, "clients/person.html", context)


def _writing(request: MemberRequest, contact: Contact) -> dict[str, str]:
    """The button by which one writes to them, where the room that sends mail is there and the member may."""
    may_write = may(request.member, "letter.write", contact.client) and contact.ended_at is None
    there = may_write and not contact.client.archived
    return {
        "write_url": address("letter", request.agency.slug, contact.key) if there else "",
        "write_words": _("Write to %(name)s") % {"name": wording.first_name(contact.person.name)},
    }


def _meet_url(request: MemberRequest, contact: Contact) -> str:
    """Where a meeting with them is planned; '' for who may not, and for who no longer speaks for the client."""
    client = contact.client
    if contact.ended_at is not None or client.archived or not may(request.member, "meeting.plan", client):
        return ""
    url = address("meeting_new", request.agency.slug, client.key)
    return url and f"{url}?contact={contact.key}"


@member_door("person.edit", writes=True)
def contact_add(request: MemberRequest, key: str) -> HttpResponse:
    """Somebody we know from another client speaks for this one, too."""
    client = this_client(request, key)
    require(request.member, "person.edit", client)
    if request.method == "POST":
        known: Person = reach(people_of(request.member), key=request.POST.get("person", ""))
        try:
            contact = contacts.add(known, client, by=request.member, at=timezone.now())
        except Refusal as refusal:
            said(request, refusal.words)
            return redirect("client_people", request.agency.slug, key)
        said(request, _("%(person)s is a contact of %(client)s now.") % {"person": known.name, "client": client.name})
        return redirect("contact_edit", request.agency.slug, contact.key)
    q = request.GET.get("find", "").replace("\0", "").strip()[:100]
    found = found_rows(strangers_to(client, request.member, q), request.member) if q else []
    return render(request, "clients/contact_add.html", {"client": client, "q": q, "found": found})


@member_door("person.edit", writes=True)
def contact_end(request: MemberRequest, key: str) -> HttpResponse:
    """POST ends a contact; with undo=1 it begins again."""
    contact = reach(contacts_of(request.member), key=key)
    require(request.member, "person.edit", contact.client)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if wants_undo(request):
            try:
                contacts.add(contact.person, contact.client, by=by, at=at)
                said(request, _("%(person)s is a contact again.") % {"person": contact.person.name})
            except Refusal as refusal:
                said(request, refusal.words)
        else:
            contacts.end(contact, by=by, at=at)
            undo = reverse("contact_end", args=[request.agency.slug, key])
            said(request, _("%(person)s no longer speaks for the client.") % {"person": contact.person.name}, undo)
    return back(request, reverse("client_people", args=[request.agency.slug, contact.client.key]))


def _form(request: MemberRequest, client: Client, contact: Contact | None = None) -> PersonForm:
    return PersonForm(
        request.POST or None,
        contact=contact,
        may_note=may(request.member, "person.personal_note", client),
        beneath=client_defaults(client, request.agency),
    )


def _form_context(form: PersonForm, client: Client, contact: Contact | None = None) -> dict[str, object]:
    return {"form": form, "client": client, "contact": contact, "taken": form.taken}
