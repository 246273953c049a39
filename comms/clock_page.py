"""The page on which a clock is replayed: each thing that happened with when, why and by whom. From rows to what
comms/request_clock.html shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agency import wording
from agency.promise import Terms, from_stored, promise_words, target_words
from comms import clock as clocks
from comms.clock_lines import Line, Saying, answer_lines, event_lines, heard_lines, notice_lines, stage_lines
from comms.domain.clocks import clock_of
from comms.models import Episode
from comms.queries.clock_history import ClockHistory
from comms.stage_words import COMES

PROMISE_SIGNS = {
    Episode.Promise.PENDING: "info",
    Episode.Promise.KEPT_BY_PERSON: "good",
    Episode.Promise.KEPT_BY_NOTE: "attention",
    Episode.Promise.BROKEN: "late",
}
TARGET_SIGNS = {Episode.Target.PENDING: "info", Episode.Target.MET: "good", Episode.Target.MISSED: "late"}


@dataclass(frozen=True)
class Teller:
    """In whose words and zones a clock is told."""

    ours: ZoneInfo
    theirs: ZoneInfo
    now: datetime
    names: Mapping[int, str]

    def told(self, history: ClockHistory) -> dict[str, Any]:
        """One clock of the page."""
        episode = history.episode
        terms = from_stored(episode.rules)
        lines = sorted(self._lines(history, terms), key=attrgetter("at", "rank"))
        name = wording.first_name(episode.request.contact.person.name)
        return {
            "key": episode.key,
            "title": _("%(name)s wrote: %(when)s") % {"name": name, "when": self._moment(episode.opened_at)},
            "sentence": self._sentence(episode, terms),
            "signs": _signs(episode),
            "facts": self._facts(episode, terms),
            "days": self._by_day(lines),
            "coming": self._coming(history),
            "spared": _spared(history),
            "problem": bool(episode.problem),
        }

    def _lines(self, history: ClockHistory, terms: Terms | None) -> Iterator[Line]:
        saying = Saying(self._moment, self.names)
        yield from heard_lines(history)
        yield from stage_lines(history, terms, saying)
        yield from notice_lines(history, saying)
        yield from answer_lines(history, saying)
        yield from event_lines(history, saying)

    def _moment(self, when: datetime) -> str:
        return wording.moment(when, self.ours, self.now)

    def _both(self, when: datetime) -> str:
        """'Monday 16:30', and what the client's clocks show if it is something else."""
        words = self._moment(when)
        if when.astimezone(self.ours).replace(tzinfo=None) == when.astimezone(self.theirs).replace(tzinfo=None):
            return words
        same_day = when.astimezone(self.ours).date() == when.astimezone(self.theirs).date()
        theirs = wording.clock_time(when, self.theirs) if same_day else wording.moment(when, self.theirs, self.now)
        there = {"ours": words, "theirs": theirs}
        return _("%(ours)s (%(theirs)s in %(place)s)") % {**there, "place": wording.zone_place(self.theirs.key)}

    def _sentence(self, episode: Episode, terms: Terms | None) -> str:
        """'Target Monday 16:30: 8 h of working time in our calendar. Promise Saturday 17:30: 24 h by the clock.'"""
        target, promise = self._both(episode.target_at), self._both(episode.promise_at)
        if terms is None:
            return _("Target %(target)s. Promise %(promise)s.") % {"target": target, "promise": promise}
        working = terms.target_kind != clocks.TargetKind.REAL
        span = _("%(span)s in our calendar") if working else "%(span)s"
        words = {"target": target, "span": span % {"span": target_words(terms)}, "promise": promise}
        sentence = _("Target %(target)s: %(span)s. Promise %(promise)s: %(hours)s by the clock.")
        return sentence % {**words, "hours": promise_words(terms)}

    def _facts(self, episode: Episode, terms: Terms | None) -> list[dict[str, str]]:
        version = _("calendar %(version)s") % {"version": episode.calendar_version}
        whose = _("agreed with this client") if terms is not None and terms.own else _("as for every client")
        facts = [(_("Responsible"), str(episode.responsible.user))]
        if episode.rated_id != episode.responsible_id:
            facts.append((_("Counts for"), str(episode.rated.user)))
        facts.append((_("By which rules"), f"{whose}, {version}" if terms is not None else version))
        return [{"term": term, "value": value} for term, value in facts]

    def _by_day(self, lines: list[Line]) -> list[tuple[str, list[dict[str, Any]]]]:
        days: dict[date, list[dict[str, Any]]] = {}
        for line in lines:
            here, there = line.at.astimezone(self.ours), line.at.astimezone(self.theirs)
            theirs = wording.clock_time(line.at, self.theirs)
            place = wording.zone_place(self.theirs.key)
            shown = {
                "line": line,
                "time": wording.clock_time(line.at, self.ours),
                "iso": line.at.isoformat(),
                "there": ""
                if here.replace(tzinfo=None) == there.replace(tzinfo=None)
                else _("%(time)s in %(place)s") % {"time": theirs, "place": place},
            }
            days.setdefault(here.date(), []).append(shown)
        return [(wording.long_day(day, self.now.date()), shown) for day, shown in days.items()]

    def _coming(self, history: ClockHistory) -> list[dict[str, str]]:
        """What happens by itself if nobody answers, the next thing first."""
        ahead = coming_in(history)
        return [{"term": self._both(moment), "value": str(COMES[stage])} for stage, moment in ahead]


def coming_in(history: ClockHistory) -> list[tuple[clocks.Stage, datetime]]:
    """The stages of an open clock that are still to come, the next one first."""
    clock = clock_of(history.episode, {row.stage for row in history.stages})
    return sorted(clocks.coming(clock).items(), key=lambda pair: (pair[1], list(clocks.Stage).index(pair[0])))


def _signs(episode: Episode) -> list[tuple[str, str]]:
    """How promise and target came out; a clock that was dismissed is counted apart."""
    if episode.dismissed_at is not None:
        return [("", _("No answer needed; counted apart"))]
    promise, target = Episode.Promise(episode.promise), Episode.Target(episode.target)
    promised = _("Promise: %(state)s") % {"state": promise.label}
    if episode.promise_cause == clocks.Cause.BOUNCED:
        promised = _("Promise: broken, since what we sent came back")
    return [
        (PROMISE_SIGNS[promise], promised),
        (TARGET_SIGNS[target], _("Target: %(state)s") % {"state": target.label}),
    ]


def _spared(history: ClockHistory) -> str:
    """What did not have to happen since somebody answered in time; '' while the clock runs."""
    episode = history.episode
    if episode.closed_at is None or not episode.stage_times:
        return ""
    happened = {row.stage for row in history.stages}
    left = [stage for stage in clocks.Stage if stage in episode.stage_times and stage not in happened]
    names = [str(COMES[stage]) for stage in left if stage is not clocks.Stage.DIGEST]
    return _("It did not come to this: %(things)s.") % {"things": wording.listing(names)} if names else ""
