"""The sheet beside the call's form: what the first reader will get, and the check before sending (practice O5)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.languages import announced
from clients.models import Contact, DetailLevel, Tone
from clients.profile import EffectiveProfile
from comms import checking, presend, writer
from comms.domain.calls import TopicNotes, topics_of
from comms.forms.calls import ActionForm, TopicForm
from comms.models import Summary
from comms.spoken import spoken_topics

if TYPE_CHECKING:
    from comms.desk import Desk


def title(desk: "Desk") -> str:
    names = [contact.person.name for contact in desk.to.people]
    if not names:
        return _("Call with %(client)s") % {"client": desk.client.name}
    return _("Call with %(names)s") % {"names": wording.listing(names)}


def reader_of(contact: Contact, profile: EffectiveProfile) -> writer.Reader:
    return writer.Reader(
        name=contact.person.name,
        contact_id=contact.pk,
        salutation=contact.person.salutation,
        tone=profile.tone.value,
        detail=profile.detail_level.value,
        agency=contact.agency.name,
    )


def recipients(summary: Summary, keys: list[str]) -> list[Contact]:
    """The contacts chosen on the form, or everyone who was there and gets summaries."""
    everyone = [
        participant.contact
        for participant in summary.interaction.participants.select_related("contact__person", "contact__client")
    ]
    chosen = [contact for contact in everyone if contact.key in keys] if keys else []
    return chosen or [contact for contact in everyone if contact.gets_summaries] or everyone


def chips(profile: EffectiveProfile) -> list[str]:
    """How the reader likes it, in the writer's words: detail, tone, language."""
    return [
        DetailLevel(profile.detail_level.value).label,
        Tone(profile.tone.value).label,
        translation.get_language_info(profile.language.value)["name_translated"],
    ]


def shown_blocks(lines: list[writer.Line], reader: writer.Reader) -> list[dict[str, Any]]:
    """Blocks of lines in words, as page, mail and portal show them."""
    return [
        {
            "title": block.title,
            "lines": [
                {
                    "number": line.number,
                    "kind": line.kind.value,
                    "label": announced(writer.label(line, reader)),
                    "text": writer.told(line, reader.detail),
                }
                for line in block.lines
            ],
        }
        for block in writer.blocks(lines)
    ]


def before_sending(desk: "Desk", readers: list[Contact], at: datetime) -> dict[str, Any]:
    """The check, and whether it takes a reason to send all the same."""
    call = checking.Spoke(desk.client, desk.form["kind"].value() or "call", at, logged=desk.summary is not None)
    found = checking.of_readers(readers, call, spoken(desk))
    return {"checks": found, "needs_reason": bool(presend.attention(found)), "why": desk.why}


def spoken(desk: "Desk") -> list[writer.Spoken]:
    """What is said so far: what stands in the form, right or not yet, and from the kept call where it is not bound."""
    if desk.topics.is_bound:
        return [said for form in desk.topics.forms if (said := _typed(form))]
    return spoken_topics(topics_of(desk.summary.interaction)) if desk.summary else []


def _typed(form: TopicForm) -> writer.Spoken | None:
    """A topic that cannot be kept yet, without its name or with one date wrong, is shown by its words."""
    if form.is_valid() and form.actions.is_valid():
        notes = form.notes()
        return _from_notes(notes) if notes else None
    title, answer, decision, reason = (_words(form, name) for name in ("title", "answer", "decision", "reason"))
    actions = tuple(_typed_action(action) for action in form.actions.forms if _words(action, "text"))
    if not (title or answer or decision or actions):
        return None
    decided_by = form.cast.contacts.get(_words(form, "decided_by"))
    return writer.Spoken(
        title=title or "…",
        answer=answer,
        decision=decision,
        reason=reason,
        decided_by=decided_by.person.name if decided_by else "",
        decided_by_id=decided_by.pk if decided_by else None,
        actions=actions,
    )


def _typed_action(form: ActionForm) -> writer.Action:
    kind, _colon, key = _words(form, "who").partition(":")
    contact = form.cast.contacts.get(key) if kind == "c" else None
    owner = form.cast.members.get(key) if kind == "m" else None
    return writer.Action(
        text=_words(form, "text"),
        name=contact.person.name if contact else str(owner.user) if owner else "",
        contact_id=contact.pk if contact else None,
        due=form.cleaned_data.get("client_due") if form.is_valid() else None,
    )


def _words(form: Form, name: str) -> str:
    return str(form[name].value() or "").strip()


def _from_notes(notes: TopicNotes) -> writer.Spoken:
    return writer.Spoken(
        title=notes.title,
        answer=notes.answer,
        decision=notes.decision,
        reason=notes.reason,
        decided_by=notes.decided_by.person.name if notes.decided_by else "",
        decided_by_id=notes.decided_by.pk if notes.decided_by else None,
        out_of_scope=notes.out_of_scope,
        clause=f"{notes.exclusion.number}, {notes.exclusion.what}" if notes.exclusion else "",
        actions=tuple(
            writer.Action(
                text=action.text,
                name=action.contact.person.name if action.contact else (str(action.owner.user) if action.owner else ""),
                contact_id=action.contact.pk if action.contact else None,
                due=action.client_due,
            )
            for action in notes.actions
        ),
    )
