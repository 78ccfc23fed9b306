"""A form with a field of each kind."""

from django import forms

from nuandong.web.forms import PageForm


class SampleForm(PageForm):
    words = forms.CharField(
        label="来电人怎么说",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="照原话记，能听清多少记多少。",
    )
    place = forms.CharField(label="地点", max_length=80)
    phone = forms.CharField(label="联系电话", max_length=20, required=False)
    category = forms.ChoiceField(
        label="人员类别",
        choices=[
            ("", "请选择"),
            ("minor", "未成年人"),
            ("elderly", "老年人"),
            ("patient", "危重病人"),
            ("other", "其他"),
        ],
    )
    source = forms.ChoiceField(
        label="线索来源",
        choices=[("call", "热线"), ("police", "110"), ("patrol", "巡查"), ("public", "网页")],
        widget=forms.RadioSelect,
    )
    found_at = forms.DateTimeField(
        label="发现时间", required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    urgent = forms.BooleanField(label="有人身危险，先送医院", required=False)
    photo = forms.FileField(
        label="现场照片",
        required=False,
        help_text="自动压缩后上传。",
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
