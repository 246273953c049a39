"""What a notice says, by its kind: a line for lists and subjects, and a sentence or two. In the active language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.models import Membership
from comms.mail.render import Letter, Line, Section, render
from comms.models import Notice
from comms.stage_words import held_because


class Words(NamedTuple):
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Told:
    """The facts of a notice, and how to put moments into the reader's words."""

    facts: Mapping[str, Any]
    zone: ZoneInfo
    now: datetime

    def __getitem__(self, name: str) -> str:
        return str(self.facts.get(name, ""))

    def moment(self, name: str) -> str:
        """The moment of that name as the reader says it; an en dash when there is none."""
        written = self[name]
        return wording.moment(datetime.fromisoformat(written), self.zone, self.now) if written else "–"

    def filled(self, words: str) -> str:
        """Words with the facts in them, and `target` and `promise` as moments."""
        moments = {name: self.moment(name) for name in ("target", "promise", "since", "leaves")}
        plain = {name: str(value) for name, value in self.facts.items() if name not in moments}
        return words % _Blanks({**plain, **moments})


class _Blanks(dict[str, str]):
    """A fact that an older notice does not have is left out rather than failing the mail."""

    def __missing__(self, name: str) -> str:
        return ""


Teller = Callable[[Told], Words]
tellers: dict[str, Teller] = {}
"""By kind. Other rooms put theirs in with `put_in`."""


def words_for(notice: Notice, zone: ZoneInfo, now: datetime) -> Words:
    """The notice in words."""
    return in_words(notice.kind, notice.facts, zone, now)


def in_words(kind: str, facts: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> Words:
    """What a notice of this kind says. A kind that nobody has words for is still told, plainly."""
    tell = tellers.get(kind)
    return tell(Told(facts, zone, now)) if tell else Words(_("Something in Rapport needs your attention"))


class Mail(NamedTuple):
    subject: str
    text: str
    html: str


def letter(bundle: Sequence[Notice], member: Membership, at: datetime) -> Mail:
    """One mail for one notice or for several."""
    zone = ZoneInfo(member.user.zone)
    told = [(notice, words_for(notice, zone, at)) for notice in bundle]
    if len(told) == 1:
        subject = told[0][1].title
    else:
        count = len(told)
        subject = ngettext("%(count)d thing in Rapport", "%(count)d things in Rapport", count) % {"count": count}
    lines = tuple(Line(label=words.title, text=_body(notice, words)) for notice, words in told)
    first = next((notice.path for notice in bundle if notice.path), "")
    text, html = render(
        Letter(
            language=member.user.language,
            agency=member.agency.name,
            hue=member.agency.hue,
            preview=told[0][1].detail or subject,
            greeting=_("Hello %(name)s,") % {"name": member.user.get_short_name()},
            sections=(Section("", lines),),
            button=(_("Open in Rapport"), settings.BASE_URL + (first or f"/{member.agency.slug}/")),
            signature="Rapport",
            footer=(_("You choose in your settings which notices come by e-mail."),),
        )
    )
    return Mail(subject, text, html)


def _body(notice: Notice, words: Words) -> str:
    """The sentence, and the page where it can be dealt with when there are several."""
    return "\n".join(filter(None, (words.detail, settings.BASE_URL + notice.path if notice.path else "")))


def put_in(kind: str, title: Callable[[], str], detail: Callable[[], str]) -> None:
    """Words with the notice's facts in them, as `%(client)s`; asked for each time, in the language of the moment."""
    tellers[kind] = lambda told: Words(told.filled(title()), told.filled(detail()))


_waits = lambda: _("%(contact)s (%(client)s) wrote: “%(subject)s”.")  # noqa: E731

put_in(
    "clock.arrival",
    lambda: _("New message from %(contact)s"),
    lambda: f"{_waits()} " + _("Answer by %(target)s."),
)
put_in(
    "clock.half",
    lambda: _("%(contact)s still waits for an answer"),
    lambda: f"{_waits()} " + _("Half of the time has passed; answer by %(target)s."),
)
put_in(
    "clock.backup",
    lambda: _("%(contact)s waits, and %(responsible)s has not answered yet"),
    lambda: f"{_waits()} " + _("You are the backup; the answer is due by %(target)s."),
)
put_in(
    "clock.target",
    lambda: _("%(client)s got no answer in time"),
    lambda: f"{_waits()} " + _("%(responsible)s should have answered by %(target)s. The promise ends %(promise)s."),
)
put_in(
    "clock.alarm",
    lambda: _("A promise to %(client)s ends soon"),
    lambda: f"{_waits()} " + _("Nobody has answered. The promise ends %(promise)s. Any of you may answer."),
)
put_in(
    "clock.owners",
    lambda: _("A promise to %(client)s is about to be broken"),
    lambda: f"{_waits()} " + _("Nothing has reached the client. The promise ends %(promise)s."),
)
put_in(
    "clock.broken",
    lambda: _("A promise to %(client)s is broken"),
    lambda: f"{_waits()} " + _("It got no answer by %(promise)s. The clock runs on until somebody answers."),
)
_held = lambda: _("No automatic note went to %(contact)s")  # noqa: E731
_only_a_person = lambda: _(  # noqa: E731
    "A note could not go (%(why)s), so only a person can keep the promise by %(promise)s."
)


def _note_held(told: Told) -> Words:
    """The reason is kept as a code and told in words."""
    plainly = replace(told, facts={**told.facts, "why": held_because(told["why"])})
    return Words(plainly.filled(_held()), plainly.filled(f"{_waits()} {_only_a_person()}"))


tellers["clock.note_held"] = _note_held
put_in(
    "clock.no_address",
    lambda: _("%(contact)s cannot be answered by e-mail"),
    lambda: f"{_waits()} " + _("There is no address that works. Call them, and log the call, by %(promise)s."),
)
put_in(
    "clock.handed_over",
    lambda: _("You now answer %(contact)s"),
    lambda: f"{_waits()} " + _("It was handed over from %(from)s. Answer by %(target)s."),
)
put_in(
    "clock.reopened",
    lambda: _("Your answer to %(contact)s did not arrive"),
    lambda: f"{_waits()} " + _("What you sent came back, so the clock runs again. The promise ends %(promise)s."),
)
put_in(
    "clock.stuck",
    lambda: _("The clock of a message from %(contact)s cannot be worked"),
    lambda: f"{_waits()} " + _("Something is broken in Rapport: watch it yourselves. The promise ends %(promise)s."),
)
put_in(
    "clock.late",
    lambda: _("%(count)s late answers are still open"),
    lambda: "%(subjects)s",
)
put_in(
    "request.assigned",
    lambda: _("%(by)s gave you a request of %(client)s"),
    lambda: "%(subject)s",
)
put_in(
    "answer.overtaken",
    lambda: _("%(contact)s wrote again before your answer has left"),
    lambda: _("Your answer to “%(subject)s” leaves %(leaves)s as you wrote it. Take it back if it no longer fits."),
)
put_in(
    "request.mentioned",
    lambda: _("%(by)s mentions you in a note"),
    lambda: "%(client)s: “%(subject)s”",
)
put_in(
    "request.heard",
    lambda: _("%(contact)s wrote in a request that you follow"),
    lambda: "%(client)s: “%(subject)s”",
)
put_in(
    "request.noted",
    lambda: _("%(by)s wrote a note in a request that you follow"),
    lambda: "%(client)s: “%(subject)s”",
)
put_in(
    "summary.agreed",
    lambda: _("%(client)s agreed to your summary"),
    lambda: _("Every line stands as you wrote it."),
)
put_in(
    "summary.unsent",
    lambda: _("The call with %(client)s is not in writing yet"),
    lambda: _("It ended %(since)s: “%(subject)s”. Finish the summary and send it."),
)
put_in(
    "summary.still_unsent",
    lambda: _("%(count)s calls are not in writing after a working day"),
    lambda: "%(subjects)s",
)
