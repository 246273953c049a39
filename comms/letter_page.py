"""What stands around a letter that answers nothing: its reader, templates, files, and the draft that was kept."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from agency import wording
from agency.models import Membership
from clients.models import Contact
from clients.queries import person_card
from comms import composing, drafts, filling, placeholders
from comms.forms.composer import LetterForm
from comms.queries import templates as offers
from comms.queries.templates import Offered
from comms.shipped import SUBJECTS


def around(contact: Contact, member: Membership, now: datetime, form: LetterForm, other_words: str) -> dict[str, Any]:
    """Context of comms/letter.html."""
    place, text = drafts.letter_place(contact), str(form["text"].value() or "")
    return {
        "contact": contact,
        "client": contact.client,
        "form": form,
        "based": form.data.get("once", "") if form.is_bound else form.initial.get("based", ""),
        "other_words": other_words,
        "draft_url": reverse("draft", args=[member.agency.slug, place]),
        "person": person_card(contact, member, now),
        "composer": {
            "how": composing.how_words(contact),
            "unreachable": composing.unreachable_words(contact),
            "hint": composing.hint(text, contact),
            "unfilled": composing.unfilled_words(f"{form['subject'].value() or ''}\n{text}", contact),
            "morning": composing.morning_words(contact, now),
            "our_zone": wording.zone_place(timezone.get_current_timezone_name()),
            "templates": composing.menu(member, contact, answers=False),
            "files": composing.files(member, place),
            "files_url": reverse("letter_files", args=[member.agency.slug, contact.key]),
            "limits": composing.limits_words(),
        },
    }


def begun(contact: Contact, kept: QueryDict | None) -> dict[str, str]:
    """What the form holds when it is opened: the draft that was kept, else greeting and closing."""
    if kept is None:
        return {"text": filling.skeleton(contact)}
    return {
        "subject": kept.get("subject", ""),
        "text": kept.get("text", ""),
        "leaves": kept.get("leaves", ""),
        "based": kept.get("once", ""),
    }


def with_template(
    chosen: Offered, typed: dict[str, str], contact: Contact, *, by: Membership, at: datetime
) -> dict[str, str]:
    """Subject and text with the template in them. An empty subject, or one that another template brought, becomes what
    such a letter is usually called.
    """
    values = filling.values(contact, None, by=by, at=at)
    usual = SUBJECTS.get(chosen.language, {}).get(chosen.purpose, "")
    brought = {placeholders.filled(one, values) for each in SUBJECTS.values() for one in each.values()}
    subject = typed["subject"].strip()
    if not subject or subject in brought:
        subject = placeholders.filled(usual, values)
    said = filling.put_in(chosen.text, typed["text"], contact, None, by=by, at=at, subject=subject)
    return {"subject": subject, "text": said.text}


def chosen_by(member: Membership, key: str) -> Offered | None:
    return offers.one_offered(member, key)
