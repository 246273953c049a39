"""The page behind a summary's link, in the contact's language and zone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.forms import Form
from django.utils.translation import gettext as _, ngettext

from agency import wording
from clients.profile import EffectiveProfile, effective_profile
from comms import changes, sheet, writer
from comms.models import SignedLink, Summary, SummaryCopy
from comms.queries.calls import with_answers
from comms.spoken import frozen_lines


@dataclass(frozen=True)
class Page:
    link: SignedLink
    summary: Summary
    copy: SummaryCopy
    lines: list[writer.Line]
    reader: writer.Reader
    profile: EffectiveProfile
    zone: ZoneInfo


def page(link: SignedLink, now: datetime) -> Page:
    summaries = Summary.objects.select_related("interaction", "client", "written_by__user", "supersedes")
    summary = with_answers(summaries).get(pk=link.object_id)
    copy = next(copy for copy in summary.copies.all() if copy.contact_id == link.contact_id)
    profile = effective_profile(link.contact, link.contact.client, link.agency)
    return Page(
        link=link,
        summary=summary,
        copy=copy,
        lines=frozen_lines(summary.lines.all()),
        reader=sheet.reader_of(link.contact, profile),
        profile=profile,
        zone=ZoneInfo(profile.zone.value),
    )


def letter_context(page: Page) -> dict[str, Any]:
    agency = page.link.agency
    return {
        "letter": {
            "agency": {"name": agency.name, "hue": agency.hue},
            "client": page.summary.client.name,
            "zone_words": _("Times are those of %(place)s.") % {"place": wording.zone_place(page.zone.key)},
            "languages": [],
        },
        "summary": page.summary,
        "writer": str(page.summary.written_by.user),
        "writer_address": page.summary.written_by.user.email,
    }


def open_context(page: Page, form: Form, now: datetime) -> dict[str, Any]:
    at = page.summary.interaction.at
    count = len(page.lines)
    said = _said(page, form)
    noted = _("This is what %(name)s noted from your call on %(day)s, %(place)s time.") % {
        "name": page.summary.written_by.user,
        "day": f"{wording.long_day(at.astimezone(page.zone).date())} {wording.clock_time(at, page.zone)}",
        "place": wording.zone_place(page.zone.key),
    }
    to_do = ngettext(
        "%(count)s line; please say whether it is right.",
        "%(count)s lines; please say of each whether it is right.",
        count,
    )
    return {
        **letter_context(page),
        "form": form,
        "lead": wording.sentences((noted, to_do % {"count": count})),
        "blocks": [
            {"title": b.title, "lines": [said[line.number] for line in b.lines]} for b in writer.blocks(page.lines)
        ],
        **_silence(page, now),
        **_changes(page),
        "contact": page.link.contact.person.name,
    }


def _changes(page: Page) -> dict[str, Any]:
    """What is different from the version before, and why a line that was agreed is open again."""
    older = page.summary.supersedes
    if older is None:
        return {}
    opened = page.summary.unlocked.select_related("line")
    return {
        "changes": changes.since(older, page.lines, page.reader),
        "opened": [{"line": one.line.text, "reason": one.reason} for one in opened],
    }


def _silence(page: Page, now: datetime) -> dict[str, str]:
    """Until when an answer is awaited, or since when silence counts as a yes."""
    summary = page.summary
    if summary.silence_at is None:
        return {}
    when = wording.moment(summary.silence_at, page.zone, now)
    if summary.silence_at > now:
        return {"until": when}
    return {"agreed_since": when} if summary.state == Summary.State.AGREED_BY_SILENCE else {}


def _said(page: Page, form: Form) -> dict[int, dict[str, Any]]:
    """Each line as the component takes it, with what was typed if the form comes back with errors."""
    found = {}
    for line in page.lines:
        name, fix = f"line{line.number}", f"fix{line.number}"
        found[line.number] = {
            "kind": writer.label(line, page.reader),
            "text": writer.told(line, page.reader.detail),
            "name": name,
            "value": (form[name].value() or "right"),
            "fix_name": fix,
            "fix_value": form[fix].value() or "",
            "error": " ".join(map(str, form.errors.get(fix, []))),
        }
    return found


def closed_context(page: Page, now: datetime) -> dict[str, Any]:
    return {**letter_context(page), **_closed_words(page, now), "copy": page.copy, "blocks": _closed_blocks(page)}


def _closed_words(page: Page, now: datetime) -> dict[str, str]:
    if page.link.decided_at:
        when = wording.moment(page.link.decided_at, page.zone, now)
        if page.copy.verdict == SummaryCopy.Verdict.CORRECTED:
            return {
                "heading": _("Thank you, we have your corrections"),
                "lead": _(
                    "You sent them %(when)s. %(name)s reads them and sends you a corrected summary; "
                    "this one is kept beside it."
                )
                % {"when": when, "name": page.summary.written_by.user},
            }
        return {"heading": _("Thank you, it is agreed"), "lead": _("You agreed %(when)s.") % {"when": when}}
    if page.link.revoked_at:
        return {
            "heading": _("A newer summary has replaced this one"),
            "lead": _("Please use the link in our latest mail. This is what the earlier one said."),
        }
    return {
        "heading": _("This link has expired"),
        "lead": _("This is what we wrote down. If a line is wrong, please write to us; we will put it right."),
    }


def _closed_blocks(page: Page) -> list[dict[str, Any]]:
    fixes = {
        correction.line.number: _("You: “%(text)s”") % {"text": wording.isolated(correction.text)}
        for correction in page.copy.corrections.all()
    }
    blocks = sheet.shown_blocks(page.lines, page.reader)
    for block in blocks:
        for line in block["lines"]:
            line["fix"] = fixes.get(line["number"], "")
    return blocks
