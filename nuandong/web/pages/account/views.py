"""Signing in and out, changing person by PIN, and one's own account."""

from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nuandong.demo.logins import CREW_SEATS, PASSWORD, SEATS
from nuandong.org import selectors
from nuandong.org.actions.change_password import change_password
from nuandong.org.actions.enrol_totp import enrol_totp
from nuandong.org.actions.set_pin import set_pin
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.actions.sign_out import sign_out
from nuandong.org.actions.switch_person import switch_person_by_pin
from nuandong.org.actions.verify_totp import confirm_totp, verify_totp
from nuandong.web.acting import STATUS_REFUSED
from nuandong.web.forms import PageForm
from nuandong.web.http import Request, SignedRequest
from nuandong.web.identity import SESSION
from nuandong.web.pages.account.forms import CodeForm, LoginForm, PasswordForm, PinForm, SwitchForm
from nuandong.web.pages.account.machine import machine_of, remember
from nuandong.web.wording import noted


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def login(request: Request) -> HttpResponse:
    """User name and password; back to the page that asked for it."""
    if request.actor is not None and request.method == "GET":
        return redirect(_target(request))
    machine = machine_of(request)
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = sign_in(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            machine=machine,
            now=request.now,
            phone=form.cleaned_data["phone"],
            replaces=request.signed.id if request.signed else None,
        )
        if form.judged(verdict) and verdict.session is not None:
            _enter(request, verdict.session.id)
            return remember(redirect(_target(request)), machine)
    demo = {"seats": (*SEATS, *CREW_SEATS), "password": PASSWORD} if settings.NUANDONG_DEMO else {}
    return remember(_form(request, "account/login.html", form, next=_target(request), **demo), machine)


@require_POST
def logout(request: SignedRequest) -> HttpResponse:
    sign_out(session=request.signed.id, now=request.now)
    request.session.flush()
    messages.success(request, _("已退出。"))
    return redirect("login")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def switch(request: SignedRequest) -> HttpResponse:
    """The next person at a shared machine, by PIN."""
    machine = machine_of(request)
    people = [a for a in selectors.people_on_machine(machine, now=request.now) if a.id != request.signed.account_id]
    form = SwitchForm(request.POST or None)
    form.fields["account"].choices = [(str(a.id), noted(a.staff.name, a.staff.unit.name)) for a in people]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        verdict = switch_person_by_pin(
            machine=machine,
            current=request.signed.id,
            account=UUID(form.cleaned_data["account"]),
            pin=form.cleaned_data["pin"],
            now=request.now,
        )
        if form.judged(verdict) and verdict.session is not None:
            _enter(request, verdict.session.id)
            return redirect("/")
    return _form(request, "account/switch.html", form, people=people)


def account(request: SignedRequest) -> HttpResponse:
    """What one can do to one's own account."""
    own = request.signed.account
    posts = selectors.posts_of(own.staff_id)
    context = {
        "account": own,
        "posts": [post for post in posts if post.valid_until is None or post.valid_until > request.now],
        "loans": selectors.delegations_of(own.staff_id, now=request.now),
        "signed": request.signed,
    }
    return render(request, "account/account.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: SignedRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = change_password(
            by=request.actor,
            now=request.now,
            old_password=form.cleaned_data["old_password"],
            new_password=form.cleaned_data["new_password"],
            session=request.signed.id,
        )
        if form.judged(verdict):
            request.session.cycle_key()
            messages.success(request, _("密码已修改，其他地方的登录已退出。"))
            return redirect("/")
    return _form(request, "account/password.html", form, must=request.signed.account.must_change_password)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def pin(request: SignedRequest) -> HttpResponse:
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if form.judged(set_pin(by=request.actor, now=request.now, password=data["password"], pin=data["pin"])):
            messages.success(request, _("快捷码已设置。"))
            return redirect("account")
    return _form(request, "account/pin.html", form)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code(request: SignedRequest) -> HttpResponse:
    """The second factor for this session."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = verify_totp(
            by=request.actor, now=request.now, code=form.cleaned_data["code"], session=request.signed.id
        )
        if form.judged(verdict):
            request.session.cycle_key()
            messages.success(request, _("动态口令验证通过，本次登录可以办理需要验证的事项。"))
            return redirect(_target(request))
    return _form(request, "account/code.html", form, next=_target(request))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enrol(request: SignedRequest) -> HttpResponse:
    """A new second factor: shown once as a QR code, taken into use by a first right code."""
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        verdict = confirm_totp(
            by=request.actor, now=request.now, code=form.cleaned_data["code"], session=request.signed.id
        )
        if form.judged(verdict):
            request.session.cycle_key()
            messages.success(request, _("动态口令已启用。"))
            return redirect("account")
        return _form(request, "account/enrol.html", form)
    if request.method == "POST":
        enrolment = enrol_totp(by=request.actor, now=request.now)
        picture = segno.make(enrolment.uri).svg_data_uri(scale=5, dark="#000", light="#fff")
        return render(request, "account/enrol.html", {"form": form, "picture": picture, "key": enrolment.key})
    return render(request, "account/enrol.html", {"form": None})


def _form(request: Request, template: str, form: PageForm, **more: object) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=STATUS_REFUSED if form.errors else 200)


def _enter(request: Request, session: UUID) -> None:
    # A new key for the web session: whoever planted the old one is left outside.
    language = request.session.get("_language")
    request.session.flush()
    request.session[SESSION] = str(session)
    if language:
        request.session["_language"] = language


def _target(request: Request) -> str:
    """Where to go on: the `next` of the address if it is one of ours, else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
