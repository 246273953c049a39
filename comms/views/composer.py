"""The composer of a conversation: send now or later, put a template in, attach files. Nothing typed is ever lost."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.keys import new_key
from agency.reach import reach
from comms import composing, drafts, filling
from comms.domain import answers, draft_files, later, written as verbs
from comms.domain.outbox import HOLD
from comms.domain.written import Written
from comms.forms.composer import ACKNOWLEDGE, LATE, LONGEST, ReplyForm
from comms.models import DraftFile, Interaction, Request
from comms.queries import conversation, inbox as queries, templates as offers
from comms.views.inbox import MOST_ALSO, request_context
from comms.views.requests import back, done, found_for, refused, to_today


@require_POST
@member_door("request.answer", writes=True)
def answer(request: MemberRequest, key: str) -> HttpResponse:
    """An answer, now or later; `word` makes it a word more to what was acknowledged, which waits for its answer still.

    Files that came with the form are stored first, whatever else is wrong with it.
    """
    found, now = found_for(request, key, "request.answer"), timezone.now()
    also = list(conversation.other_open(found)[:MOST_ALSO])
    form = ReplyForm(request.POST, also=also)
    try:
        draft_files.add(request.member, drafts.reply_place(found), request.FILES.getlist("files"), at=now)
    except ValidationError as refusal:
        form.is_valid()
        form.add_error("attachments", list(refusal.messages))
    if not form.is_valid():
        return page(request, found, form)
    if filling.is_bare(form.cleaned_data["text"], found.contact):
        form.add_error("text", list(answers.NothingWritten().messages))
        return page(request, found, form)
    leaves_at = form.moment(later.morning_of(found.contact, now))
    try:
        sent = verbs.send(
            found,
            Written(
                text=form.cleaned_data["text"],
                also=[episode.request for episode in also if episode.key in form.cleaned_data["also"]],
                once=request.POST.get("once", ""),
                based=request.POST.get("based", ""),
                settles="word" not in request.POST,
                leaves_at=leaves_at,
                acknowledge=form.answer_to_late == ACKNOWLEDGE,
                late=form.answer_to_late == LATE,
                instead=form.cleaned_data["instead"][:MOST_ALSO],
            ),
            by=request.member,
            at=now,
        )
    except later.Late as late:
        words = composing.late_words(late.deadlines, form.when, leaves_at or now, found.contact, now)
        return page(request, found, form, late=words)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return page(request, found, form)
    undo = reverse("message_withdrawal", args=[request.agency.slug, sent.key])
    said = [sent_words(sent, leaves_at, now)]
    if form.cleaned_data["instead"]:
        said.append(_("What waited is taken back; its text is in the box."))
    return done(request, found, " ".join(said), undo, until=until(sent, leaves_at))


def page(request: MemberRequest, found: Request, form: ReplyForm, **extra: object) -> HttpResponse:
    """The conversation with the form as it was typed, and what is wrong beside it; what was typed is a draft, too."""
    drafts.keep(request.member, drafts.reply_place(found), request.POST, at=timezone.now())
    return render(request, "comms/inbox.html", {**request_context(request, found, form), **extra}, status=422)


def sent_words(sent: Interaction, leaves_at: datetime | None, now: datetime) -> str:
    if leaves_at is None or sent.contact is None:
        return _("Your answer leaves in a moment.")
    return _("Your answer leaves %(when)s.") % {"when": composing.leaves_words(sent.at, sent.contact, now)}


def until(sent: Interaction, leaves_at: datetime | None) -> datetime | None:
    """How long the toast counts down: the seconds of Undo, not the days of what leaves later."""
    return sent.at + HOLD if leaves_at is None else None


@require_POST
@member_door("request.answer", writes=True)
def message_withdrawal(request: MemberRequest, key: str) -> HttpResponse:
    """Undo send: while every copy waits, nothing leaves and the text is a draft again."""
    sent, found = message_of(request, key)
    try:
        draft = answers.take_back(sent, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        return refused(request, found, refusal)
    if draft.place.startswith("letter:"):
        messages.success(request, _("Taken back. The text is in the box again."))
        return redirect("letter", request.agency.slug, draft.place.partition(":")[2])
    there, here = _("Taken back. The text waits in the conversation."), _("Taken back. The text is in the box again.")
    messages.success(request, there if to_today(request) else here)
    return back(request, found)


@require_POST
@member_door("request.answer", writes=True)
def message_sending(request: MemberRequest, key: str) -> HttpResponse:
    """Send now: what waits for its moment leaves in 20 seconds, and can be taken back until then."""
    sent, found = message_of(request, key)
    try:
        hurried = later.send_now(sent, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        return refused(request, found, refusal)
    undo = reverse("message_withdrawal", args=[request.agency.slug, sent.key])
    return done(request, found, _("Your answer leaves in a moment."), undo, until=until(hurried, None))


def message_of(request: MemberRequest, key: str) -> tuple[Interaction, Request]:
    sent = reach(
        Interaction.objects.filter(request__in=queries.requests_of(request.member)).select_related("request"), key=key
    )
    return sent, found_for(request, sent.request.key if sent.request else "", "request.answer")


@require_POST
@member_door("request.answer", writes=True)
def insertion(request: MemberRequest, key: str) -> HttpResponse:
    """Puts the `template` into what is being written; `undo` takes it out again. What was typed stays a draft."""
    found, now = found_for(request, key, "request.answer"), timezone.now()
    if request.POST.get("undo"):
        undo_insertion(request, found, now)
        return redirect("request", request.agency.slug, found.key)
    place = drafts.reply_place(found)
    typed = request.POST.get("text", "").replace("\r\n", "\n")[:LONGEST]
    chosen = offers.one_offered(request.member, request.POST.get("template", ""))
    drafts.keep(request.member, place, request.POST, at=now)
    if chosen is None:
        messages.error(request, _("There is no such template any more."))
        return redirect("request", request.agency.slug, found.key)
    said = filling.put_in(chosen.text, typed, found.contact, found, by=request.member, at=now)
    kept = {"once": request.POST.get("once", ""), "based": request.POST.get("based", "")}
    kept_also = {"also": request.POST.getlist("also")}
    drafts.give_back(request.member, place, {**kept, **kept_also, "text": said.text}, at=now)
    drafts.give_back(request.member, undo_place(found), {"text": typed, "after": said.text, **kept_also}, at=now)
    undo = reverse("insertion", args=[request.agency.slug, found.key])
    messages.success(request, _("“%(name)s” is in the box.") % {"name": chosen.name}, extra_tags=f"undo:{undo}")
    return redirect("request", request.agency.slug, found.key)


def undo_place(found: Request) -> str:
    return f"before:{found.key}"


def undo_insertion(request: MemberRequest, found: Request, now: datetime) -> None:
    """As it was before; what was typed since then is kept beside it."""
    before, place = drafts.recall(request.member, undo_place(found)), drafts.reply_place(found)
    if before is None:
        messages.error(request, _("There is nothing to undo any more."))
        return
    present = drafts.recall(request.member, place)
    untouched = present is not None and present.get("text", "").replace("\r\n", "\n") == before.get("after", "")
    based = present.get("once", "") if present is not None and untouched else ""
    fields = {"text": before.get("text", ""), "also": before.getlist("also"), "once": new_key(), "based": based}
    drafts.give_back(request.member, place, fields, at=now)
    drafts.forget(request.member, undo_place(found))


@require_POST
@member_door("request.answer", writes=True)
def draft_file_list(request: MemberRequest, key: str) -> HttpResponse:
    """Stores files for the draft, which is kept as well. htmx gets the list alone, others the conversation again."""
    found, now = found_for(request, key, "request.answer"), timezone.now()
    place, problem = drafts.reply_place(found), ""
    try:
        draft_files.add(request.member, place, request.FILES.getlist("files"), at=now)
    except ValidationError as refusal:
        problem = " ".join(refusal.messages)
    drafts.keep(request.member, place, request.POST, at=now)
    return files_shown(request, found, problem)


@require_POST
@member_door("request.answer", writes=True)
def draft_file(request: MemberRequest, key: str) -> HttpResponse:
    """Takes a file of one's own draft out again; what is typed beside it is kept."""
    file = reach(DraftFile.objects.filter(member=request.member), key=key)
    found = found_for(request, file.place.partition(":")[2], "request.answer")
    draft_files.remove([file])
    if "text" in request.POST:
        drafts.keep(request.member, file.place, request.POST, at=timezone.now())
    return files_shown(request, found, "")


def files_shown(request: MemberRequest, found: Request, problem: str) -> HttpResponse:
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect("request", request.agency.slug, found.key)
    context = {
        "request_shown": found,
        "composer": {
            "files": composing.files(request.member, drafts.reply_place(found)),
            "files_url": reverse("draft_files", args=[request.agency.slug, found.key]),
            "limits": composing.limits_words(),
        },
        "files_problem": problem,
    }
    return render(request, "comms/composer_files.html", context, status=422 if problem else 200)
