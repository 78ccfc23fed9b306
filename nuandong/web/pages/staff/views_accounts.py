"""Opening, resetting, closing accounts; second factor and locks.

A one-time password is on one answer and nowhere else.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from nuandong.org import cards, selectors
from nuandong.org.actions.close_account import close_account
from nuandong.org.actions.create_account import Opened, create_account
from nuandong.org.actions.import_staff import NewLogin
from nuandong.org.actions.lift_lockout import lift_lockout
from nuandong.org.actions.remove_totp import remove_totp
from nuandong.org.actions.reopen_account import reopen_account
from nuandong.org.actions.reset_password import reset_password
from nuandong.org.errors import no_such
from nuandong.org.locks import is_locked
from nuandong.web.acting import attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.staff.forms import MustReasonForm, ReasonForm, UsernameForm
from nuandong.web.pages.staff.shared import done, form_page, staff_crumbs, staff_url

Open = Callable[[dict[str, str]], Opened]


@never_cache
def account_open(request: SignedRequest, staff: UUID) -> HttpResponse:
    """A first account."""
    person = cards.staff_card(staff, by=request.actor)

    def open_it(data: dict[str, str]) -> Opened:
        return create_account(by=request.actor, now=request.now, staff=person.id, username=data["username"])

    words = _("初始密码只显示一次，请当面交给本人；首次登录必须修改。")
    return _opening(request, UsernameForm(request.POST or None), person.id, _("开通账号"), words, open_it)


@never_cache
def account_reset(request: SignedRequest, staff: UUID) -> HttpResponse:
    """A new one-time password for somebody who forgot his."""
    account = _account(request, staff)

    def reset(data: dict[str, str]) -> Opened:
        return reset_password(by=request.actor, now=request.now, account=account, reason=data["reason"])

    words = _("原密码和快捷码立即失效，本人在各处的登录都会退出。请先核实确为本人。")
    return _opening(request, MustReasonForm(request.POST or None), staff, _("重置密码"), words, reset)


@never_cache
def account_reopen(request: SignedRequest, staff: UUID) -> HttpResponse:
    """A closed account, with a one-time password."""
    account = _account(request, staff)

    def reopen(data: dict[str, str]) -> Opened:
        return reopen_account(by=request.actor, now=request.now, account=account, reason=data["reason"])

    words = _("恢复后用新的初始密码登录，首次登录必须修改。")
    return _opening(request, ReasonForm(request.POST or None), staff, _("恢复账号"), words, reopen)


def account_close(request: SignedRequest, staff: UUID) -> HttpResponse:
    """Nobody signs in with it any more; the person stays on the register."""
    account = _account(request, staff)

    def close(data: dict[str, str]) -> UUID:
        close_account(by=request.actor, now=request.now, account=account, reason=data["reason"])
        return account

    words = _("停用后本人不能登录，正在使用的登录立即退出；可以恢复。")
    form = ReasonForm(request.POST or None)
    return _ending(request, form, staff, "org.close_account", _("停用账号"), words, close)


def account_totp(request: SignedRequest, staff: UUID) -> HttpResponse:
    """The phone is lost: the second factor goes, he enrols a new one."""
    account = _account(request, staff)

    def remove(data: dict[str, str]) -> UUID:
        remove_totp(by=request.actor, now=request.now, account=account, reason=data["reason"])
        return account

    words = _("手机丢失或更换时使用。停用后本人要重新启用，才能办理需要验证的事项。")
    form = MustReasonForm(request.POST or None)
    return _ending(request, form, staff, "org.remove_totp", _("停用动态口令"), words, remove)


def lockouts(request: SignedRequest) -> HttpResponse:
    """Who is locked out now."""
    now = request.now
    rows = [
        {
            "account": one,
            "mine": one.staff_id == request.actor.staff,
            "since": min(at for at in (one.locked_at, one.totp_locked_at, one.pin_locked_at) if at is not None),
            "locks": [
                words
                for words, held in (
                    (_("密码"), is_locked(one.locked_at, now=now)),
                    (_("动态口令"), is_locked(one.totp_locked_at, now=now)),
                    (_("快捷码"), one.pin_locked_at is not None),
                )
                if held
            ],
        }
        for one in selectors.locked_accounts(request.actor, now=now)
    ]
    return render(request, "staff/lockouts.html", {"rows": rows, "crumbs": staff_crumbs()})


def lockout_lift(request: SignedRequest, account: UUID) -> HttpResponse:
    """Let somebody try again at once."""
    found = cards.account_card(account, by=request.actor)
    back = reverse("lockouts")
    form = ReasonForm(request.POST or None)

    def lift(data: dict[str, str]) -> UUID:
        lift_lockout(by=request.actor, now=request.now, account=found.id, reason=data["reason"])
        return found.id

    if request.method == "POST" and attempt(request, form, "org.lift_lockout", lift):
        return done(request, _("已解除锁定，本人可以重新登录。"), back)
    return form_page(
        request,
        form,
        title=_("解除锁定"),
        lead=f"{found.staff.name} · {found.staff.unit.name}",
        note=_("请先核实是本人在尝试登录。"),
        back=back,
        submit=_("解除锁定"),
        icon="lock-open",
        crumbs=[*staff_crumbs(), (_("锁定的账号"), back)],
    )


def slips(request: SignedRequest, logins: list[NewLogin], *, back: str, lead: str = "") -> HttpResponse:
    """The paper with user names and one-time passwords, one slip for each person: this answer is the only copy."""
    return render(request, "staff/slips.html", {"logins": logins, "back": back, "lead": lead})


def _account(request: SignedRequest, staff: UUID) -> UUID:
    account = selectors.account_of_staff(cards.staff_card(staff, by=request.actor).id)
    if account is None:
        raise no_such("账号")
    return account.id


def _opening(request: SignedRequest, form: PageForm, staff: UUID, title: str, note: str, do: Open) -> HttpResponse:
    """An act that ends with a one-time password: the answer of the press itself shows it, nothing keeps it."""
    person = cards.staff_card(staff, by=request.actor)
    back = staff_url(person.id)
    made: list[Opened] = []

    def act(data: dict[str, str]) -> UUID:
        made.append(do(data))
        return made[0].account.id

    if request.method == "POST" and attempt(request, form, "org.open_account", act):
        if not made:
            return done(request, _("这次操作已经办理过，密码只显示一次；没有记下请重置密码。"), back)
        login = NewLogin(person.name, made[0].account.username, made[0].one_time_password)
        return slips(request, [login], back=back)
    lead = f"{person.name} · {person.unit.name}"
    crumbs = staff_crumbs(person.name, back)
    return form_page(request, form, title=title, lead=lead, note=note, back=back, submit=title, crumbs=crumbs)


def _ending(
    request: SignedRequest,
    form: PageForm,
    staff: UUID,
    name: str,
    title: str,
    note: str,
    do: Callable[[dict[str, str]], UUID],
) -> HttpResponse:
    person = cards.staff_card(staff, by=request.actor)
    back = staff_url(person.id)
    if request.method == "POST" and attempt(request, form, name, do):
        return done(request, _("已办理：%(what)s。") % {"what": title}, back)
    lead = f"{person.name} · {person.unit.name}"
    crumbs = staff_crumbs(person.name, back)
    return form_page(
        request,
        form,
        title=title,
        lead=lead,
        note=note,
        back=back,
        submit=title,
        danger=True,
        icon="ban",
        crumbs=crumbs,
    )
