"""Queries about the four steps, notices and decisions."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate

from nuandong.geo.codes import span
from nuandong.kernel.clock import SHANGHAI, local_date
from nuandong.relief.auditing.catalogue import queries
from nuandong.relief.integrity.looking import Look, Suspect
from nuandong.relief.integrity.money import seasons
from nuandong.relief.models import (
    Decision,
    EntitledPerson,
    Entitlement,
    Freeze,
    Hand,
    HandOut,
    Kinship,
    Notice,
    NoticeLine,
    Objection,
    Vote,
)
from nuandong.relief.policies_deciding import list_hash
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import ApplicationState, DecisionState, HandOutState, NoticeState


def _decided(look: Look) -> Any:
    return Decision.objects.filter(season__year=look.season, state=DecisionState.DECIDED).order_by("season", "number")


def _here(look: Look, prefix: str) -> Q:
    within = span(look.region)
    return Q(**{f"{prefix}region__gte": within.lo, f"{prefix}region__lt": within.hi})


def person_twice(look: Look) -> Iterator[Suspect]:
    rows = EntitledPerson.objects.filter(look.here, season__year=look.season).order_by()
    twice = rows.values("season", "standard", "person").annotate(homes=Count("id"), region=Max("region"))
    for row in twice.filter(homes__gt=1):
        yield Suspect(row["region"], "person", row["person"], {"homes": row["homes"]})


def two_steps(look: Look) -> Iterator[Suspect]:
    rows = Hand.objects.filter(look.here, application__season__year=look.season).order_by()
    acted = rows.values("application", "staff", "region").annotate(steps=Count("step", distinct=True))
    for row in acted.filter(steps__gt=1):
        yield Suspect(row["region"], "application", row["application"], {"steps": row["steps"]})


def kin_acted(look: Look) -> Iterator[Suspect]:
    """Acted after the declaration, while it stood; before it, the integrity check of the same name asks."""
    kin = Kinship.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=OuterRef("at")),
        staff=OuterRef("staff"),
        household=OuterRef("application__household"),
        declared_at__lte=OuterRef("at"),
    )
    rows = Hand.objects.filter(look.here, Exists(kin), application__season__year=look.season)
    for application, region in rows.order_by().values_list("application", "region").distinct():
        yield Suspect(region, "application", application, {})


def quorum(look: Look) -> Iterator[Suspect]:
    for season in seasons(look):
        needed = procedure_of(season).quorum
        rows = Vote.objects.filter(look.here, application__season=season, supported=True, meeting__objection=None)
        few = rows.exclude(application__state=ApplicationState.REPORTED).filter(
            meeting__present__lt=F("meeting__invited") * needed / 100.0
        )
        for region, application, present, invited in few.order_by().values_list(
            "region", "application", "meeting__present", "meeting__invited"
        ):
            facts = {"present": present, "invited": invited, "quorum": needed}
            yield Suspect(region, "application", application, facts)


def notice_incomplete(look: Look) -> Iterator[Suspect]:
    """Granted before the last day of a notice of the household was over; one semi-join for each notice of the plan."""
    for season in seasons(look):
        granted = Entitlement.objects.filter(look.here, season=season).annotate(
            day=TruncDate("decision__decided_at", tzinfo=SHANGHAI)
        )
        procedure = procedure_of(season)
        for rule in (*procedure.after("assess"), *procedure.after("review")):
            whole = NoticeLine.objects.filter(
                application=OuterRef("application"),
                notice__code=rule.code,
                notice__posted_at__isnull=False,
                ends_on__lt=OuterRef("day"),
            )
            for region, application in granted.exclude(Exists(whole)).values_list("region", "application"):
                yield Suspect(region, "application", application, {"notice": rule.title})


def notice_late_down(look: Look) -> Iterator[Suspect]:
    days = timedelta(days=queries()["notice_late_down"].days)
    posted = Notice.objects.filter(look.here, season__year=look.season).exclude(
        state__in=[NoticeState.PREPARED, NoticeState.DROPPED]
    )
    running = posted.annotate(
        last=Coalesce(Max("lines__ends_on"), F("ends_on")),
        down=TruncDate("taken_down_at", tzinfo=SHANGHAI),
        held=Count("lines", filter=Q(lines__days_left__isnull=False, lines__removed_at=None)),
    )
    today = local_date(look.now)
    for notice in running.order_by("id"):
        last = max(notice.last, notice.ends_on)
        down: date | None = notice.down
        if (down or (last if notice.held else today)) > last + days:
            facts = {"notice": notice.title, "day": (last + days).isoformat()}
            yield Suspect(notice.region, "notice", notice.id, facts)


def _objected(moment: str) -> Any:
    """Objections that were open at a moment of the row."""
    return Objection.objects.filter(
        Q(answered_at=None) | Q(answered_at__gt=OuterRef(moment)), filed_at__lt=OuterRef(moment)
    )


def decided_objected(look: Look) -> Iterator[Suspect]:
    held = _objected("decision__decided_at").filter(application=OuterRef("application"))
    rows = Entitlement.objects.filter(look.here, Exists(held), season__year=look.season)
    for region, application in rows.values_list("region", "application"):
        yield Suspect(region, "application", application, {})


def signatures_missing(look: Look) -> Iterator[Suspect]:
    signed = Count("signed", filter=Q(signed__list_hash=F("list_hash")))
    rows = _decided(look).filter(look.here).annotate(signed_by=signed)
    for row in rows.filter(signed_by__lt=F("signatures")):
        facts = {"number": row.number, "needed": row.signatures, "signed": row.signed_by}
        yield Suspect(row.region, "decision", row.id, facts)


def decision_tampered(look: Look) -> Iterator[Suspect]:
    """The list of a decision hashed anew; one query and one hash for each decision."""
    for row in _decided(look).filter(look.here):
        granted = row.entitlements.values_list("application", "amount_fen")
        if list_hash(granted.iterator(chunk_size=5000)) != row.list_hash:
            yield Suspect(row.region, "decision", row.id, {"number": row.number})


def entitlement_differs(look: Look) -> Iterator[Suspect]:
    rows = Entitlement.objects.filter(look.here, season__year=look.season).exclude(
        amount_fen=F("application__amount_fen")
    )
    for region, application, fen, asked in rows.values_list(
        "region", "application", "amount_fen", "application__amount_fen"
    ):
        yield Suspect(region, "application", application, {"amount_fen": fen, "asked_fen": asked})


def frozen_at(look: Look, rows: Any, moment: str, place: str) -> Any:
    """Rows whose moment fell into an audit that held their place; one query for each freeze."""
    for freeze in Freeze.objects.filter(season=look.season).order_by("id"):
        within = span(freeze.region)
        during = Q(**{f"{moment}__gte": freeze.set_at})
        if freeze.lifted_at is not None:
            during &= Q(**{f"{moment}__lt": freeze.lifted_at})
        yield from rows.filter(during, **{f"{place}__gte": within.lo, f"{place}__lt": within.hi}).distinct()


def decided_frozen(look: Look) -> Iterator[Suspect]:
    rows = _decided(look).filter(look.here)
    for row in {row.id: row for row in frozen_at(look, rows, "decided_at", "entitlements__region")}.values():
        yield Suspect(row.region, "decision", row.id, {"number": row.number})


def by_proxy(look: Look) -> Iterator[Suspect]:
    """Goods signed for by somebody outside the household (DIS-035)."""
    rows = HandOut.objects.filter(
        look.here, entitlement__season__year=look.season, state=HandOutState.GIVEN, receiver__isnull=False
    )
    member = EntitledPerson.objects.filter(entitlement=OuterRef("entitlement"), person=OuterRef("receiver"))
    at_home = Q(entitlement__household__memberships__person=F("receiver"))
    own = HandOut.objects.filter(at_home, id=OuterRef("id"))
    for row in rows.exclude(Exists(member)).exclude(Exists(own)):
        yield Suspect(row.region, "hand_out", row.id, {})
