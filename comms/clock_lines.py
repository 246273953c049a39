"""What happened while one clock ran, a line each: who spoke, which stage fired and who was told how, what was answered
and what became of it, who passed it on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from agency import wording
from agency.models import Event
from agency.promise import Terms
from comms.clock import Stage
from comms.models import Answer, Interaction, Notice, OutboxMessage, StageFired
from comms.queries.clock_history import ClockHistory
from comms.stage_words import HAPPENED, WITH_ANOTHER, held_because, why

TELLING = (Stage.ARRIVAL, Stage.HALF, Stage.BACKUP, Stage.ALARM, Stage.OWNERS)
"""Stages that are nothing but a notice to somebody."""
PUNCTUAL = timedelta(minutes=2)
SAID, STAGE, NOTICE, ANSWER, EVENT = range(5)
"""What comes first of things at the same moment."""

STAGE_ICONS = {
    Stage.TARGET: "late",
    Stage.BROKEN: "warning",
    Stage.NOTE: "mail",
    Stage.ALARM: "warning",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    at: datetime
    rank: int
    icon: str
    strong: str
    rest: str = ""
    about: str = ""
    sign: tuple[str, str] | None = None


@dataclass(frozen=True)
class Saying:
    """How moments and members are called."""

    moment: Callable[[datetime], str]
    names: Mapping[int, str]

    def member(self, fact: object) -> str:
        return self.names.get(fact, _("somebody")) if isinstance(fact, int) else _("somebody")


def heard_lines(history: ClockHistory) -> Iterator[Line]:
    for number, said in enumerate(history.heard):
        name = said.contact.person.name if said.contact else _("The client")
        rest = _("wrote again; the clock ran on with its times") if number else _("wrote, and the clock began")
        yield Line(at=said.at, rank=SAID, icon="chat", strong=name, rest=rest)


def stage_lines(history: ClockHistory, terms: Terms | None, saying: Saying) -> Iterator[Line]:
    by_stage: dict[str, list[Notice]] = {}
    for notice in history.notices:
        by_stage.setdefault(notice.kind, []).append(notice)
    for fired in history.stages:
        stage = Stage(fired.stage)
        told = by_stage.get("clock.note_held" if stage is Stage.NOTE else f"clock.{stage}", [])
        because = why(stage, history.episode, terms, fired.due_at)
        yield Line(
            at=fired.fired_at,
            rank=STAGE,
            icon=STAGE_ICONS.get(stage, "clock"),
            strong=f"{happened(stage, fired)}:" if because else happened(stage, fired),
            rest=because,
            about=" ".join(filter(None, (_held(fired), _told(told, saying), _late(fired, saying)))),
        )


def happened(stage: Stage, fired: StageFired) -> str:
    """What the stage says of whom it tells is said only where somebody was told: whoever heard as much of another clock
    of the same conversation hears nothing anew.
    """
    quiet = stage in TELLING and fired.told_id is None
    return _("Nobody was told anew") if quiet else str(HAPPENED[stage])


def _held(fired: StageFired) -> str:
    if not fired.why:
        return ""
    if fired.why.startswith(WITH_ANOTHER):
        return _("One note named this and another message of theirs.")
    return _("Held back: %(why)s. A person was told instead.") % {"why": held_because(fired.why)}


def _late(fired: StageFired, saying: Saying) -> str:
    """Said only where a stage did not fire when it was due: after an outage, or while an answer was on its way."""
    if fired.fired_at - fired.due_at <= PUNCTUAL:
        return ""
    return _("It was due %(when)s.") % {"when": saying.moment(fired.due_at)}


def _told(notices: Sequence[Notice], saying: Saying) -> str:
    """'Told: Ida Brandt (on the page, by mail today 09:00).'"""
    if not notices:
        return ""
    names = [f"{notice.member} ({_way(notice, saying)})" for notice in notices]
    return _("Told: %(names)s.") % {"names": wording.listing(names)}


def _way(notice: Notice, saying: Saying) -> str:
    if notice.mailed_at:
        return _("by mail %(when)s") % {"when": saying.moment(notice.mailed_at)}
    if notice.seen_at:
        return _("seen on the page %(when)s") % {"when": saying.moment(notice.seen_at)}
    if notice.mail_after:
        return _("on the page; the mail waits until %(when)s") % {"when": saying.moment(notice.mail_after)}
    return _("on the page")


def notice_lines(history: ClockHistory, saying: Saying) -> Iterator[Line]:
    """What people were told at once, apart from the stages."""
    reasons = {
        "clock.no_address": _("There is no address to which an acknowledgement could go"),
        "clock.reopened": _("What we sent came back, and the clock ran again"),
        "clock.stuck": _("Rapport could not work this clock"),
    }
    together: dict[tuple[str, datetime], list[Notice]] = {}
    for notice in history.notices:
        if notice.kind in reasons:
            together.setdefault((notice.kind, notice.at), []).append(notice)
    for (kind, at), notices in together.items():
        yield Line(at=at, rank=NOTICE, icon="warning", strong=reasons[kind], about=_told(notices, saying))


def answer_lines(history: ClockHistory, saying: Saying) -> Iterator[Line]:
    for answer in history.answers:
        yield Line(
            at=_given_at(answer),
            rank=ANSWER,
            icon="mail" if answer.interaction.kind == Interaction.Kind.EMAIL else "phone",
            strong=str(answer.member) if answer.member else _("Rapport"),
            rest=_ANSWERED[Answer.Kind(answer.kind)]() % {"way": answer.interaction.get_kind_display()},
            sign=_fate(answer, saying),
        )


def _given_at(answer: Answer) -> datetime:
    """When the person acted; of what is put off, when they wrote it, since it has not left yet."""
    written = [mail.queued_at for mail in answer.interaction.outgoing.all()] if answer.waits else []
    return min(written, default=answer.at)


_ANSWERED: dict[Answer.Kind, Callable[[], str]] = {
    Answer.Kind.ACKNOWLEDGEMENT: lambda: _("acknowledged (%(way)s)"),
    Answer.Kind.ANSWER: lambda: _("answered (%(way)s)"),
    Answer.Kind.NOTE: lambda: _("sent an automatic note (%(way)s)"),
}


def _fate(answer: Answer, saying: Saying) -> tuple[str, str]:
    """What became of it: accepted, on its way, perhaps sent, or why it does not count."""
    if answer.fell_at is not None:
        words = {"fate": Answer.Fate(answer.fate).label, "when": saying.moment(answer.fell_at)}
        return "late", _("%(fate)s %(when)s; it does not count") % words
    if answer.accepted_at is not None:
        when = {"when": saying.moment(answer.accepted_at)}
        if answer.interaction.kind == Interaction.Kind.EMAIL:
            return "good", _("accepted %(when)s") % when
        return "good", _("counts since %(when)s") % when
    if answer.waits:
        return "info", _("leaves %(when)s") % {"when": saying.moment(answer.at)}
    states = {mail.state for mail in answer.interaction.outgoing.all()}
    if OutboxMessage.State.UNCERTAIN in states:
        return "attention", _("perhaps sent")
    return "attention", _("on its way")


def event_lines(history: ClockHistory, saying: Saying) -> Iterator[Line]:
    for event in history.events:
        who = saying.member(event.actor_id) if event.actor_kind == Event.Actor.MEMBER else _("Rapport")
        match event.verb:
            case "episode.handed_over":
                yield _handed_over(event, who, saying)
            case "episode.replanned":
                yield _replanned(event, saying)
            case "episode.dismissed":
                rest = _("said that no answer is needed")
                yield Line(at=event.at, rank=EVENT, icon="check", strong=who, rest=rest)
            case "episode.reinstated":
                rest = _("took that back; the clock ran on with its old times")
                yield Line(at=event.at, rank=EVENT, icon="undo", strong=who, rest=rest)


def _handed_over(event: Event, who: str, saying: Saying) -> Line:
    named = {"giver": saying.member(event.facts.get("giver")), "receiver": saying.member(event.facts.get("receiver"))}
    because = {
        "away": _("%(giver)s is away."),
        "inactive": _("%(giver)s is no longer active."),
        "bounces": _("Mail to %(giver)s comes back."),
        "returned": _("%(receiver)s is here again."),
    }.get(str(event.facts.get("why")), "")
    rest = _("passed it on from %(giver)s to %(receiver)s") % named
    return Line(at=event.at, rank=EVENT, icon="hand-over", strong=who, rest=rest, about=because % named)


def _replanned(event: Event, saying: Saying) -> Line:
    """The rules changed; older records hold no times."""
    changes = []
    for name, words in (("target", _("target %(now)s instead of %(was)s")), ("promise", _promise_moved())):
        now, was = event.facts.get(name), event.facts.get(f"{name}_was")
        if now and was and now != was:
            shown = {
                "now": saying.moment(datetime.fromisoformat(now)),
                "was": saying.moment(datetime.fromisoformat(was)),
            }
            changes.append(words % shown)
    about = "; ".join(changes)
    return Line(
        at=event.at, rank=EVENT, icon="calendar", strong=_("Hours or promise changed; reckoned anew"), about=about
    )


def _promise_moved() -> str:
    return _("promise %(now)s instead of %(was)s")
