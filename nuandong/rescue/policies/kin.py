"""Is the notice in a fit state, and may these words be published?"""

import re
from typing import Final

from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.kinds import Sex
from nuandong.rescue.errors_station import required, unknown_code, wrong_state
from nuandong.rescue.kinds_stay import Identity
from nuandong.rescue.models import KinNotice, Stay
from nuandong.rescue.reference_station import channels
from nuandong.rescue.states.notice import NOTICE, NoticeState

_NUMBER: Final = re.compile(r"\d{5,}")
"""A telephone, an identity number, a house number with its street: nothing of that kind goes out."""
_ILLNESS: Final = ("病", "精神", "智力", "残疾", "障碍", "感染", "怀孕", "被拐", "家暴")


def can_move(notice: KinNotice, act: str) -> bool:
    return act in NOTICE[NoticeState(notice.state)]


def check_move(notice: KinNotice, act: str) -> None:
    """Raise NotNow naming the state that forbids the act."""
    if can_move(notice, act):
        return
    if notice.state == NoticeState.HELD:
        raise NotNow(
            "rescue.notice_held",
            _("疑似被拐卖或遭受家庭暴力，寻亲公告暂缓发布。"),
            _("请先取得公安机关意见并登记“公安机关同意发布”。"),
        )
    raise wrong_state(_("寻亲公告"), str(NoticeState(notice.state).label))


def can_be_sought(stay: Stay) -> bool:
    """Whether a notice makes sense: only for somebody who cannot say who he is."""
    return stay.identity != Identity.KNOWN and stay.entered_at is not None and stay.left_at is None


def check_sought(stay: Stay) -> None:
    """Raise NotNow for somebody whose identity is known, or who is not in the station."""
    if not can_be_sought(stay):
        raise NotNow(
            "rescue.not_sought",
            _("身份已核实、未入站或已离站的人员不发寻亲公告。"),
            _("请核对身份状态。"),
        )


def shown(notice: KinNotice) -> set[str]:
    """What a notice shows, in the words of plans (`plans.schema.sections.NOTICE_FIELDS`)."""
    present = {
        "sex": notice.sex != Sex.UNKNOWN,
        "age": notice.age_from is not None,
        "height": notice.height_cm is not None,
        "features": notice.features_sealed is not None,
        "accent": bool(notice.accent),
        "photo": notice.photo is not None,
    }
    return {field for field, there in present.items() if there}


def check_words(text: str, field: str) -> None:
    """Masked facts only: raise Invalid for numbers, diagnoses and suspicions."""
    if _NUMBER.search(text):
        raise Invalid(
            "rescue.notice_number",
            _("公告里不能写电话、证件号等号码。"),
            _("请删去号码；联系方式用救助站电话。"),
            field=field,
        )
    if found := next((word for word in _ILLNESS if word in text), None):
        raise Invalid(
            "rescue.notice_private",
            _("公告里不能写“%(word)s”一类的健康或案件情况。"),
            _("请只写体貌、衣着、口音等便于辨认的特征。"),
            field=field,
            word=found,
        )


def checked_channels(codes: list[str]) -> list[str]:
    """The channels in the order of the list. Raises Invalid for none or an unknown one. Source: RES-040."""
    if not codes:
        raise required("channels", _("发布渠道"))
    for code in codes:
        if code not in channels():
            raise unknown_code("channels", _("发布渠道"), code)
    return [code for code in channels() if code in codes]
