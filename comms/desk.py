"""The desk on which a call is written down: its forms over one client, and all that lies beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils import timezone

from agency import wording
from agency.models import Membership
from clients.days import day_of
from clients.models import Client, Contact
from comms.domain import calls
from comms.forms import locks
from comms.forms.calls import CallForm, Cast, TopicFormSet
from comms.forms.initial import of_call, of_meeting
from comms.forms.to import ToForm
from comms.forms.topic_more import check_named, check_replaced
from comms.forms.why import WhyForm, why_at_first
from comms.models import Interaction, Meeting, Summary
from comms.queries.calls import cast_of, last_spoken_with, meeting_of, planned_meeting
from comms.queries.desk import offer_more
from comms.unnaming import with_parts

TYPED = ("title", "answer", "decision", "reason", "insight", "question")


@dataclass
class Desk:
    """The forms over one client, with the draft summary once there is one."""

    client: Client
    cast: Cast
    form: CallForm
    topics: Any
    why: WhyForm
    to: ToForm
    summary: Summary | None = None

    def valid(self) -> bool:
        answers = [self.topics.is_valid(), self.why.is_valid(), self.form.is_valid(), self.to.is_valid()]
        return all(answers) and self._agree()

    def _agree(self) -> bool:
        """What only the whole can say: a topic's further fields by when it was, and by who was there."""
        day = day_of(self.form.cleaned_data["at"], self.client.agency)
        people = [part for contact in self.form.chosen() for part in with_parts(contact.person.name)]
        answers = [
            check_replaced(self.topics.forms, day),
            check_named(self.topics.forms, [self.client.name, *people]),
        ]
        return all(answers)

    @property
    def parts(self) -> list[Any]:
        """All that can be wrong, in the order of the page."""
        return [self.form, *(part for topic in self.topics.forms for part in (topic, topic.actions)), self.why, self.to]

    def still_written(self) -> None:
        """What is typed so far is not judged: the page shows nothing that is wrong with it."""
        rows = [action for topic in self.topics.forms for action in topic.actions.forms]
        for form in (self.form, *self.topics.forms, *rows, self.why, self.to):
            form._errors = ErrorDict()
        for formset in (self.topics, *(topic.actions for topic in self.topics.forms)):
            formset._errors, formset._non_form_errors = [], ErrorList()

    @property
    def meeting(self) -> Meeting | None:
        return self.cast.meeting

    @property
    def interaction(self) -> Interaction | None:
        return self.summary.interaction if self.summary else None

    @property
    def ours(self) -> str:
        """Who of us was there: whoever wrote it down, and who is ticked."""
        keys = self.form["members"].value() or []
        ticked = [member for key, member in self.cast.members.items() if key in keys and member != self.cast.besides]
        return wording.listing([str(member.user) for member in (self.cast.besides, *ticked) if member is not None])

    @property
    def place(self) -> str:
        return place_of(self.client, self.summary, self.meeting)

    @property
    def words(self) -> list[str]:
        """All that is typed, for looking up words in the glossary."""
        fields = [form[name] for form in self.topics.forms for name in TYPED]
        fields += [action["text"] for form in self.topics.forms for action in form.actions.forms]
        return [str(field.value() or "") for field in fields]


def there(form: CallForm) -> list[Contact]:
    """Those ticked as having been there, in the form's order."""
    keys = form["contacts"].value() or []
    return [contact for key, contact in form.cast.contacts.items() if key in keys]


def place_of(client: Client, summary: Summary | None, meeting: Meeting | None) -> str:
    """Where the draft is kept: of the logged call, or of a new one with this client or from this meeting."""
    if summary is not None:
        return f"call:{summary.key}"
    return f"call:new:{client.key}:{meeting.key}" if meeting else f"call:new:{client.key}"


def laid_out(
    client: Client,
    member: Membership,
    summary: Summary | None,
    data: QueryDict | None,
    meeting: Meeting | None = None,
) -> Desk:
    """With what was typed, else with what the call holds, else with what the meeting or the last call proposes."""
    call = summary.interaction if summary else None
    cast = cast_of(client, besides=call.member if call else member)
    offer_more(cast, client, call, to=member, now=timezone.now())
    if call is not None:
        cast.meeting = meeting_of(call)
    else:
        cast.meeting = meeting or (planned_meeting(client, data.get("meeting", "")) if data is not None else None)
    said, proposed = _proposed(client, cast, member, summary)
    topics = TopicFormSet(data, prefix="topics", form_kwargs={"cast": cast}, initial=proposed)
    form = CallForm(data, cast=cast, initial=said)
    return Desk(
        client=client,
        cast=cast,
        form=form,
        topics=locks.held(topics, summary),
        why=WhyForm(data, initial=why_at_first(summary)),
        to=ToForm(data, people=there(form)),
        summary=summary,
    )


def _proposed(
    client: Client, cast: Cast, member: Membership, summary: Summary | None
) -> tuple[dict[str, Any], Sequence[dict[str, Any]]]:
    if summary is not None:
        return of_call(summary.interaction, calls.topics_of(summary.interaction))
    if cast.meeting is not None:
        return of_meeting(cast.meeting, member, timezone.localtime())
    spoken = last_spoken_with(client)
    first = [spoken] if spoken in cast.contacts else list(cast.contacts)[:1]
    return {"at": timezone.localtime(), "contacts": first}, []
