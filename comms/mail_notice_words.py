"""What notices say about mail and chat themselves: what left, what came in, and what cannot be reached."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from comms import notice_words

WORDS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "mail.dead": (
        lambda: _("“%(subject)s” could not be sent"),
        lambda: _("The mail to %(recipient)s was refused for good: %(reply)s"),
    ),
    "mail.bounced": (
        lambda: _("“%(subject)s” came back"),
        lambda: _("The mail to %(recipient)s did not arrive: %(reply)s"),
    ),
    "mail.uncertain": (
        lambda: _("“%(subject)s” was perhaps sent"),
        lambda: _(
            "The server's answer about the mail to %(recipient)s was lost. Decide: did it arrive, or send it again?"
        ),
    ),
    "mail.complained": (
        lambda: _("“%(subject)s” was called unwanted"),
        lambda: _("%(recipient)s marked it as spam. Ask them by another way before you write to this address again."),
    ),
    "mail.delayed": (
        lambda: _("“%(subject)s” is still waiting"),
        lambda: _("The mail to %(recipient)s has not left after an hour and is being tried again: %(reply)s"),
    ),
    "inbound.unmatched": (
        lambda: _("A message from somebody unknown"),
        lambda: _("%(sender)s wrote: “%(subject)s”. Say who it is, or that it is not from a client."),
    ),
    "inbound.of_several": (
        lambda: _("A message from somebody who speaks for several clients"),
        lambda: _("%(sender)s wrote: “%(subject)s”. Say for which client."),
    ),
    "inbound.quarantined": (
        lambda: _("A message that could not be read"),
        lambda: _("It is kept as it came. Open it and decide what it is."),
    ),
    "channel.problem": (
        lambda: _("Nothing can be posted to %(channel)s"),
        lambda: _("Since %(since)s: %(problem)s"),
    ),
    "mailbox.huge": (
        lambda: _("A very large message waits in %(address)s"),
        lambda: _("It is larger than 60 MB and was left where it is. Look at it in the mailbox itself."),
    ),
    "mailbox.problem": (
        lambda: _("The mailbox %(address)s cannot be read"),
        lambda: _("Since %(since)s: %(problem)s"),
    ),
    "sending.problem": (
        lambda: _("Your mail cannot leave by %(account)s"),
        lambda: _("Since %(since)s: %(problem)s All of it waits here and leaves as soon as that is mended."),
    ),
    "contact.reports_stopped": (
        lambda: _("%(contact)s (%(client)s) wants no monthly report any more"),
        lambda: _(
            "It was ended by the link in the mail, or as a complaint. The contact’s page can switch it on again."
        ),
    ),
}
"""By kind: a line, and a sentence or two."""


def put_in() -> None:
    for kind, (title, detail) in WORDS.items():
        notice_words.put_in(kind, title, detail)
