"""The directory of experts: who can be asked about what (practice M8), and what was asked about each (T19)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may
from agency.reach import reach
from agency.spreadsheet import as_csv
from clients.views.answers import form_page, said, tried, wants_undo
from comms import asking_pages
from comms.domain import experts as verbs
from comms.forms.experts import ExpertFilter, ExpertForm, all_subjects
from comms.models import Expert
from comms.queries import experts as queries


@member_door("expert.read")
def experts(request: MemberRequest) -> HttpResponse:
    member, slug, now = request.member, request.agency.slug, timezone.now()
    form = ExpertFilter(request.GET)
    chosen = form.chosen()
    found = queries.chosen(**chosen)
    waiting, away = queries.open_counts(found, member), queries.away_words(found, now)
    counts = queries.counts_by_subject(member, now)
    context = {
        "tabs": asking_pages.tabs(slug, "experts", asking_pages.waiting_of(member)),
        "form": form,
        "here": reverse("experts", args=[slug]),
        "filtered": any(chosen.values()),
        "rows": [
            asking_pages.expert_row(expert, waiting.get(expert.pk, 0), away.get(expert.pk, ""), slug)
            for expert in found
        ],
        "subjects": [asking_pages.subject_row(count, slug) for count in counts],
        "write_down": [asking_pages.subject_row(count, slug) for count in counts if count.write_it_down],
        "may_edit": may(member, "expert.edit"),
    }
    return render(request, "comms/experts.html", context)


@member_door("expert.edit")
def experts_csv(request: MemberRequest) -> HttpResponse:
    """The filtered directory as a file, with the terms."""
    head = (_("Name"), _("Company"), _("E-mail"), _("Among us"), _("Language"), _("Subjects"), _("Terms"))
    rows = [
        (
            str(expert),
            expert.company,
            expert.address or (expert.member.user.email if expert.member else ""),
            _("yes") if expert.inside else _("no"),
            expert.language,
            ", ".join(known.subject.name for known in expert.knows.all()),
            expert.terms,
        )
        for expert in queries.chosen(**ExpertFilter(request.GET).chosen())
    ]
    return as_csv([head, *rows], "experts.csv")


@member_door("expert.edit", writes=True)
def expert_new(request: MemberRequest) -> HttpResponse:
    form = ExpertForm(request.POST or None)
    if request.method == "POST":
        made = tried(form, lambda: verbs.add(by=request.member, at=timezone.now(), **form.of_expert()))
        if made is not None:
            said(request, _("%(name)s can be asked now.") % {"name": made})
            return redirect("experts", request.agency.slug)
    return form_page(request, "comms/expert_form.html", {"form": form, "expert": None, "subjects": all_subjects()})


@member_door("expert.edit", writes=True)
def expert(request: MemberRequest, key: str) -> HttpResponse:
    """GET fills the form in; POST changes what we know of them."""
    found = reach(queries.experts_of(), key=key)
    form = ExpertForm(request.POST or None, row=found)
    if request.method == "POST":
        done = tried(form, lambda: verbs.change(found, by=request.member, at=timezone.now(), **form.of_expert()))
        if done is not None:
            said(request, _("Saved."))
            return redirect("experts", request.agency.slug)
    context: dict[str, Any] = {"form": form, "expert": found, "subjects": all_subjects()}
    return form_page(request, "comms/expert_form.html", context)


@require_POST
@member_door("expert.edit", writes=True)
def expert_retirement(request: MemberRequest, key: str) -> HttpResponse:
    """No longer asked; `undo` brings them back."""
    found = reach(Expert.objects.select_related("member__user"), key=key)
    here = reverse("expert_retirement", args=[request.agency.slug, key])
    if wants_undo(request):
        verbs.restore(found, by=request.member, at=timezone.now())
        said(request, _("%(name)s can be asked again.") % {"name": found})
    else:
        verbs.retire(found, by=request.member, at=timezone.now())
        said(request, _("%(name)s is no longer asked.") % {"name": found}, here)
    return redirect("experts", request.agency.slug)
