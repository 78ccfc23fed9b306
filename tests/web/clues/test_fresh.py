"""The parts that stay fresh, with real commits: new after each event, 304 in between."""

from tests.web.clues.conftest import Street
from tests.web.conftest import client_of


def text(answer):
    return answer.content.decode()


def test_the_open_part_is_fresh_and_answers_304_in_between(committed_db, cast):
    client, street = client_of("operator"), Street(cast)
    first = client.get("/clues/open/")
    again = client.get("/clues/open/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    made = street.clue()
    fresh = client.get("/clues/open/", headers={"if-none-match": first["ETag"]})
    assert fresh.status_code == 200
    assert made.number in text(fresh)
    assert "<html" not in text(fresh)
