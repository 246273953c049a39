"""What questions to experts say in notices and in the client's timeline."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from agency.models import Event, Membership
from agency.registry import TimelineLine
from comms.models import Question
from comms.notice_words import put_in
from comms.queries.questions import RELATED
from comms.timeline import excerpt, tell


def notices() -> None:
    """The words of each kind of notice."""
    about = lambda: _("About %(client)s: “%(question)s”.")  # noqa: E731
    put_in(
        "question.asked",
        lambda: _("%(asker)s asks you"),
        lambda: f"{about()} " + _("Answer in Rapport, where you also see the conversation."),
    )
    put_in("question.reminder", lambda: _("%(asker)s waits for your answer"), about)
    put_in("question.answered", lambda: _("%(whom)s has answered your question"), about)
    put_in("question.withdrawn", lambda: _("%(asker)s needs no answer any more"), about)
    put_in(
        "question.silent",
        lambda: _("%(whom)s has not answered yet"),
        lambda: f"{about()} " + _("They were reminded. Call them, or ask somebody else."),
    )
    put_in(
        "question.stuck",
        lambda: _("A question of %(asker)s gets no answer"),
        lambda: f"{about()} " + _("%(whom)s was reminded several times. The client waits."),
    )
    put_in(
        "question.robot",
        lambda: _("%(whom)s may be away"),
        lambda: _("An automatic message came in answer to your question: “%(words)s”."),
    )


def timeline(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    """For staff alone: that somebody was asked, answered, or need not answer any more."""
    rows = Question.objects.select_related(*RELATED)

    def words(question: Question, event: Event) -> TimelineLine | None:
        phrases = {
            "question.asked": _("%(asker)s asked %(whom)s"),
            "question.answered": _("%(whom)s answered %(asker)s"),
            "question.withdrawn": _("%(asker)s no longer asks %(whom)s"),
        }
        if question.kind == Question.Kind.HAND_OVER:
            phrases |= {
                "question.asked": _("%(asker)s handed a request over to %(whom)s"),
                "question.answered": _("%(whom)s gave a request back to %(asker)s"),
                "question.withdrawn": _("%(asker)s took a request back from %(whom)s"),
            }
        if event.verb not in phrases:
            return None
        named = {"asker": str(question.asked_by.user), "whom": question.whom}
        url = reverse("question", args=[question.agency.slug, question.key])
        return TimelineLine(
            icon="quote", strong=phrases[event.verb] % named, body=excerpt(question.text), inside=True, url=url
        )

    return tell(rows, events, words)
