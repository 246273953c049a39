"""Findings of `dns_hints` in words, for owners and for whoever runs Rapport. In the active language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

TITLES = {
    "domain": gettext_lazy("The domain"),
    "mx": gettext_lazy("Where answers go (MX)"),
    "spf": gettext_lazy("Who may send (SPF)"),
    "dkim": gettext_lazy("Signature (DKIM)"),
    "dmarc": gettext_lazy("What receivers do (DMARC)"),
    "alignment": gettext_lazy("Whether both belong together (alignment)"),
}
SIGNS = {"good": gettext_lazy("in order"), "attention": gettext_lazy("could be better"), "late": gettext_lazy("wrong")}

WORDS: dict[tuple[str, str], Callable[[], str]] = {
    ("domain", "unknown"): lambda: _("No name server knows this domain. Is it spelled right?"),
    ("mx", "there"): lambda: _("Answers and bounces go to %(value)s."),
    ("mx", "missing"): lambda: _(
        "No server takes mail for this domain: answers to its addresses come back, and "
        "many receivers refuse mail from such a domain."
    ),
    ("spf", "there"): lambda: _("The record names who may send for the domain."),
    ("spf", "missing"): lambda: _(
        "There is no SPF record, so receivers cannot tell who may send for the domain. "
        "Add this TXT record at %(at)s, with whatever else sends for you:"
    ),
    ("spf", "several"): lambda: _("There are several SPF records; receivers then use none of them. Make one of them."),
    ("spf", "everybody"): lambda: _(
        "The record ends in “+all”: it lets everybody send for the domain. Let it end in “~all”."
    ),
    ("spf", "too_many"): lambda: _(
        "The record asks for more than ten other records; receivers give up and count "
        "it as broken. Take out what no longer sends for you."
    ),
    ("spf", "not_included"): lambda: _(
        "The record does not name %(include)s, by which your mail leaves. Change the TXT record at %(at)s to:"
    ),
    ("dkim", "there"): lambda: _("The key for signatures is published at %(at)s."),
    ("dkim", "no_selector"): lambda: _(
        "Type the selector in that your provider names, and its key is looked up. "
        "Without a signature much mail ends up as spam."
    ),
    ("dkim", "missing"): lambda: _(
        "There is no key at %(at)s. Your provider shows the record to add, or the selector is another one."
    ),
    ("dkim", "several"): lambda: _("There are several keys at %(at)s; receivers then use none of them."),
    ("dkim", "revoked"): lambda: _("The key at %(at)s is empty, which means that it was withdrawn."),
    ("dkim", "weak"): lambda: _("The key at %(at)s has only %(bits)s bits; receivers want 1024 at least, better 2048."),
    ("dkim", "unreadable"): lambda: _("What stands at %(at)s is no key. Copy it once more from your provider."),
    ("dmarc", "there"): lambda: _("Receivers put mail that is not yours aside or refuse it (%(policy)s)."),
    ("dmarc", "watching"): lambda: _(
        "The policy is “none”: receivers only watch. Once your own mail passes for some "
        "weeks, “quarantine” protects your name."
    ),
    ("dmarc", "missing"): lambda: _(
        "There is no DMARC policy; large receivers ask for one. Begin with this TXT record at %(at)s:"
    ),
    ("dmarc", "several"): lambda: _("There are several DMARC records at %(at)s; receivers then use none of them."),
    ("dmarc", "no_policy"): lambda: _("The DMARC record names no policy that is known (p=none, quarantine or reject)."),
    ("alignment", "by_return_path"): lambda: _("The return path is at %(back)s, so SPF counts for your domain."),
    ("alignment", "by_signature"): lambda: _(
        "The return path is at another domain (%(back)s); your signature counts for your domain, which is enough."
    ),
    ("alignment", "neither"): lambda: _(
        "The return path is at %(back)s and no signature of your domain was found: "
        "DMARC cannot pass. Send by your own server or provider, and let it sign for "
        "your domain."
    ),
}


def told(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """{'title', 'kind', 'sign', 'text', 'value', 'add'} of each finding; one of a kind unknown here is left out."""
    shown = []
    for one in findings:
        words = WORDS.get((one["about"], one["state"]))
        if words is not None:
            facts = {"value": "", "at": "", "back": "–", "include": "", "bits": "", "policy": "", **one}
            facts["back"] = facts["back"] or "–"
            shown.append(
                {
                    "title": str(TITLES[one["about"]]),
                    "kind": one["weight"],
                    "sign": str(SIGNS[one["weight"]]),
                    "text": words() % facts,
                    "value": "" if one["about"] == "mx" else str(one.get("value", "")),
                    "add": str(one.get("add", "")),
                }
            )
    return shown
