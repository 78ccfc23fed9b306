"""Events of the search for families. Subject: the stay, whose clocks they stop."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds_stay import Flag


class _OfStay(journal.Payload):
    subject_type: ClassVar[str] = "rescue.stay"


class _OfNotice(_OfStay):
    notice: UUID


@journal.register
class KinNoticeDrafted(_OfNotice):
    kind: ClassVar[str] = "rescue.kin_notice_drafted"
    title: ClassVar[str] = _("拟写寻亲公告")


@journal.register
class KinNoticeHeld(_OfNotice):
    kind: ClassVar[str] = "rescue.kin_notice_held"
    title: ClassVar[str] = _("寻亲公告暂缓")
    reason: Flag


@journal.register
class KinNoticeReleased(_OfStay):
    """The police agreed to a publication. `flags` are those that still stand."""

    kind: ClassVar[str] = "rescue.kin_notice_released"
    title: ClassVar[str] = _("公安机关同意发布")
    flags: list[Flag]


@journal.register
class KinNoticePublished(_OfNotice):
    """`refresh`: the notice was published before."""

    kind: ClassVar[str] = "rescue.kin_notice_published"
    title: ClassVar[str] = _("发布寻亲公告")
    channels: list[str]
    refresh: bool


@journal.register
class KinNoticeWithdrawn(_OfNotice):
    kind: ClassVar[str] = "rescue.kin_notice_withdrawn"
    title: ClassVar[str] = _("撤下寻亲公告")


@journal.register
class PoliceCheckRequested(_OfStay):
    kind: ClassVar[str] = "rescue.police_check_requested"
    title: ClassVar[str] = _("申请公安核查身份")


@journal.register
class PoliceCheckAnswered(_OfStay):
    """`agrees`: the person is who he says he is."""

    kind: ClassVar[str] = "rescue.police_check_answered"
    title: ClassVar[str] = _("公安核查身份答复")
    agrees: bool


@journal.register
class FingerprintsTaken(_OfStay):
    kind: ClassVar[str] = "rescue.fingerprints_taken"
    title: ClassVar[str] = _("采集指纹")


@journal.register
class DnaRequested(_OfStay):
    kind: ClassVar[str] = "rescue.dna_requested"
    title: ClassVar[str] = _("申请采集DNA")


@journal.register
class DnaAnswered(_OfStay):
    kind: ClassVar[str] = "rescue.dna_answered"
    title: ClassVar[str] = _("DNA比对反馈")
    matched: bool
