"""From a thread's sheet to the diary: each step is done by the verb that a page would call, at its own moment."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial, singledispatchmethod
from typing import Any

from django.utils import translation

from agency.demo.world import House
from agency.models import Membership
from clients.models import Contact, Exclusion, ScopeOfWork
from clients.profile import effective_profile
from comms import quoting, writer
from comms.demo import post
from comms.demo.sheets import (
    Acks,
    Answers,
    AnswersLater,
    Assigns,
    Dismisses,
    Flags,
    Follows,
    NextStep,
    Notes,
    Says,
    Settles,
    Thread,
)  # fmt: skip
from comms.domain import answers, citations, episodes, flags, following, later, requests
from comms.flagging import currency_at
from comms.models import Episode, Request, ScopeFlag
from comms.sheet import reader_of

CLOSED_AFTER = 18
"""Working hours after the last word until somebody closes the request."""


@dataclass
class Talking:
    """One thread while it is being played. `key` names its request from the first message on."""

    house: House
    sheet: Thread
    key: str = ""

    @property
    def contact(self) -> Contact:
        return self.person(self.sheet.who)

    def person(self, handle: str) -> Contact:
        pk = self.house.contacts[handle].pk
        return Contact.objects.select_related("client__lead__user", "person").get(pk=pk)

    @property
    def request(self) -> Request:
        rows = Request.objects.select_related("client__lead__user", "contact__person", "contact__client")
        return rows.get(key=self.key)

    def by(self, handle: str) -> Membership:
        return self.house.members[handle] if handle else self.request.client.lead

    def plan(self) -> None:
        """The first message and what followed; what lies ahead is never played."""
        zone = self.house.contacts[self.sheet.who].client.zone
        at = self.house.moment(self.sheet.start, zone)
        self.house.plan(at, self._open)
        for step in self.sheet.steps:
            at = self.house.later(at, step.after, zone)
            self.house.plan(at, partial(self.do, step))
        if not self.sheet.stays:
            if not _answered(self.sheet):
                self.house.plan(self.house.later(at, 1.5), partial(self.do, Dismisses(0)))
            self.house.plan(self.house.later(at, CLOSED_AFTER), self._close)

    def _open(self, at: datetime) -> None:
        sheet = self.sheet
        cc = tuple(self.person(handle) for handle in sheet.cc)
        said = post.write_to_us(
            self.house, self.contact, subject=sheet.subject, text=sheet.text, at=at, cc=cc, files=tuple(sheet.files),
            proven=sheet.proven,
        )  # fmt: skip
        self.key = said.request.key if said.request else ""

    def _close(self, at: datetime) -> None:
        if not Episode.objects.filter(request__key=self.key, closed_at=None).exists():
            requests.close(self.request, by=self.by(""), at=at)

    @singledispatchmethod
    def do(self, step: Any, at: datetime) -> None:
        raise TypeError(f"no step of a thread: {step!r}")

    @do.register
    def _says(self, step: Says, at: datetime) -> None:
        request, sheet = self.request, self.sheet
        contact = self.person(step.who or sheet.who)
        language = effective_profile(contact, contact.client, contact.agency).language.value
        ours = post.last_of_ours(request) if step.quotes and language == "en" else None
        text = step.text + (post.quoted(ours, contact.client.zone) if ours else "")
        post.write_to_us(
            self.house, contact, subject=answers_to(sheet.subject), text=text, at=at, request=request,
            files=tuple(step.files), proven=sheet.proven,
        )  # fmt: skip

    @do.register
    def _acks(self, step: Acks, at: datetime) -> None:
        request = self.request
        answers.acknowledge(request, by=self.by(step.by), at=at, text=step.text and greeted(request.contact, step.text))

    @do.register
    def _answers(self, step: Answers, at: datetime) -> None:
        request = self.request
        to = [request.contact, *(self.person(handle) for handle in step.also)]
        text = self._quoting(request, step, at) if step.quotes else step.text
        answers.answer(request, by=self.by(step.by), at=at, text=greeted(request.contact, text), to=to)

    def _quoting(self, request: Request, step: Answers, at: datetime) -> str:
        thing = quoting.found(request.contact, step.quotes, at)[0].thing
        _citation, quoted = citations.cite(
            request.contact, thing.kind, thing.id, by=self.by(step.by), at=at, words=step.quotes, request=request
        )
        first, _blank, rest = step.text.partition("\n\n")
        return f"{first}\n\n{quoted}\n\n{rest}"

    @do.register
    def _answers_later(self, step: AnswersLater, at: datetime) -> None:
        request = self.request
        text, leaves_at = greeted(request.contact, step.text), later.morning_of(request.contact, at)
        later.answer(request, by=self.by(step.by), at=at, text=text, leaves_at=leaves_at, late=True)

    @do.register
    def _follows(self, step: Follows, at: datetime) -> None:
        following.follow(self.request, by=self.by(step.by), at=at)

    @do.register
    def _notes(self, step: Notes, at: datetime) -> None:
        requests.note(self.request, by=self.by(step.by), at=at, text=step.text)

    @do.register
    def _dismisses(self, step: Dismisses, at: datetime) -> None:
        running = Episode.objects.filter(request__key=self.key, closed_at=None).first()
        if running is not None:
            episodes.dismiss(running, by=self.by(step.by), at=at)

    @do.register
    def _assigns(self, step: Assigns, at: datetime) -> None:
        requests.assign(self.request, self.house.members[step.to], by=self.by(step.by), at=at)

    @do.register
    def _flags(self, step: Flags, at: datetime) -> None:
        request = self.request
        clause = Exclusion.objects.filter(
            client=request.client, number=step.clause, scope__state=ScopeOfWork.State.ACCEPTED
        )
        flags.flag(request, by=self.by(step.by), at=at, exclusion=clause.get() if step.clause else None)

    @do.register
    def _settles(self, step: Settles, at: datetime) -> None:
        request, lead = self.request, self.by("")
        raised = ScopeFlag.objects.filter(request=request).order_by("-raised_at")[0]
        hours, worth = step.given or (None, 0)
        flags.settle(
            raised, step.state, by=lead, at=at, outcome=step.outcome, worth_minor=worth * 100,
            hours=None if hours is None else Decimal(str(hours)), currency=currency_at(request.client_id),
        )  # fmt: skip

    @do.register
    def _next_step(self, step: NextStep, at: datetime) -> None:
        on = self.house.day(step.on)
        requests.plan_next_step(self.request, step=step.step, on=on, by=self.by(""), at=at)


def _answered(sheet: Thread) -> bool:
    """Whether the client's last word got an answer, or somebody said that it needs none."""
    last = next((step for step in reversed(sheet.steps) if isinstance(step, (Says, Acks, Answers, Dismisses))), None)
    return last is not None and not isinstance(last, Says)


def greeted(contact: Contact, text: str) -> str:
    """The text with the greeting that this reader is used to, in their language."""
    profile = effective_profile(contact, contact.client, contact.agency)
    with translation.override(profile.language.value):
        return f"{writer.greeting(reader_of(contact, profile))}\n\n{text}"


def answers_to(subject: str) -> str:
    return subject if subject.startswith("Re: ") else f"Re: {subject}"
