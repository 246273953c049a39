"""Templates of the settings: the list, writing and changing one, and how it reads to somebody real."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from agency.sections import settings_sections
from clients.models import Contact, PersonalityType, Tone
from clients.queries import clients_of
from comms import composing, filling, placeholders
from comms.domain import templates as verbs
from comms.domain.templates import Words
from comms.forms.composer import TemplateForm
from comms.models import Purpose, Request, Template
from comms.queries import templates as queries
from comms.shipped import Shipped

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@member_door("template.read")
def templates(request: MemberRequest) -> HttpResponse:
    """`language` in the address shows those in one language; by itself all."""
    chosen = request.GET.get("language", "")
    every = queries.offered(request.member)
    shown = [one for one in every if one.language == chosen] if chosen in LANGUAGES else every
    here = reverse("templates", args=[request.agency.slug])
    context = {
        "groups": [
            {
                "title": capfirst(str(purpose.label)),
                "rows": [_row(request, one) for one in shown if one.purpose == purpose],
            }
            for purpose in Purpose
        ],
        "tabs": [{"label": _("All"), "url": here, "current": chosen not in LANGUAGES}]
        + [
            {"label": queries.language_words(code), "url": f"{here}?language={code}", "current": code == chosen}
            for code in LANGUAGES
        ],
        "may_write": may(request.member, "template.own"),
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/templates.html", context)


def _row(request: MemberRequest, one: queries.Offered) -> dict[str, str]:
    if one.whose == "shipped":
        url = f"{reverse('template_new', args=[request.agency.slug])}?from={one.key}"
    else:
        url = reverse("template", args=[request.agency.slug, one.key])
    return {
        "name": one.name,
        "url": url if may(request.member, "template.own") else "",
        "language": queries.language_words(one.language),
        "tone": str(Tone(one.tone).label) if one.tone else _("either"),
        "type": str(PersonalityType(one.personality_type).label) if one.personality_type else "",
        "whose": composing.whose_words(one),
        "begins": filling.without_frame(one.text).split("\n")[0],
        "code": one.language,
    }


@member_door("template.own", writes=True)
def template_new(request: MemberRequest) -> HttpResponse:
    """`from` in the address is a text of ours to begin with; shared, the copy then stands in its place."""
    shipped = verbs.shipped(request.GET.get("from", ""))
    form = _form(request, initial=_beginning(shipped))
    if request.method != "POST" or not form.is_valid() or "preview" in request.POST:
        return _page(request, form, shipped=shipped)
    shared = bool(form.cleaned_data.get("shared"))
    try:
        made = verbs.add(_words(form), by=request.member, at=timezone.now(), shared=shared, shipped=shipped)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, form, shipped=shipped)
    messages.success(request, _("“%(name)s” is among the templates.") % {"name": made.name})
    return redirect("templates", request.agency.slug)


@member_door("template.own", writes=True)
def template(request: MemberRequest, key: str) -> HttpResponse:
    known = _reached(request, key)
    form = _form(request, instance=known)
    if request.method != "POST" or not form.is_valid() or "preview" in request.POST:
        return _page(request, form, known=known)
    try:
        verbs.change(
            reach(queries.templates_of(request.member), key=key), _words(form), by=request.member, at=timezone.now()
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, form, known=known)
    messages.success(request, _("Saved."))
    return redirect("templates", request.agency.slug)


@require_POST
@member_door("template.own", writes=True)
def template_retirement(request: MemberRequest, key: str) -> HttpResponse:
    """Puts it away; `undo` takes it out again."""
    known = _reached(request, key)
    verb = verbs.restore if request.POST.get("undo") else verbs.retire
    try:
        verb(known, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("templates", request.agency.slug)
    if not request.POST.get("undo"):
        undo = reverse("template_retirement", args=[request.agency.slug, known.key])
        messages.success(request, _("“%(name)s” is put away.") % {"name": known.name}, extra_tags=f"undo:{undo}")
    return redirect("templates", request.agency.slug)


def _reached(request: MemberRequest, key: str) -> Template:
    """One's own, or the agency's for whoever may write those."""
    known = reach(queries.templates_of(request.member), key=key)
    if known.member_id is None:
        require(request.member, "template.share")
    return known


def _form(request: MemberRequest, **given: Any) -> TemplateForm:
    contacts = Contact.objects.filter(client__in=clients_of(request.member), client__archived_at=None, ended_at=None)
    return TemplateForm(
        request.POST or None,
        contacts=contacts.select_related("person", "client__lead__user").order_by("person__name"),
        languages=LANGUAGES,
        may_share=may(request.member, "template.share"),
        **given,
    )


def _beginning(shipped: Shipped | None) -> dict[str, Any]:
    if shipped is None:
        return {"text": "{greeting}\n\n\n\n{closing}"}
    fields = {name: getattr(shipped, name) for name in ("purpose", "language", "tone", "personality_type", "text")}
    return {"name": queries.shipped_name(shipped), **fields, "shared": True}


def _words(form: TemplateForm) -> Words:
    return Words(**{name: form.cleaned_data[name] for name in Words._fields})


def _page(
    request: MemberRequest, form: TemplateForm, *, known: Template | None = None, shipped: Shipped | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "known": known,
        "shipped": shipped,
        "preview": _preview(request, form),
        "variables": [{"term": f"{{{name}}}", "value": words} for name, words in placeholders.MEANINGS.items()],
        "templates_url": reverse("templates", args=[request.agency.slug]),
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/template.html", context, status=422 if form.errors else 200)


def _preview(request: MemberRequest, form: TemplateForm) -> dict[str, Any] | None:
    """How the text reads to the contact that was chosen, in an answer to what they last asked."""
    contact = form.cleaned_data.get("contact") if form.is_bound and not form.errors else None
    if contact is None:
        return None
    asked = Request.objects.filter(contact=contact).order_by("-last_at").first()
    said = filling.fill(form.cleaned_data["text"], contact, asked, by=request.member, at=timezone.now())
    missing = wording.listing(f"{{{name}}}" for name in said.missing)
    name = wording.first_name(contact.person.name)
    return {
        "title": _("To %(name)s, %(how)s") % {"name": contact.person.name, "how": composing.how_words(contact)},
        "text": said.text,
        "missing": _("For %(name)s no value is known for %(names)s.") % {"name": name, "names": missing}
        if missing
        else "",
        "hint": composing.hint(said.text, contact),
    }
