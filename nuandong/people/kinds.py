"""Codes of this module with their Chinese titles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")
    UNKNOWN = "unknown", _("不详")


class DocumentKind(models.TextChoices):
    ID_CARD = "id_card", _("居民身份证")
    ID_CARD_LEGACY = "id_card_legacy", _("居民身份证（旧 15 位）")
    PASSPORT = "passport", _("护照")
    HK_MACAU_PERMIT = "hk_macau_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    HUKOU_BOOK = "hukou_book", _("户口簿")
    NONE = "none", _("无证件")


class Relation(models.TextChoices):
    """Relation to the head of the household, after the groups of GB/T 4761."""

    HEAD = "head", _("户主")
    SPOUSE = "spouse", _("配偶")
    SON = "son", _("子")
    DAUGHTER = "daughter", _("女儿")
    GRANDCHILD = "grandchild", _("孙子女、外孙子女")
    PARENT = "parent", _("父母")
    GRANDPARENT = "grandparent", _("祖父母、外祖父母")
    SIBLING = "sibling", _("兄弟姐妹")
    OTHER = "other", _("其他")


class UnmaskField(models.TextChoices):
    NAME = "name", _("姓名")
    PHONE = "phone", _("电话")
    ADDRESS = "address", _("住址")
    DOCUMENT = "document", _("证件号码")


class PairState(models.TextChoices):
    OPEN = "open", _("待核对")
    SAME = "same", _("同一人")
    DIFFERENT = "different", _("不是同一人")
    UNSURE = "unsure", _("暂不能判断")
