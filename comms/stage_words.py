"""What the stages of a clock are called, and why each comes; why an automatic note was held back. Pure."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _, gettext_lazy

from agency import wording
from agency.promise import Terms, share_words
from comms.clock import Stage
from comms.loops import Obstacle
from comms.models import Episode

ARCHIVED = "archived"
"""No robot of ours writes to a client who has left; a person still may."""
WITH_ANOTHER = "with "
"""What stands before the key of another episode whose note named this one too."""

HAPPENED = {
    Stage.ARRIVAL: gettext_lazy("The responsible person was told"),
    Stage.HALF: gettext_lazy("The responsible person was warned"),
    Stage.BACKUP: gettext_lazy("The backup was told"),
    Stage.TARGET: gettext_lazy("The target was missed"),
    Stage.ALARM: gettext_lazy("Everybody was told who did not know yet"),
    Stage.NOTE: gettext_lazy("The automatic note was due"),
    Stage.OWNERS: gettext_lazy("The owners were told"),
    Stage.BROKEN: gettext_lazy("The promise was broken"),
    Stage.DIGEST: gettext_lazy("Told once a day from now on"),
}
COMES = {
    Stage.ARRIVAL: gettext_lazy("the responsible person is told"),
    Stage.HALF: gettext_lazy("the responsible person is warned"),
    Stage.BACKUP: gettext_lazy("the backup is told"),
    Stage.TARGET: gettext_lazy("the target is missed; the owners are told"),
    Stage.ALARM: gettext_lazy("everybody is told who does not know yet"),
    Stage.NOTE: gettext_lazy("an automatic note goes to the client"),
    Stage.OWNERS: gettext_lazy("the owners are told"),
    Stage.BROKEN: gettext_lazy("the promise is broken"),
    Stage.DIGEST: gettext_lazy("it stands in the daily digest from then on"),
}
HELD = {
    Obstacle.NO_ADDRESS: gettext_lazy("there is no address that works"),
    Obstacle.OWN_ADDRESS: gettext_lazy("the sender is an address of ours"),
    Obstacle.ROBOT_ADDRESS: gettext_lazy("the sender is a machine"),
    Obstacle.NULL_RETURN_PATH: gettext_lazy("their message wants no automatic answer"),
    Obstacle.DELIVERY_REPORT: gettext_lazy("their message was a delivery report"),
    Obstacle.AUTO_SUBMITTED: gettext_lazy("their message was automatic itself"),
    Obstacle.SUPPRESSED: gettext_lazy("their message wants no automatic answer"),
    Obstacle.BULK: gettext_lazy("their message went to many"),
    Obstacle.LIST: gettext_lazy("their message came through a mailing list"),
    Obstacle.UNAUTHENTICATED: gettext_lazy("nobody can vouch for who sent their message"),
    Obstacle.BREAKER: gettext_lazy("three notes have gone in this thread already, and no word of a person"),
    Obstacle.RECENT: gettext_lazy("they had a note within the last day"),
    ARCHIVED: gettext_lazy("the client has left, and robots do not write to them"),
}


def held_because(why: str) -> str:
    """'their message went to many' of 'bulk'; what nobody has words for, as it is."""
    return str(HELD.get(why, why))


def why(stage: Stage, episode: Episode, terms: Terms | None, due_at: datetime) -> str:
    """'50 % of the target had passed', '6 h before the promise ends'; '' where the stage says it itself."""
    match stage:
        case Stage.ARRIVAL:
            return _("a message came")
        case Stage.HALF | Stage.BACKUP:
            if terms is None:
                return _("part of the target had passed")
            share = terms.warn_percent if stage is Stage.HALF else terms.backup_percent
            return _("%(share)s of the target had passed") % {"share": share_words(share)}
        case Stage.TARGET:
            return _("no person had answered by then")
        case Stage.ALARM | Stage.NOTE | Stage.OWNERS:
            before = episode.promise_at - due_at
            if before < timedelta(minutes=1):
                return ""
            return _("%(span)s before the promise ends") % {"span": wording.span(before)}
        case Stage.BROKEN:
            return _("nothing had reached the client by then")
        case _:
            return _("until somebody answers")
