"""What comes first is said above the endings, by category of the person met."""

import pytest
from django.urls import reverse

from tests.web.crew.test_crew import meet, text

pytestmark = pytest.mark.django_db


def at(encounter):
    return reverse("encounter", args=[encounter.id])


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("beggar_adult", "以劝导为主"),
        ("migrant_worker", "先落实临时住处"),
        ("minor", "不让他独自离开"),
        ("critical", "先打 120"),
    ],
)
def test_what_comes_first_stands_above_the_endings(crew, client_as, category, words):
    client = client_as("crew")
    page = text(client.get(at(meet(client, crew.job, categories=[category]))))
    assert page.index(words) < page.index("怎样处置")


def test_who_needs_no_advice_of_his_own_has_no_empty_card(crew, client_as):
    client = client_as("crew")
    assert "先这样做" not in text(client.get(at(meet(client, crew.job, categories=["able_adult"]))))


def test_the_number_of_the_lodging_centre_is_for_migrant_workers(crew, client_as, settings):
    settings.NUANDONG_LODGING_PHONE = "0851-87654321"
    client = client_as("crew")
    worker, beggar = (meet(client, crew.job, categories=[one]) for one in ("migrant_worker", "beggar_adult"))
    assert 'href="tel:0851-87654321"' in text(client.get(at(worker)))
    assert "0851-87654321" not in text(client.get(at(beggar)))
