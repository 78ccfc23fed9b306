"""A bulletin gets its number, goes to every unit, is signed for, and can be withdrawn with a reason (OPS-009)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.reports import keeping
from nuandong.reports.actions.fill_report import fill_report
from nuandong.reports.actions.publish_bulletin import publish_bulletin
from nuandong.reports.actions.read_bulletin import read_bulletin
from nuandong.reports.actions.sign_report import sign_report
from nuandong.reports.actions.start_report import start_report
from nuandong.reports.actions.submit_report import submit_report
from nuandong.reports.library import definition_of
from nuandong.reports.models import Issue, IssueCopy
from nuandong.reports.rhythm import term_at
from nuandong.tasks import selectors as tasks
from tests.cast import COUNTY
from tests.cast import cast as people
from tests.plans.demanding import in_force, notice
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db
WORDS = "连日降温，全县夜间巡查不断档。"


@pytest.fixture
def cast(db):
    divisions()
    for member in ("officer", "leader", "head", "clerk_a", "clerk_b", "auditor", "outsider"):
        seat(member)
    return people()


@pytest.fixture
def press(key):
    def send(member, page, /, *where, **data):
        return client_of(member).post(reverse(page, args=where), {"command_key": key(), **data})

    return send


def read(member, page, /, *where):
    return client_of(member).get(reverse(page, args=where)).content.decode()


def begun(cast, *, months=1):
    """The bulletin of so many months ago."""
    now = SystemClock().now()
    day = local_date(now)
    for _number in range(months):
        day = day.replace(day=1) - timedelta(days=1)
    first = term_at(definition_of("bulletin").definition, day).first
    with scope.enter(cast.head):
        return start_report(by=cast.head, now=now, report="bulletin", region=COUNTY, first=first)


def send(cast, row, *, submit=True):
    """Have it drafted by one and signed by another."""
    now = SystemClock().now()
    with scope.enter(cast.head):
        fill_report(by=cast.head, now=now, report=row.id, values={}, texts={"highlights": WORDS})
        digest = keeping.content_of(keeping.report_of(row.id)).digest()
    with scope.enter(cast.officer):
        sign_report(by=cast.officer, now=now, report=row.id, digest=digest)
        return submit_report(by=cast.officer, now=now, report=row.id) if submit else row


def sent(cast, *, months=1, submit=True):
    return send(cast, begun(cast, months=months), submit=submit)


def copy_for(member):
    with scope.enter(SYSTEM):
        return IssueCopy.objects.select_related("issue").filter(unit=member.unit).latest("id")


def test_from_publishing_to_withdrawing(cast, press):
    row = sent(cast)
    assert reverse("bulletin-publish", args=[row.id]) in read("officer", "report-view", row.id)
    assert press("officer", "bulletin-publish", row.id).status_code == 302
    assert press("officer", "bulletin-publish", row.id).status_code == 422
    copy = copy_for(cast.clerk_a)
    assert reverse("bulletin", args=[copy.id]) in read("clerk_a", "home")
    page = read("clerk_a", "bulletin", copy.id)
    assert WORDS in page
    assert "第 1 期" in page
    assert client_of("clerk_b").get(reverse("bulletin", args=[copy.id])).status_code == 404
    assert press("clerk_a", "bulletin-read", copy.id).status_code == 302
    assert press("clerk_a", "bulletin-read", copy.id).status_code == 422
    assert reverse("bulletin", args=[copy.id]) not in read("clerk_a", "home")
    own = copy_for(cast.officer)
    assert "1 / 3" in read("officer", "bulletins")
    assert "已签收" in read("clerk_a", "bulletins")
    assert "各单位签收" in read("officer", "bulletin", own.id)
    assert client_of("clerk_a").get(reverse("bulletin-withdraw", args=[copy.id])).status_code == 403
    assert press("officer", "bulletin-withdraw", own.id, reason="").status_code == 422
    assert press("officer", "bulletin-withdraw", own.id, reason="数据有误").status_code == 302
    assert "数据有误" in read("clerk_b", "bulletin", copy_for(cast.clerk_b).id)
    assert press("clerk_b", "bulletin-read", copy_for(cast.clerk_b).id).status_code == 422
    with scope.enter(SYSTEM):
        kinds = {event.kind for event in journal.history(subject=copy.issue_id)}
        assert [work.work for work in tasks.works_of(copy.issue_id)] == ["bulletin_issued"]
    assert {"reports.bulletin_published", "reports.bulletin_read", "reports.bulletin_withdrawn"} <= kinds


def test_numbers_run_through_the_season_and_are_never_given_again(cast, press):
    now = SystemClock().now()
    second, first = sent(cast, months=1), sent(cast, months=2)
    with scope.enter(cast.officer):
        made = [publish_bulletin(by=cast.officer, now=now, report=row.id) for row in (first, second)]
    seasons = {one.season for one in made}
    assert [one.number for one in made] == ([1, 2] if len(seasons) == 1 else [1, 1])
    press("officer", "bulletin-withdraw", copy_for(cast.officer).id, reason="改错字")
    with scope.enter(cast.officer):
        again = publish_bulletin(by=cast.officer, now=now, report=second.id)
        assert again.number == made[1].number + 1
        assert Issue.objects.filter(withdrawn_at=None).count() == 2


@pytest.mark.parametrize(
    ("report", "by", "code"),
    [("draft", "officer", "reports.not_sent"), ("sent", "head", "org.forbidden"), ("sent", "outsider", "reports.not_found")],
)  # fmt: skip
def test_what_cannot_be_published(cast, report, by, code):
    row = sent(cast, submit=report == "sent")
    who = getattr(cast, by)
    with scope.enter(who), pytest.raises(DomainError) as refused:
        publish_bulletin(by=who, now=SystemClock().now(), report=row.id)
    assert refused.value.code == code


def test_a_bulletin_that_lacks_what_a_plan_demands_is_not_published(cast, press):
    now = SystemClock().now()
    first = now.date() - timedelta(days=5)
    in_force(cast.officer, notice("bulletin", "text", "figures"), starts_on=first, now=now)
    row = sent(cast)
    answer = press("officer", "bulletin-publish", row.id)
    assert answer.status_code == 422
    assert "《街面救助方案》要求简报写明数据" in answer.content.decode()


def test_a_copy_is_signed_for_by_its_own_unit(cast):
    row, now = sent(cast), SystemClock().now()
    with scope.enter(cast.officer):
        publish_bulletin(by=cast.officer, now=now, report=row.id)
        with pytest.raises(DomainError) as refused:
            read_bulletin(by=cast.officer, now=now, copy=copy_for(cast.clerk_a).id)
    assert refused.value.code == "reports.not_your_copy"
