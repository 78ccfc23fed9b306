"""The forms of supplies. Quantities are boxes beside what lies in the store, so nobody types what can be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.supplies.goods import MOST, Lot, Part, Wanted
from nuandong.supplies.kinds import Category, Loss, Source, StoreKind
from nuandong.web.fields import size_field
from nuandong.web.forms import PageForm
from nuandong.web.regions import region_field

ROWS: Final = 8
"""So many lines a receipt has."""
FOUND_ROWS: Final = 3
"""So many lots that the books do not know a count can add."""


def moment_field(label: Any, *, help_text: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, help_text=help_text, widget=widget)


def reason_field(label: Any, *, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=200, required=False, help_text=help_text)


def pieces_field(label: str) -> forms.IntegerField:
    """A whole number of pieces, or nothing."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "class": "input input-s", "aria-label": label})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST, widget=widget)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of goods with a box for pieces: its key in the form, its words, how many there are."""

    key: str
    lot: Lot
    name: str
    unit: str
    there: int
    expired: bool = False

    @property
    def title(self) -> str:
        return f"{self.name} {self.lot.size}".strip()


class ChoosingForm(PageForm):
    """A form with selects whose choices the view brings."""

    def __init__(self, *args: Any, choices: Mapping[str, Sequence[Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (choices or {}).items():
            self.fields[name].choices = options  # type: ignore[attr-defined]


class PiecesForm(ChoosingForm):
    """A box for each row of goods that lies in the store; boxes left empty count as nothing asked."""

    def __init__(self, *args: Any, rows: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"q_{row.key}"] = pieces_field(row.title)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # A command is told by what was asked: which empty boxes stood beside it may differ when it is sent again.
        return {name: value for name, value in data.items() if value is not None or not name.startswith("q_")}

    @property
    def lines(self) -> list[tuple[Row, forms.BoundField]]:
        """Each row with its box."""
        return [(row, self[f"q_{row.key}"]) for row in self.rows]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields that are no boxes of rows, in order."""
        boxes = {f"q_{row.key}" for row in self.rows}
        return [one for one in self.visible_fields() if one.name not in boxes]

    def typed(self) -> Iterator[tuple[Row, int]]:
        """The rows whose box was filled in, zero included."""
        for row in self.rows:
            pieces = self.cleaned_data.get(f"q_{row.key}")
            if pieces is not None:
                yield row, pieces

    def wanted(self) -> list[Wanted]:
        """What was asked for, by item and size."""
        return [Wanted(row.lot.item, pieces, row.lot.size) for row, pieces in self.typed() if pieces]

    def parts(self) -> list[Part]:
        """What was asked for, by lot."""
        return [Part(row.lot, pieces) for row, pieces in self.typed() if pieces]


class LotLines:
    """Lines that name a lot in full: item and size, batch, day of expiry, pieces."""

    def __init__(self, form: PageForm, goods: Sequence[Any], count: int) -> None:
        self.form, self.count = form, count
        for n in range(count):
            names = {"n": n + 1}
            fields: dict[str, forms.Field] = {
                "item": forms.ChoiceField(
                    label=_now("第 %(n)d 行 物资") % names,
                    choices=goods,
                    required=False,
                    widget=forms.Select(attrs={"class": "select"}),
                ),
                "quantity": pieces_field(_now("第 %(n)d 行 数量") % names),
                "expiry": forms.DateField(
                    label=_now("第 %(n)d 行 有效期") % names,
                    required=False,
                    widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
                ),
                "batch": forms.CharField(
                    label=_now("第 %(n)d 行 批号") % names,
                    required=False,
                    max_length=40,
                    widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
                ),
            }
            for name, field in fields.items():
                field.widget.attrs["aria-label"] = field.label
                form.fields[f"{name}_{n}"] = field

    def boxes(self) -> list[list[forms.BoundField]]:
        """The boxes of each line: item, pieces, expiry, batch."""
        return [[self.form[f"{name}_{n}"] for name in _BOXES] for n in range(self.count)]

    def parts(self) -> list[Part]:
        """The lines that were filled in."""
        data = self.form.cleaned_data
        found = []
        for n in range(self.count):
            item, _colon, size = data[f"item_{n}"].partition(":")
            if item:
                lot = Lot(item, size, data[f"batch_{n}"], data[f"expiry_{n}"])
                found.append(Part(lot, data[f"quantity_{n}"] or 0))
        return found


_BOXES: Final = ("item", "quantity", "expiry", "batch")


class ReceiveForm(PageForm):
    """Delivered goods, line by line."""

    source = forms.ChoiceField(label=_("来源"), choices=Source.choices)
    acted_at = moment_field(_("入库时间"), help_text=_("现在入库的不用填。"))
    reason = reason_field(_("说明"), help_text=_("合同、批文或捐赠人等，可不填。"))

    def __init__(self, *args: Any, goods: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lots = LotLines(self, goods, ROWS)


class SendForm(PiecesForm):
    to_store = forms.ChoiceField(label=_("调到"))
    reason = reason_field(_("说明"))


class HandForm(PiecesForm):
    to_store = forms.ChoiceField(label=_("交给哪支队伍或哪辆车"))
    reason = reason_field(_("说明"))


class WriteOffForm(PiecesForm):
    cause = forms.ChoiceField(label=_("报损原因"), choices=Loss.choices)
    reason = forms.CharField(label=_("情况说明"), max_length=200)


class CountForm(PiecesForm):
    """What was counted; a box left empty was not counted."""

    reason = reason_field(_("差异原因"), help_text=_("盘点数和账面数不同时必须写明。"))

    def __init__(self, *args: Any, goods: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = LotLines(self, goods, FOUND_ROWS)

    @property
    def compared(self) -> list[tuple[Row, forms.BoundField, int | None]]:
        """Each row with its box and, once something was typed, the difference to the books."""
        typed = {row.key: pieces for row, pieces in self.typed()} if hasattr(self, "cleaned_data") else {}
        return [(row, box, typed[row.key] - row.there if row.key in typed else None) for row, box in self.lines]

    def counted(self) -> list[Part]:
        """Everything counted, lots new to the books included."""
        return [Part(row.lot, pieces) for row, pieces in self.typed()] + self.found.parts()


class ConfirmForm(PageForm):
    """What arrived of each line of a transfer; filled in with what was sent."""

    reason = reason_field(_("差异原因"), help_text=_("少收时必须写明。"))

    def __init__(self, *args: Any, lines: Sequence[tuple[UUID, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [key for key, _title, _sent in lines]
        for key, title, sent in lines:
            field = pieces_field(title)
            field.required, field.initial = True, sent
            self.fields[f"q_{key}"] = field

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[f"q_{key}"] for key in self.keys]

    def arrived(self) -> dict[UUID, int]:
        """Pieces by line."""
        return {key: self.cleaned_data[f"q_{key}"] for key in self.keys}


class IssueForm(PiecesForm):
    """At the counter: a kit, single items, or both."""

    kit = forms.ChoiceField(label=_("救助包"), required=False)
    signed = forms.BooleanField(label=_("本人已签字或按手印"), required=False)
    without_missing = forms.BooleanField(
        label=_("缺的不发，有多少发多少"), required=False, help_text=_("不勾选时，缺一件就整单不发。")
    )
    acted_at = moment_field(_("发放时间"), help_text=_("现在发放的不用填。"))
    reason = reason_field(_("说明"))
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    encounter = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sized: Mapping[str, tuple[str, Sequence[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sized = list(sized)
        for code, (name, sizes) in sized.items():
            self.fields[f"size_{code}"] = size_field(name, sizes)

    @property
    def size_boxes(self) -> list[forms.BoundField]:
        return [self[f"size_{code}"] for code in self.sized]

    def sizes(self) -> dict[str, str]:
        """Which size of which item of the kit was asked for."""
        return {code: size for code in self.sized if (size := self.cleaned_data[f"size_{code}"])}


class ReturnForm(PiecesForm):
    reason = reason_field(_("退回原因"))


class StoreForm(ChoosingForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=_("类型"), choices=StoreKind.choices)
    holder = forms.ChoiceField(
        label=_("车辆或队伍"), required=False, help_text=_("只有随车、随队的存放点要选，其他不选。")
    )
    region = region_field(_("所在区域"))
    keeper = forms.ChoiceField(label=_("保管人"))


class ChangeStoreForm(ChoosingForm):
    keeper = forms.ChoiceField(label=_("保管人"))
    close = forms.BooleanField(label=_("停用这个存放点"), required=False, help_text=_("清空后才能停用。"))
    reason = reason_field(_("原因"))


class MinimumForm(ChoosingForm):
    item = forms.ChoiceField(label=_("物资"))
    quantity = forms.IntegerField(
        label=_("最低库存"),
        min_value=0,
        max_value=MOST,
        help_text=_("少于这个数就提醒；填 0 取消。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
    )


class ItemForm(PageForm):
    code = forms.CharField(
        label=_("代码"), max_length=40, help_text=_("小写字母、数字和下划线，例如 cotton_coat；以后不能改。")
    )
    name = forms.CharField(label=_("名称"), max_length=40)
    unit = forms.CharField(label=_("单位"), max_length=10, help_text=_("件、床、盒、瓶。"))
    category = forms.ChoiceField(label=_("类别"), choices=Category.choices)
    sizes = forms.CharField(
        label=_("尺码"), max_length=200, required=False, help_text=_("用空格隔开，例如 S M L XL；没有尺码的不填。")
    )
    perishable = forms.BooleanField(label=_("入库必须填有效期"), required=False)
    active = forms.BooleanField(label=_("在用"), required=False, initial=True)
