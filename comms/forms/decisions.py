"""Forms of the decision log: the filter of its pages, recording by hand, replacing, looking again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _, gettext_lazy

from agency.forms.days import DayField
from agency.models import Membership
from clients.domain.refusals import Refusal
from clients.models import Client, Contact, DecisionRight
from clients.queries import clients_of
from clients.queries.rights import not_theirs
from comms.domain import decisions as verbs
from comms.forms.calls import Cast
from comms.models import Decision, Insight, Interaction, ScopeFlag
from comms.queries.decisions import ORDERS, Choice

LONGEST_WORDS = 100


class DecisionFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words"), max_length=LONGEST_WORDS, required=False)
    client: Any = forms.ModelChoiceField(
        label=gettext_lazy("Client"), queryset=Client.objects.none(), to_field_name="key", required=False
    )
    who = forms.ChoiceField(label=gettext_lazy("Decided by"), required=False)
    stands = forms.ChoiceField(label=gettext_lazy("How it stands"), required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To"), required=False)
    order = forms.ChoiceField(label=gettext_lazy("In order of"), required=False)

    def __init__(self, data: Any, *, member: Membership, of: Client | None = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        self.of = of
        stands = {
            "standing": _("stands"),
            "again": _("to be looked at again"),
            "superseded": _("replaced"),
            "withdrawn": _("withdrawn"),
        }
        fields["who"].choices = [("", _("Anybody")), ("them", _("them")), ("us", _("us"))]
        fields["stands"].choices = [("", _("Any")), *stands.items()]
        orders = {"newest": _("newest first"), "oldest": _("oldest first"), "client": _("client")}
        fields["order"].choices = [(name, orders[name]) for name in ORDERS if of is None or name != "client"]
        if of is not None:
            del fields["client"]
        else:
            fields["client"].queryset = clients_of(member).only("key", "name").order_by("name")
            fields["client"].empty_label = _("Any")

    def choice(self) -> Choice:
        """What makes no sense in the address is as if it were not there."""
        self.is_valid()
        clean = self.cleaned_data
        return Choice(
            words=clean.get("q", ""),
            client=self.of or clean.get("client"),
            who=clean.get("who", ""),
            stands=clean.get("stands", ""),
            since=clean.get("since"),
            until=clean.get("until"),
            order=clean.get("order") or "newest",
        )


class DecisionForm(forms.Form):
    """A decision by hand. `message` is what was said of a conversation, if it is recorded from one."""

    message = forms.ChoiceField(label=gettext_lazy("Where it was said"), required=False)
    what = forms.CharField(
        label=gettext_lazy("What was decided"),
        max_length=verbs.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    why = forms.CharField(
        label=gettext_lazy("Because"),
        max_length=verbs.LONGEST_WHY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("The reason, for whoever asks in a year why it is so."),
    )
    who = forms.ChoiceField(label=gettext_lazy("Who decided"))
    decided_on = DayField(label=gettext_lazy("When"))
    about = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=verbs.LONGEST_ABOUT,
        required=False,
        widget=forms.TextInput(attrs={"list": "subjects", "dir": "auto"}),
        help_text=gettext_lazy("As in who decides what: budget, content, technical, legal."),
    )
    all_the_same = forms.BooleanField(label=gettext_lazy("Record it all the same"), required=False)
    supersedes = forms.ChoiceField(label=gettext_lazy("It takes the place of"), required=False)
    insights = forms.MultipleChoiceField(
        label=gettext_lazy("What led to it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    revisit_on = DayField(
        label=gettext_lazy("Look at it again on"),
        required=False,
        help_text=gettext_lazy("It stands in Today then, and is proposed for the next agenda."),
    )
    tell = forms.BooleanField(
        label=gettext_lazy("Confirm it to them in writing"),
        required=False,
        help_text=gettext_lazy(
            "A short mail in their language: “We have noted …”. You can take it back for 20 seconds."
        ),
    )
    to = forms.ChoiceField(label=gettext_lazy("Who gets it"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        cast: Cast,
        rights: Sequence[DecisionRight],
        standing: Sequence[Decision],
        insights: Sequence[Insight],
        messages: Sequence[Interaction],
        may_tell: bool,
        initial: Any,
    ) -> None:
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        self.cast, self.rights = cast, rights
        self.standing = {decision.key: decision for decision in standing}
        self.told = {insight.key: insight for insight in insights}
        self.messages = {said.key: said for said in messages}
        theirs = [(f"c:{key}", contact.person.name) for key, contact in cast.contacts.items()]
        ours = [(f"m:{key}", str(member)) for key, member in cast.members.items()]
        fields["who"].choices = [(_("At the client"), theirs), (_("With us"), ours)]
        fields["supersedes"].choices = [("", _("nothing")), *((key, _short(row)) for key, row in self.standing.items())]
        fields["insights"].choices = [(key, str(row)) for key, row in self.told.items()]
        fields["message"].choices = [(key, _said(row)) for key, row in self.messages.items()]
        people = [(key, contact.person.name) for key, contact in cast.contacts.items()]
        fields["to"].choices = [("", _("whoever decided")), *people]
        gone = [
            name for name, rows in (("message", messages), ("insights", insights), ("supersedes", standing)) if not rows
        ]
        gone += [] if may_tell and cast.contacts else ["tell", "to"]
        for name in gone:
            del fields[name]
        self.hint = ""

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        kind, key = self._who(clean)
        contact, member = self.cast.contacts.get(key), self.cast.members.get(key)
        person = {
            "contact_id": contact.pk if contact and kind == "c" else None,
            "member_id": member.pk if member else None,
        }
        if "who" in clean and not clean.get("all_the_same"):
            self.hint = not_theirs(self.rights, clean.get("about", ""), person["contact_id"], person["member_id"])
            if self.hint:
                self.add_error("who", self.hint)
        return clean

    def reader(self) -> Contact | None:
        """Who reads it: nobody unless it is ticked; unless chosen, who decided, or else their first contact."""
        clean = self.cleaned_data
        if not clean.get("tell"):
            return None
        theirs = self.cast.contacts
        decided = theirs.get(self._who(clean)[1])
        return theirs.get(clean.get("to", "")) or decided or next(iter(theirs.values()), None)

    def _who(self, clean: dict[str, Any]) -> tuple[str, str]:
        kind, _colon, key = clean.get("who", "").partition(":")
        return kind, key

    def of_decision(self) -> dict[str, Any]:
        """What decisions.record takes, all but who records it and when."""
        clean = self.cleaned_data
        kind, key = self._who(clean)
        return {
            **{name: clean[name] for name in ("what", "why", "decided_on", "about", "revisit_on")},
            "decided_by": self.cast.contacts.get(key) if kind == "c" else None,
            "decided_by_member": self.cast.members.get(key) if kind == "m" else None,
            "interaction": self.messages.get(clean.get("message", "")),
            "supersedes": self.standing.get(clean.get("supersedes", "")),
            "insights": [self.told[each] for each in clean.get("insights", [])],
        }

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


def _short(decision: Decision) -> str:
    return Truncator(" ".join(decision.what.split())).chars(90)


def _said(said: Interaction) -> str:
    who = said.contact.person.name if said.direction == "in" and said.contact else str(said.member or "")
    return f"{who}: {Truncator(' '.join((said.text or said.subject).split())).chars(120)}"


class ReplacementForm(forms.Form):
    """Which later decision of the log took this one's place."""

    later = forms.ChoiceField(label=gettext_lazy("The later decision"))

    def __init__(self, data: Any = None, *, offered: Sequence[Decision]) -> None:
        super().__init__(data)
        self.offered = {decision.key: decision for decision in offered}
        choices = [(key, _short(decision)) for key, decision in self.offered.items()]
        self.fields["later"].choices = choices  # type: ignore[attr-defined]

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


class RevisitForm(forms.Form):
    revisit_on = DayField(label=gettext_lazy("Look at it again on"))

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


def flag_words(flag: ScopeFlag) -> str:
    return Truncator(" ".join(flag.wish.split())).chars(90)
