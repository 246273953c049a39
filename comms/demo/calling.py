"""From a call's sheet to the diary: logged, its summary sent, agreed to, corrected, or left to silence."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from agency.demo.world import DAY, House
from agency.models import Membership
from clients.domain import tasks
from clients.models import Client, Contact, Exclusion, ScopeOfWork, Task
from comms.demo import post
from comms.demo.sheets import Call, Spoke, Todo, Verdict
from comms.demo.talking import answers_to, greeted
from comms.domain import agreements, answers, calls, corrections, dismissals, flags, requests, summaries
from comms.domain.calls import ActionNotes, CallNotes, TopicNotes
from comms.models import Correction, Episode, OutboxMessage, Request, ScopeFlag, SignedLink, Summary

BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0",
)
CORRECTED = "thank you for reading so closely. You are right, and the corrected version has just gone out to you."


@dataclass
class Calling:
    """One call while it is being played. `version` is the newest summary of it."""

    house: House
    sheet: Call
    version: int = 0

    def plan(self) -> None:
        house, sheet = self.house, self.sheet
        begin = house.moment(sheet.start)
        end = begin + timedelta(minutes=sheet.minutes + 4)
        house.plan(end, partial(self._log, begin))
        if sheet.sent is None:
            return
        sent = house.later(end, sheet.sent)
        house.plan(sent, self._send)
        zone = house.contacts[sheet.who[0]].client.zone
        for verdict in sheet.verdicts:
            heard = house.later(sent, verdict.after, zone)
            house.plan(heard, partial(self._read if verdict.mail else self._hear, verdict))
            if verdict.wrong and sheet.redone is not None:
                house.plan(house.later(heard, sheet.redone), partial(self._correct, verdict))
            elif (after := verdict.answered or (2.5 if verdict.remark else None)) is not None:
                house.plan(house.later(heard, after), partial(self._answer, verdict, verdict.ours))

    def contact(self, handle: str) -> Contact:
        pk = self.house.contacts[handle].pk
        return Contact.objects.select_related("client__lead__user", "person").get(pk=pk)

    @property
    def client(self) -> Client:
        return self.contact(self.sheet.who[0]).client

    @property
    def member(self) -> Membership:
        return self.house.members[self.sheet.by] if self.sheet.by else self.client.lead

    @property
    def summary(self) -> Summary:
        return Summary.objects.select_related("client", "interaction").get(pk=self.version)

    def _log(self, begin: datetime, at: datetime) -> None:
        sheet = self.sheet
        day = begin.astimezone(self.house.zone).date()
        notes = CallNotes(
            kind=sheet.kind,
            at=begin,
            minutes=sheet.minutes,
            contacts=[self.contact(handle) for handle in sheet.who],
            topics=[self._topic(topic, day) for topic in sheet.topics],
        )
        self.version = calls.log_call(self.client, notes, by=self.member, at=at).pk

    def _topic(self, topic: Spoke, day: date) -> TopicNotes:
        clauses = Exclusion.objects.filter(client=self.client, scope__state=ScopeOfWork.State.ACCEPTED)
        return TopicNotes(
            title=topic.title,
            answer=topic.said,
            decision=topic.decided,
            reason=topic.because,
            decided_by=self.contact(topic.by) if topic.by else None,
            out_of_scope=bool(topic.outside),
            exclusion=clauses.get(number=topic.outside) if topic.outside else None,
            actions=[self._action(todo, day) for todo in topic.todo],
        )

    def _action(self, todo: Todo, day: date) -> ActionNotes:
        owner = self.house.members.get(todo.who)
        ours = None if todo.ours is None else self._working(day + timedelta(days=todo.ours))
        theirs = self._working(day + timedelta(days=todo.theirs))
        contact = None if owner else self.contact(todo.who)
        return ActionNotes(text=todo.text, owner=owner, contact=contact, internal_due=ours, client_due=theirs)

    def _working(self, day: date) -> date:
        while not self.house.hours.works_on(day):
            day += DAY
        return day

    def _send(self, at: datetime) -> None:
        """To those who were there and get summaries. What was promised is done the day before, as planned."""
        there = [self.contact(handle) for handle in self.sheet.who]
        to = [contact for contact in there if contact.gets_summaries] or there
        summaries.send(self.summary, by=self.member, at=at, to=to)
        for topic in self.sheet.topics:
            if topic.parked:
                self.house.plan(self.house.later(at, 5), partial(self._park, topic))
        left = {todo.text for topic in self.sheet.topics for todo in topic.todo if todo.left}
        made = Task.objects.filter(origin_kind="interaction", origin_id=self.summary.interaction_id)
        for task in made.exclude(title__in=left):
            if task.client_due is not None:
                end = datetime.combine(task.client_due - DAY, time(14, 40), self.house.zone)
                while not self.house.hours.works_on(end.date()):
                    end -= DAY
                self.house.plan(max(end, at + timedelta(hours=2)), partial(self._finish, task.pk))

    def _park(self, topic: Spoke, at: datetime) -> None:
        """The wish from the call is put off; doing so twice, for a corrected summary, changes nothing."""
        interaction = self.summary.interaction_id
        raised = ScopeFlag.objects.filter(
            topic__interaction=interaction, wish=topic.title, state=ScopeFlag.State.RAISED
        )
        for flag in raised:
            flags.settle(flag, ScopeFlag.State.PARKED, by=self.member, at=at, outcome=topic.parked)

    def _finish(self, task_id: int, at: datetime) -> None:
        task = Task.objects.select_related("owner", "client").get(pk=task_id)
        if task.state == Task.State.OPEN:
            tasks.complete(task, by=task.owner or self.member, at=at)

    def _hear(self, verdict: Verdict, at: datetime) -> None:
        """By the signed link in their copy, from some browser of theirs."""
        contact = self.contact(verdict.who)
        link = SignedLink.objects.get(object_id=self.version, contact=contact, purpose=SignedLink.Purpose.SUMMARY)
        where = f"192.0.2.{self.house.chance.randrange(2, 250)}"
        browser = self.house.chance.choice(BROWSERS)
        agreements.answer(
            link, corrections=verdict.wrong, remark=verdict.remark, at=at, address=where, agent=browser
        )  # fmt: skip

    def _read(self, verdict: Verdict, at: datetime) -> None:
        """Their mail in answer to ours; a plain yes needs no answer, the rest waits for somebody."""
        mail = OutboxMessage.objects.get(
            object_kind="summary", object_id=self.version, contact=self.contact(verdict.who),
            purpose_key__endswith=self.contact(verdict.who).key,
        )  # fmt: skip
        subject = answers_to(self.summary.interaction.subject)
        said = post.write_to_us(
            self.house, self.contact(verdict.who), subject=subject, text=verdict.mail, at=at, answers=mail.message_id
        )  # fmt: skip
        if said.request is not None and not verdict.left:
            self.house.plan(self.house.later(at, 1), partial(self._no_answer_needed, said.request.pk))

    def _no_answer_needed(self, request_id: int, at: datetime) -> None:
        request = Request.objects.select_related("client").get(pk=request_id)
        dismissals.dismiss(request, by=self.member, at=at)
        requests.close(request, by=self.member, at=at)

    def _correct(self, verdict: Verdict, at: datetime) -> None:
        """The client's words are taken over into a new version, which goes out at once; and they are answered."""
        draft = corrections.take_over(self.summary, by=self.member, at=at)
        self.version = draft.pk
        self._send(at)
        self._answer(verdict, CORRECTED, at)

    def _answer(self, verdict: Verdict, words: str, at: datetime) -> None:
        contact = self.contact(verdict.who)
        for correction in Correction.objects.filter(copy__summary=self.version, copy__contact=contact, settled_as=""):
            corrections.discuss(correction, by=self.member, at=at)
        waiting = Episode.objects.filter(request__contact=contact, closed_at=None).order_by("-opened_at")
        request_id = waiting.values_list("request_id", flat=True)[0]
        request = Request.objects.select_related("contact__person", "contact__client").get(pk=request_id)
        answers.answer(request, by=self.member, at=at, text=greeted(contact, words))
