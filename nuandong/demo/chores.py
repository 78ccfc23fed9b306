"""What is done by day about the nights before: visits to refusers, departments told, reviews after severe weather."""

from datetime import datetime
from random import Random

from nuandong.demo.office import Office
from nuandong.org import scope
from nuandong.rescue.actions.do_follow_up import do_follow_up
from nuandong.rescue.actions.notify_department import notify_department
from nuandong.rescue.actions.review_encounter import review_encounter
from nuandong.rescue.selectors_due import departments_to_tell, to_review, visits_late


def do_chores(office: Office, now: datetime) -> None:
    """Do what is due by `now`; what came up in the meantime waits for the next time."""
    crew, station = office.crews[0].leader, office.actors["station"]
    draw = Random(f"{now}/chores")
    with scope.enter(crew):
        for visit in visits_late(crew, now=now):
            outcome = draw.choices(("refused_again", "went_home", "gone", "accepted"), (0.3, 0.3, 0.25, 0.15))[0]
            do_follow_up(by=crew, now=now, follow_up=visit.id, outcome=outcome)
        for notice in departments_to_tell(crew):
            if notice.opened_at < now:
                notify_department(
                    by=crew, now=now, encounter=notice.encounter_id, department=notice.department, heard_by="值班室"
                )
    with scope.enter(station):
        for encounter in to_review(station):
            if encounter.closed_at is not None and encounter.closed_at < now:
                review_encounter(by=station, now=now, encounter=encounter.id, eligible=True)
