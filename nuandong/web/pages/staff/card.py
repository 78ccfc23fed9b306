"""What the page of one person shows, gathered from the selectors."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.journal import api as journal
from nuandong.org import cards, handover, permissions, selectors
from nuandong.org.locks import is_locked
from nuandong.web.http import SignedRequest
from nuandong.web.pages.staff.shared import Act, Wish, acts, region_words, staff_crumbs

if TYPE_CHECKING:
    from nuandong.org.models import Account, Staff

RECENT = 12


def context_of(request: SignedRequest, person: "Staff") -> dict[str, Any]:
    """Everything about one person that the reader may see."""
    myself = person.id == request.actor.staff
    account = getattr(person, "account", None)
    posts = list(selectors.posts_of(person.id))
    regions = region_words([person.unit.region, *(post.region for post in posts)], request.now)
    held = [post for post in posts if post.valid_until is None or post.valid_until > request.now]
    loans = list(selectors.delegations_of(person.id, now=request.now))
    groups = handover.open_things(person.id)
    return {
        "person": person,
        "myself": myself,
        "region": regions[person.unit.region],
        "phone_url": _phone_url(request, person),
        "held": [{"post": post, "region": regions[post.region], "acts": _of_post(request, post)} for post in held],
        "past": [{"post": post, "region": regions[post.region]} for post in posts if post not in held],
        "loans": [{"loan": loan, "end": _of_loan(request, loan)} for loan in loans],
        "account": account,
        "locks": _locks(account, request) if account else [],
        "account_acts": [] if myself or not person.active else _of_account(request, person, account),
        "groups": [{"title": _(group.provider.title), "count": len(group.things)} for group in groups],
        "open": sum(len(group.things) for group in groups),
        "handovers": cards.handovers_of(person.id)[:10],
        "acts": _of_person(request, person, myself=myself) if person.active else [],
        "appoint": _appoint(request, person) if person.active and not myself else [],
        "timeline": _timeline(request, person, account),
        "crumbs": [*staff_crumbs(), (person.unit.name, reverse("unit", args=[person.unit_id]))],
    }


def _phone_url(request: SignedRequest, person: "Staff") -> str:
    may = permissions.allows(request.actor, "org.staff.call", region=person.unit.region)
    return reverse("staff_phone", args=[person.id]) if may and person.phone_masked and person.active else ""


def _of_person(request: SignedRequest, person: "Staff", *, myself: bool) -> list[Act]:
    names = ("staff_change", "staff_handover", "staff_transfer", "staff_leave")
    urls = {name: reverse(name, args=[person.id]) for name in names}
    several: list[Wish] = [
        ("org.staff.change", _("更正"), "pencil", urls["staff_change"]),
        ("org.handover.do", _("工作移交"), "arrows-exchange", urls["staff_handover"]),
    ]
    if not myself:
        several += [
            ("org.staff.change", _("调动"), "switch-horizontal", urls["staff_transfer"]),
            ("org.staff.change", _("离任"), "user-minus", urls["staff_leave"], True),
        ]
    return acts(request, person.unit.region, *several)


def _appoint(request: SignedRequest, person: "Staff") -> list[Act]:
    url = reverse("staff_appoint", args=[person.id])
    return acts(request, person.unit.region, ("org.post.change", _("任职"), "plus", url))


def _of_post(request: SignedRequest, post: Any) -> list[Act]:
    end, lend = reverse("post_end", args=[post.id]), reverse("post_lend", args=[post.id])
    if post.staff_id == request.actor.staff:
        return [Act(_("委托代班"), "user-check", lend)]
    return acts(
        request,
        post.region,
        ("org.delegation.change", _("委托代班"), "user-check", lend),
        ("org.post.change", _("免职"), "user-minus", end),
    )


def _of_loan(request: SignedRequest, loan: Any) -> list[Act]:
    url = reverse("delegation_end", args=[loan.id])
    if loan.giver_id == request.actor.staff:
        return [Act(_("收回"), "arrow-back-up", url)]
    return acts(request, loan.post.region, ("org.delegation.change", _("收回"), "arrow-back-up", url))


def _of_account(request: SignedRequest, person: "Staff", account: "Account | None") -> list[Act]:
    may = "org.account.change"
    if account is None:
        return acts(
            request,
            person.unit.region,
            (may, _("开通账号"), "key", reverse("account_open", args=[person.id])),
        )
    urls = {name: reverse(name, args=[person.id]) for name in _ACCOUNT_ACTS}
    if not account.active:
        return acts(request, person.unit.region, (may, _("恢复账号"), "rotate", urls["account_reopen"]))
    several: list[Wish] = [(may, _("重置密码"), "refresh", urls["account_reset"])]
    if account.has_second_factor:
        several.append((may, _("停用动态口令"), "shield-half", urls["account_totp"]))
    if _locks(account, request):
        several.append(
            ("org.lockout.lift", _("解除锁定"), "lock-open", reverse("lockout_lift", args=[account.id])),
        )
    several.append((may, _("停用账号"), "ban", urls["account_close"], True))
    return acts(request, person.unit.region, *several)


_ACCOUNT_ACTS = ("account_reset", "account_close", "account_reopen", "account_totp")


def _locks(account: "Account", request: SignedRequest) -> list[str]:
    """The words for what is locked now."""
    found = {
        _("密码"): is_locked(account.locked_at, now=request.now),
        _("动态口令"): is_locked(account.totp_locked_at, now=request.now),
        _("快捷码"): account.pin_locked_at is not None,
    }
    return [words for words, locked in found.items() if locked]


def _timeline(request: SignedRequest, person: "Staff", account: "Account | None") -> list[dict[str, Any]]:
    if not permissions.allows(request.actor, "journal.see"):
        return []
    subjects = [person.id, *([account.id] if account else [])]
    events = journal.history(subjects=subjects, kinds=_SHOWN, limit=RECENT)
    names = selectors.names_of([one.actor for one in events])
    return [
        {
            "at": one.acted_at,
            "title": _(journal.kind_of(one.kind).title),
            "who": names.get(one.actor, _("系统")),
            "icon": "user",
            "tone": "info",
        }
        for one in events
    ]


_SHOWN = [
    "org.staff_hired",
    "org.staff_changed",
    "org.phone_revealed",
    "org.staff_left",
    "org.staff_transferred",
    "org.post_appointed",
    "org.post_ended",
    "org.delegation_given",
    "org.delegation_ended",
    "org.account_created",
    "org.account_closed",
    "org.account_reopened",
    "org.password_reset",
    "org.account_locked",
    "org.lockout_lifted",
    "org.second_factor_enrolled",
    "org.second_factor_removed",
]
"""Acts about a person's office and account; signing in and out stays in the journal."""
