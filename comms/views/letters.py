"""Write to somebody who has not asked: a welcome, a check-in, a slip that is told ahead. Nothing typed is ever lost."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.keys import new_key
from agency.permissions import require
from agency.reach import reach
from clients.models import Contact
from clients.queries import clients_of, contacts_of
from comms import composing, drafts, filling, letter_page
from comms.domain import answers, draft_files, first_words, later
from comms.domain.outbox import HOLD
from comms.forms.composer import LONGEST, LetterForm
from comms.models import DraftFile, Interaction

LONGEST_SUBJECT = 200


@member_door("letter.write")
def letter_new(request: MemberRequest, client_key: str) -> HttpResponse:
    """Whom do you write to? The only contact of a client is the answer."""
    client = reach(clients_of(request.member), key=client_key)
    require(request.member, "letter.write", client)
    there = contacts_of(request.member).filter(client=client, ended_at=None)
    people = list(there.order_by("-decision_maker", "person__name", "pk"))
    if len(people) == 1:
        return redirect("letter", request.agency.slug, people[0].key)
    rows = [
        {
            "name": contact.person.name,
            "initials": wording.initials(contact.person.name),
            "role": contact.role,
            "lines": [composing.how_words(contact)],
            "url": reverse("letter", args=[request.agency.slug, contact.key]),
        }
        for contact in people
    ]
    return render(request, "comms/letter_new.html", {"client": client, "people": rows})


@member_door("letter.write", writes=True)
def letter(request: MemberRequest, key: str) -> HttpResponse:
    """Files that came with the form are stored first, whatever else is wrong with it."""
    contact, now = found_for(request, key), timezone.now()
    if request.method != "POST":
        kept, other_words = drafts.recall_all(request.member, drafts.letter_place(contact))[
            drafts.letter_place(contact)
        ]
        form = LetterForm(initial=letter_page.begun(contact, kept))
        return page(request, contact, form, now, other_words)
    form = LetterForm(request.POST)
    try:
        draft_files.add(request.member, drafts.letter_place(contact), request.FILES.getlist("files"), at=now)
    except ValidationError as refusal:
        form.is_valid()
        form.add_error("attachments", list(refusal.messages))
    if form.is_valid() and filling.is_bare(form.cleaned_data["text"], contact):
        form.add_error("text", list(answers.NothingWritten().messages))
    if not form.is_valid():
        return refused(request, contact, form, now)
    leaves_at = form.moment(later.morning_of(contact, now))
    try:
        sent = first_words.send(
            contact,
            by=request.member,
            at=now,
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            once=request.POST.get("once", ""),
            based=request.POST.get("based", ""),
            leaves_at=leaves_at,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return refused(request, contact, form, now)
    return done(request, contact, sent, leaves_at, now)


def done(
    request: MemberRequest, contact: Contact, sent: Interaction, leaves_at: datetime | None, now: datetime
) -> HttpResponse:
    """To the thread that it has begun, with Undo."""
    words = _("Your letter leaves in a moment.")
    undo = f"undo:{reverse('message_withdrawal', args=[request.agency.slug, sent.key])}"
    tags = [undo] if leaves_at else [undo, f"until:{(sent.at + HOLD).isoformat()}"]
    if leaves_at is not None:
        words = _("Your letter leaves %(when)s.") % {"when": composing.leaves_words(sent.at, contact, now)}
    messages.success(request, words, extra_tags=" ".join(tags))
    begun = sent.request.key if sent.request is not None else ""
    return redirect("request", request.agency.slug, begun)


def found_for(request: MemberRequest, key: str) -> Contact:
    """The contact, if they may be written to. Raises Http404, Refused."""
    contact = reach(contacts_of(request.member).select_related("client__lead__user"), key=key)
    require(request.member, "letter.write", contact.client)
    return contact


def page(
    request: MemberRequest, contact: Contact, form: LetterForm, now: datetime, other_words: str = "", status: int = 200
) -> HttpResponse:
    context = letter_page.around(contact, request.member, now, form, other_words)
    return render(request, "comms/letter.html", context, status=status)


def refused(request: MemberRequest, contact: Contact, form: LetterForm, now: datetime) -> HttpResponse:
    """The form as it was typed, which is a draft, too."""
    drafts.keep(request.member, drafts.letter_place(contact), request.POST, at=now)
    return page(request, contact, form, now, status=422)


@require_POST
@member_door("letter.write", writes=True)
def letter_insertion(request: MemberRequest, key: str) -> HttpResponse:
    """Puts the `template` into what is being written; `undo` takes it out again. What was typed stays a draft."""
    contact, now = found_for(request, key), timezone.now()
    place, here = drafts.letter_place(contact), redirect("letter", request.agency.slug, contact.key)
    before = f"before:{contact.key}"
    if request.POST.get("undo"):
        kept = drafts.recall(request.member, before)
        if kept is None:
            messages.error(request, _("There is nothing to undo any more."))
            return here
        fields = {name: kept.get(name, "") for name in ("subject", "text", "based")}
        drafts.give_back(request.member, place, {**fields, "once": new_key()}, at=now)
        drafts.forget(request.member, before)
        return here
    typed = typed_in(request)
    drafts.keep(request.member, place, request.POST, at=now)
    chosen = letter_page.chosen_by(request.member, request.POST.get("template", ""))
    if chosen is None:
        messages.error(request, _("There is no such template any more."))
        return here
    once = {name: request.POST.get(name, "")[:LONGEST_SUBJECT] for name in ("once", "based", "leaves")}
    put_in = letter_page.with_template(chosen, typed, contact, by=request.member, at=now)
    drafts.give_back(request.member, place, {**once, **put_in}, at=now)
    drafts.give_back(request.member, before, {**typed, "based": once["once"]}, at=now)
    undo = reverse("letter_insertion", args=[request.agency.slug, contact.key])
    messages.success(request, _("“%(name)s” is in the box.") % {"name": chosen.name}, extra_tags=f"undo:{undo}")
    return here


def typed_in(request: MemberRequest) -> dict[str, str]:
    text = request.POST.get("text", "").replace("\r\n", "\n")[:LONGEST]
    return {"subject": request.POST.get("subject", "")[:LONGEST_SUBJECT], "text": text}


@require_POST
@member_door("letter.write", writes=True)
def letter_files(request: MemberRequest, key: str) -> HttpResponse:
    """Stores files for the letter, which is kept as well. htmx gets the list alone, others the page again."""
    contact, now = found_for(request, key), timezone.now()
    place, problem = drafts.letter_place(contact), ""
    try:
        draft_files.add(request.member, place, request.FILES.getlist("files"), at=now)
    except ValidationError as refusal:
        problem = " ".join(refusal.messages)
    drafts.keep(request.member, place, request.POST, at=now)
    return files_shown(request, contact, problem)


@require_POST
@member_door("letter.write", writes=True)
def letter_file(request: MemberRequest, key: str) -> HttpResponse:
    """Takes a file of one's own letter out again; what is typed beside it is kept."""
    mine = DraftFile.objects.filter(member=request.member, place__startswith="letter:")
    file = reach(mine, key=key)
    contact = found_for(request, file.place.partition(":")[2])
    draft_files.remove([file])
    if "text" in request.POST:
        drafts.keep(request.member, file.place, request.POST, at=timezone.now())
    return files_shown(request, contact, "")


def files_shown(request: MemberRequest, contact: Contact, problem: str) -> HttpResponse:
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect("letter", request.agency.slug, contact.key)
    composer: dict[str, Any] = {
        "files": composing.files(request.member, drafts.letter_place(contact)),
        "files_url": reverse("letter_files", args=[request.agency.slug, contact.key]),
        "limits": composing.limits_words(),
    }
    context = {"composer": composer, "files_problem": problem}
    return render(request, "comms/composer_files.html", context, status=422 if problem else 200)
