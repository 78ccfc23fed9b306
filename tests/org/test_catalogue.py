"""The reference files: permissions, roles, separation of duties."""

import re
from pathlib import Path

import pytest

from nuandong.kernel.errors import Invalid
from nuandong.org import catalogue, separation
from nuandong.org.actions.appoint import GUARDED

ROOT = Path(__file__).resolve().parents[2]
CHECKED = re.compile(r"""(?:permissions\.(?:check|allows)|require)\(\s*\w+,\s*"([a-z_.]+)\"""")


def test_every_permission_that_code_asks_for_is_in_the_list():
    asked = {
        (code, path.relative_to(ROOT).as_posix())
        for path in (ROOT / "nuandong").rglob("*.py")
        for code in CHECKED.findall(path.read_text("utf-8"))
    }
    assert len(asked) > 10
    assert [pair for pair in sorted(asked) if pair[0] not in catalogue.permissions()] == []


def test_every_permission_is_held_by_some_role():
    held = {code for role in catalogue.default_roles().values() for code in role.permissions}
    assert set(catalogue.permissions()) == held


def test_the_guarded_permissions_exist():
    assert set(catalogue.permissions()) >= GUARDED


@pytest.mark.parametrize(
    ("role", "never"),
    [
        ("sysadmin", "people.person.see"),
        ("sysadmin", "rescue.clue.see"),
        ("auditor", "rescue.clue.receive"),
        ("auditor", "people.person.unmask"),
        ("crew_member", "people.person.unmask"),
        ("county_officer", "org.role.change"),
        ("county_officer", "org.account.change"),
        ("station_worker", "rescue.stay.decide_leave"),
        ("duty_operator", "org.lockout.lift"),
    ],
)
def test_roles_lack_what_they_must_not_have(role, never):
    assert never not in catalogue.default_roles()[role].permissions


def test_the_auditor_changes_nothing():
    granted = set(catalogue.default_roles()["auditor"].permissions)
    # A pack is made of what one may see, and the journal keeps who took it.
    assert {code.rsplit(".", 1)[1] for code in granted - {"reports.pack.take", "relief.archive.take"}} == {"see"}


def test_no_role_may_do_what_one_person_may_never_hold_together():
    for pair in catalogue.separation().roles:
        assert {pair.one, pair.other} <= set(catalogue.default_roles())


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        ({"sysadmin", "auditor"}, False),
        ({"county_officer", "auditor", "crew_member"}, False),
        ({"duty_operator", "crew_member"}, True),
        ({"sysadmin"}, True),
    ],
)
def test_some_roles_are_never_held_together(roles, allowed):
    if allowed:
        separation.check_together(roles)
        return
    with pytest.raises(Exception, match="不得由同一人担任"):
        separation.check_together(roles)


def test_a_broken_file_is_named_with_the_place(tmp_path, monkeypatch):
    (tmp_path / "permissions.yaml").write_text("permissions:\n  org.staff.see: {title: x, strange: true}\n", "utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.permissions.cache_clear()
    try:
        with pytest.raises(Invalid) as broken:
            catalogue.permissions()
    finally:
        catalogue.permissions.cache_clear()
    assert "permissions.org.staff.see.strange" in str(broken.value)


def test_an_unknown_permission_is_named():
    with pytest.raises(Invalid, match=r"org\.staff\.sea"):
        catalogue.check_permissions(["org.staff.sea"], where="值班员")
