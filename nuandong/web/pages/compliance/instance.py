"""One instance: how it stands and why, the events that prove it, and decisions on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.journal import api as journal
from nuandong.org import permissions
from nuandong.plans import keeping, policies, selectors
from nuandong.plans.actions.decide_instance import explain_miss, waive_instance
from nuandong.plans.engine.facts import DECISIONS, WAIVED
from nuandong.plans.engine.records import Record, Status
from nuandong.plans.listing import Line
from nuandong.plans.selectors import StandingInstance
from nuandong.plans.versions import Plans
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.compliance import saying
from nuandong.web.pages.compliance.forms import ReasonForm
from nuandong.web.pages.journal.presenting import Entry, entries
from nuandong.web.pages.plans.demands import demand, limits
from nuandong.web.pages.plans.saying import strength_words

WAIVE, EXPLAIN = "plans.compliance.waive", "plans.compliance.explain"
MOST_EVIDENCE: Final = 100
"""Events shown, the latest; a whole season of patrols is for the journal."""
MOST_GAPS: Final = 30


@require_safe
def instance(request: SignedRequest, instance_id: UUID) -> HttpResponse:
    """Status, why, due time, source, proof, decisions."""
    row, line = _one(instance_id, request.now)
    by, record = request.actor, line.record
    plan = Plans()[row.obligation.version.hash]
    duty = next(one for one in plan.duties if one.id == row.obligation.code)
    proof = entries(_evidence(record))
    decisions = entries(_decisions(line.id))
    about = next((one for one in proof if record.subject is not None and one.event.subject == record.subject), None)
    context = {
        "shown": _shown(line, request.now),
        "line": line,
        "record": record,
        "demand": demand(duty),
        "limits": limits(duty, {phase.id: phase.title for phase in plan.phases}),
        "note": duty.note or "",
        "about": about,
        "gaps": [saying.gap_line(gap) for gap in record.gaps[:MOST_GAPS]],
        "more_gaps": max(0, len(record.gaps) - MOST_GAPS),
        "done_at": record.satisfied_at,
        "counts": record.kind == "at_least",
        "timeline": _timeline(proof, may_open=by.may("journal.see")),
        "unseen": min(len(record.evidence), MOST_EVIDENCE) - len(proof),
        "more": max(0, record.proofs - MOST_EVIDENCE),
        "decisions": _decided(decisions, may_open=by.may("journal.see")),
        "waiting": _waiting(decisions, record),
        "can_waive": policies.can_waive(record, request.now),
        "can_explain": policies.can_explain(record, request.now),
        "why_not_waive": why_not(lambda: permissions.check(by, WAIVE, region=record.region)),
        "why_not_explain": why_not(lambda: permissions.check(by, EXPLAIN, region=record.region)),
        "may_see_plan": by.may("plans.plan.see"),
        "crumbs": [(_("落实情况"), reverse("compliance"))],
    }
    return render(request, "compliance/instance.html", context)


@require_http_methods(["GET", "POST"])
def waive(request: SignedRequest, instance_id: UUID) -> HttpResponse:
    """Take an instance out of account, with the reason."""
    return _decide(
        request,
        instance_id,
        title=_("豁免一项义务"),
        submit=_("豁免"),
        lead=_("豁免以后不再算未落实，原来的记录照样留着。"),
        done=_("豁免已记录，几秒钟后更新。"),
        danger=True,
    )


@require_http_methods(["GET", "POST"])
def explain(request: SignedRequest, instance_id: UUID) -> HttpResponse:
    """Say why a softer duty was not done in time."""
    return _decide(
        request,
        instance_id,
        title=_("说明未做到的原因"),
        submit=_("保存"),
        lead=_("只说明原因，状态不变。"),
        done=_("原因已记录，几秒钟后更新。"),
        danger=False,
    )


def _decide(request: SignedRequest, instance_id: UUID, *, danger: bool, **words: Any) -> HttpResponse:
    _row, line = _one(instance_id, request.now)
    act, name = (waive_instance, "plans.waive_instance") if danger else (explain_miss, "plans.explain_miss")
    found = _shown(line, request.now)

    def do(data: dict[str, Any]) -> UUID:
        return act(by=request.actor, now=request.now, instance=instance_id, reason=data["reason"]).id

    return form_page(
        request,
        ReasonForm(posted(request)),
        name,
        do,
        back=found.url,
        danger=danger,
        crumbs=[(_("落实情况"), reverse("compliance")), (found.title, found.url)],
        facts=[
            (_("义务"), found.title),
            (_("地区"), found.place),
            (_("时间"), found.period),
            (_("状态"), wording.titled(found.words, found.why)),
            (_("语气"), strength_words(line.record.strength)),
        ],
        **words,
    )


def _one(instance_id: UUID, now: datetime) -> tuple[StandingInstance, Line]:
    row = selectors.instance(instance_id, now)
    if row is None:
        raise Http404
    return row, Line(keeping.record_of(row), Status(row.status), row.due_soon, row.obligation)


def _shown(line: Line, now: datetime) -> saying.Shown:
    return saying.one(line, saying.places([line.record.region], now))


def _evidence(record: Record) -> list[journal.Event]:
    """The latest events that prove it, in the order they were done; those of other regions are left out."""
    found = journal.events(record.evidence[-MOST_EVIDENCE:])
    return sorted(found, key=lambda event: (event.acted_at, event.id))


def _decisions(instance_id: UUID) -> list[journal.Event]:
    return journal.history(subject=instance_id, kinds=sorted(DECISIONS))


def _timeline(proof: Sequence[Entry], *, may_open: bool) -> list[dict[str, object]]:
    return [
        {
            "at": one.event.acted_at,
            "title": one.title,
            "note": one.brief_words,
            "who": wording.listing((one.who, one.region), wording.COMMA),
            "tone": one.tone,
            "url": reverse("event", args=[one.event.id]) if may_open else "",
            "belated": one.belated,
        }
        for one in proof
    ]


def _decided(decisions: Sequence[Entry], *, may_open: bool) -> list[dict[str, object]]:
    """Who decided what and why, newest first."""
    reasons = journal.texts([one.event.id for one in decisions])
    return [
        {
            "at": one.event.acted_at,
            "title": one.title,
            "note": reasons.get(one.event.id, {}).get("reason", ""),
            "who": wording.listing((one.who, one.unit), wording.COMMA),
            "tone": wording.ACCENT,
            "icon": "hand-stop" if one.event.kind == WAIVED else "message-2",
            "url": reverse("event", args=[one.event.id]) if may_open else "",
            "belated": one.belated,
        }
        for one in decisions
    ]


def _waiting(decisions: Sequence[Entry], record: Record) -> bool:
    """Whether a decision is recorded that the tables do not show yet."""
    kept = {record.waived_by, record.explained_by}
    newest = {one.event.kind: one.event.id for one in reversed(decisions)}
    return any(event not in kept for event in newest.values())
