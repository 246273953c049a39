"""Forms of meetings: planning one, its agenda line by line, the filter of the list."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from agency.forms.days import in_our_time
from agency.models import Membership
from clients.forms.fields import ModelFields
from clients.models import Client, Contact
from comms.domain.agendas import LONGEST_TITLE, ItemNotes
from comms.meeting_hints import Sketch
from comms.models import AgendaItem, Meeting
from comms.models.meeting import LONGEST, SHORTEST

AT = "%Y-%m-%dT%H:%M"
WHAT = ("kind", "title", "starts_at", "minutes", "way", "place")


class Guests:
    """Who can come to a meeting with one client: our members and their contacts, by key; and whoever is on the list
    already, even if they have left since.
    """

    def __init__(self, client: Client, meeting: Meeting | None = None) -> None:
        there = Contact.objects.filter(client=client, ended_at=None).select_related("person", "client")
        self.contacts = {each.key: each for each in there.order_by("-decision_maker", "person__name")}
        ours = Membership.objects.filter(deactivated_at=None).select_related("user").order_by("user__name")
        self.members = {each.key: each for each in ours}
        for row in meeting.attendees.all() if meeting else ():
            if row.member:
                self.members.setdefault(row.member.key, row.member)
            if row.contact:
                self.contacts.setdefault(row.contact.key, row.contact)

    def speakers(self) -> list[Any]:
        ours = [(f"m:{key}", str(member)) for key, member in self.members.items()]
        theirs = [(f"c:{key}", contact.person.name) for key, contact in self.contacts.items()]
        return [("", _("nobody yet")), (_("With us"), ours), (_("At the client"), theirs)]


class MeetingForm(ModelFields):
    """What, when, how and where, and who comes. Times are those of whoever types."""

    model = Meeting
    names = WHAT
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=AT),
        validators=[in_our_time],
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("From the client"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say who comes from the client.")},
    )
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Of us"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say who of us comes.")},
    )

    def __init__(
        self, data: Any = None, *, guests: Guests, row: Meeting | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        held = _held(row) if row else {}
        self.guests = guests
        super().__init__(data, row=row, initial={**held, **(initial or {})})
        self.fields["members"].choices = [(key, str(each)) for key, each in guests.members.items()]  # type: ignore[attr-defined]
        self.fields["contacts"].choices = [(key, each.person.name) for key, each in guests.contacts.items()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(value, capfirst(str(label))) for value, label in Meeting.Kind.choices]  # type: ignore[attr-defined]
        self.fields["way"].choices = [(value, capfirst(str(label))) for value, label in Meeting.Way.choices]  # type: ignore[attr-defined]
        self.fields["title"].help_text = _("The client reads it. Left empty, it is called after its type.")
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _("On your clock: %(zone)s.") % {"zone": zone.replace("_", " ")}

    def of_meeting(self) -> dict[str, Any]:
        """What meetings.plan and meetings.change take."""
        return {name: self.cleaned_data[name] for name in WHAT}

    def people(self) -> dict[str, Any]:
        """What meetings.plan and attending.set_people take."""
        return {
            "members": [self.guests.members[key] for key in self.cleaned_data["members"]],
            "contacts": [self.guests.contacts[key] for key in self.cleaned_data["contacts"]],
        }

    def sketch(self, client: Client, known: Meeting | None = None) -> Sketch | None:
        """The meeting as far as it is filled in; None without a time."""
        self.is_valid()
        clean = self.cleaned_data
        if not clean.get("starts_at"):
            return None
        return Sketch(
            client=client,
            starts_at=clean["starts_at"],
            minutes=min(max(clean.get("minutes") or SHORTEST, SHORTEST), LONGEST),
            way=clean.get("way") or "",
            members=[self.guests.members[key] for key in clean.get("members", ())],
            contacts=[self.guests.contacts[key] for key in clean.get("contacts", ())],
            known=known.pk if known else None,
        )


def _held(row: Meeting) -> dict[str, Any]:
    there = [each for each in row.attendees.all() if each.removed_at is None]
    return {
        "starts_at": timezone.localtime(row.starts_at),
        "members": [each.member.key for each in there if each.member],
        "contacts": [each.contact.key for each in there if each.contact],
    }


class ItemForm(forms.Form):
    """One line of the agenda. `key` is the item's, or the one that a new item is to have."""

    last_item = False

    title = forms.CharField(label=gettext_lazy("Item"), max_length=LONGEST_TITLE, required=False)
    who = forms.ChoiceField(label=gettext_lazy("Who speaks"), required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=LONGEST, required=False)
    aim = forms.ChoiceField(label=gettext_lazy("Aim"), choices=AgendaItem.Aim.choices, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note for us"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, data: Any, *, key: str, guests: Guests, item: AgendaItem | None = None) -> None:
        super().__init__(data, prefix=f"item-{key}", initial=_of_item(item))
        self.key, self.guests, self.item = key, guests, item
        if item is not None and item.owner is not None:
            guests.members.setdefault(item.owner.key, item.owner)
        if item is not None and item.contact is not None:
            guests.contacts.setdefault(item.contact.key, item.contact)
        self.fields["who"].choices = guests.speakers()  # type: ignore[attr-defined]
        self.fields["aim"].choices = [(value, capfirst(str(label))) for value, label in AgendaItem.Aim.choices]  # type: ignore[attr-defined]
        if self.fields["aim"].initial is None:
            self.fields["aim"].initial = AgendaItem.Aim.DISCUSS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = any(cleaned.get(name) for name in ("who", "minutes", "note"))
        if not cleaned.get("title") and "title" not in self.errors and (typed or self.item is not None):
            self.add_error("title", _("Say what the item is about."))
        return cleaned

    def notes(self) -> ItemNotes:
        clean = self.cleaned_data
        side, _colon, key = clean["who"].partition(":")
        return ItemNotes(
            key=self.key,
            title=clean["title"],
            aim=clean["aim"] or AgendaItem.Aim.DISCUSS,
            minutes=clean["minutes"],
            owner=self.guests.members.get(key) if side == "m" else None,
            contact=self.guests.contacts.get(key) if side == "c" else None,
            note=clean["note"],
        )


def _of_item(item: AgendaItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    who = f"m:{item.owner.key}" if item.owner else f"c:{item.contact.key}" if item.contact else ""
    return {"title": item.title, "who": who, "minutes": item.minutes, "aim": item.aim, "note": item.note}


class MeetingFilter(forms.Form):
    """What stands in the address of the list."""

    q = forms.CharField(label=gettext_lazy("Find"), max_length=100, required=False)
    client: Any = forms.ModelChoiceField(
        label=gettext_lazy("Client"), queryset=Client.objects.none(), to_field_name="key", required=False
    )
    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    show = forms.CharField(required=False, widget=forms.HiddenInput)
    week = forms.DateField(required=False, widget=forms.HiddenInput, validators=[in_our_time])

    def __init__(self, data: Any, *, clients: Any) -> None:
        super().__init__(data)
        kinds = [(value, capfirst(str(label))) for value, label in Meeting.Kind.choices]
        self.fields["kind"].choices = [("", _("Any")), *kinds]  # type: ignore[attr-defined]
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
        self.fields["client"].empty_label = _("Any")  # type: ignore[attr-defined]
