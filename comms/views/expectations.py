"""A hope beyond what was agreed, and that somebody has talked about it (practice T8)."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from agency.cutting import cut
from agency.doors import member_door
from agency.forms.days import DayField
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from clients.days import day_of
from clients.domain import goals as verbs
from clients.domain.refusals import Refusal
from clients.models import Client, Goal
from clients.queries.expectations import gaps_of
from clients.queries.reach import seen_by
from clients.views.answers import form_page, said, tried, wants_undo
from comms.decision_words import source_of
from comms.domain.calls import SPOKEN
from comms.models import Decision, Interaction
from comms.queries.decisions import standing_at

MOST = 12


class TalkForm(forms.Form):
    talked_on = DayField(label=gettext_lazy("Talked about on"))
    origin = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What came of it"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, data: Any = None, *, client: Client, initial: Any) -> None:
        super().__init__(data, initial=initial)
        calls = Interaction.objects.filter(client=client, kind__in=SPOKEN).select_related("request").order_by("-at")
        self.calls = {f"i:{each.key}": each for each in calls.prefetch_related("summaries")[:MOST]}
        self.decisions = {f"d:{each.key}": each for each in standing_at(client)[:MOST]}
        slug = client.agency.slug
        talks = [(key, f"{source_of(each, slug).words}: {cut(each.subject, 60)}") for key, each in self.calls.items()]
        decided = [(key, cut(each.what, 80)) for key, each in self.decisions.items()]
        groups = [(_("Calls and meetings"), talks), (_("Decisions"), decided)]
        choices = [("", _("somewhere else")), *(group for group in groups if group[1])]
        self.fields["origin"].choices = choices  # type: ignore[attr-defined]

    def place(self) -> Interaction | Decision | None:
        key = self.cleaned_data["origin"]
        return self.calls.get(key) or self.decisions.get(key)

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


@member_door("client.edit", writes=True)
def goal_expectation(request: MemberRequest, key: str) -> HttpResponse:
    """GET says what they hope for beyond the target, and a polite sentence; POST notes that it was talked about; with
    `undo` it was not.
    """
    goal: Goal = reach(seen_by(request.member, Goal.objects.select_related("client")), key=key)
    require(request.member, "client.edit", goal.client)
    goals_url = reverse("client_goals", args=[request.agency.slug, goal.client.key])
    by, now = request.member, timezone.now()
    if request.method == "POST" and wants_undo(request):
        try:
            verbs.unsettle_hope(goal, by=by, at=now)
            said(request, _("It is to be talked about again."))
        except Refusal as refusal:
            said(request, refusal.words)
        return redirect(goals_url)
    initial = {"talked_on": day_of(now, request.agency), "words": goal.hope_words}
    form = TalkForm(request.POST or None, client=goal.client, initial=initial)
    if request.method == "POST":
        done = tried(
            form,
            lambda: verbs.settle_hope(
                goal, by=by, at=now, talked_on=form.cleaned_data["talked_on"], words=form.cleaned_data["words"],
                origin=form.place(),
            ),
        )  # fmt: skip
        if done is not None:
            said(request, _("Noted."), reverse("goal_expectation", args=[request.agency.slug, key]))
            return redirect(goals_url)
    context = {"form": form, "goal": goal, "client": goal.client, "gap": next(iter(gaps_of([goal])), None)}
    return form_page(request, "comms/goal_expectation.html", context)
