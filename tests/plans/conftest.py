import pytest

from nuandong.plans.engine import memory


@pytest.fixture(scope="package", autouse=True)
def few_are_many():
    """Short histories are followed the way long ones are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "MANY", 2)
        yield
