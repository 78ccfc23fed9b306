import pytest


@pytest.fixture(autouse=True)
def demo(settings):
    """The people of the tests carry numbers that are nobody's."""
    settings.NUANDONG_DEMO = True
