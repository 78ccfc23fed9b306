"""Reference files as they apply: the library's own, or the county's in their place; read here, changed as files."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.kernel import reference
from nuandong.kernel.text import gettext_noop
from nuandong.web.http import SignedRequest

TITLES: Final = {
    "alerts/events.yaml": gettext_noop("预警种类和编码"),
    "alerts/levels.yaml": gettext_noop("预警级别"),
    "alerts/reading.yaml": gettext_noop("预警消息的读法和默认时长"),
    "bank/credit-coop.yaml": gettext_noop("银行文件：农村信用社批量代付"),
    "bank/standard-csv.yaml": gettext_noop("银行文件：通用代发 CSV"),
    "bank/standard-xlsx.yaml": gettext_noop("银行文件：通用代发表格"),
    "bank/village-bank-csv.yaml": gettext_noop("银行文件：网银批量代发"),
    "calendar/feasts.yaml": gettext_noop("春节前后的节日"),
    "organisation/duties.yaml": gettext_noop("方案职责的名称"),
    "people/categories.yaml": gettext_noop("困难群体类别"),
    "publicity/channels.yaml": gettext_noop("宣传渠道"),
    "publicity/opinions.yaml": gettext_noop("舆情来源和回应时限"),
    "forms/official-ledger.yaml": gettext_noop("表样：冬春生活政府救助人口一览表"),
    "forms/person-ledger.yaml": gettext_noop("表样：冬春救助人员台账"),
    "forms/payment-roster.yaml": gettext_noop("表样：资金发放花名册"),
    "forms/village-payment-list.yaml": gettext_noop("表样：村冬春救助资金发放表"),
    "forms/absences.yaml": gettext_noop("表样：长期外出人员名册"),
    "forms/other-aid.yaml": gettext_noop("表样：其他项目发放名单"),
    "forms/payment-approval.yaml": gettext_noop("表样：资金发放审批表"),
    "forms/county-approval.yaml": gettext_noop("表样：县级发放审批表"),
    "forms/township-notice.yaml": gettext_noop("表样：乡镇审核发放公示表"),
    "forms/application-approval.yaml": gettext_noop("表样：救助申请审批表"),
    "forms/need-statistics.yaml": gettext_noop("表样：冬春救助统计表"),
    "forms/fund-allocation.yaml": gettext_noop("表样：资金分配表"),
    "linkage/lookalikes.yaml": gettext_noop("疑似重复：形近字"),
    "linkage/weights-2026-1.yaml": gettext_noop("疑似重复：各栏的权重和界限"),
    "national/anti_poverty.yaml": gettext_noop("抄录单：防返贫监测信息系统"),
    "national/dibao.yaml": gettext_noop("抄录单：低保信息系统"),
    "national/relief_funds.yaml": gettext_noop("抄录单：国家自然灾害救助资金管理系统"),
    "national/rescue.yaml": gettext_noop("抄录单：全国救助管理信息系统"),
    "integrity/audit.yaml": gettext_noop("冬春救助：审计查询"),
    "integrity/checks.yaml": gettext_noop("冬春救助：疑点检查和阈值"),
    "relief/fields.yaml": gettext_noop("台账：各列的类型和别名"),
    "relief/destruction.yaml": gettext_noop("冬春救助：哪些个人信息评估后销毁"),
    "relief/cards.yaml": gettext_noop("冬春救助：收款卡、折的种类"),
    "relief/groups.yaml": gettext_noop("冬春救助：方案的优先群体怎么对应到户"),
    "relief/procedures.yaml": gettext_noop("冬春救助：程序、公示、签批人数和时限"),
    "relief/lists.yaml": gettext_noop("台账：家庭类型等代码表"),
    "reports/bulletin.yaml": gettext_noop("简报的定义"),
    "reports/campaign.yaml": gettext_noop("专项行动月报的定义"),
    "reports/monthly.yaml": gettext_noop("统计月报的定义"),
    "reports/summary.yaml": gettext_noop("总结的定义"),
    "reports/weekly.yaml": gettext_noop("周报的定义"),
    "rescue/categories.yaml": gettext_noop("街面人员类别和处置规则"),
    "rescue/channels.yaml": gettext_noop("寻亲发布渠道"),
    "rescue/clocks.yaml": gettext_noop("站内时限"),
    "rescue/exits.yaml": gettext_noop("离站方式"),
    "rescue/forms.yaml": gettext_noop("救助文书"),
    "rescue/hints.yaml": gettext_noop("线索要点"),
    "rescue/patrol_modes.yaml": gettext_noop("预警与巡查密度、路况"),
    "rescue/reporters.yaml": gettext_noop("报告人类别"),
    "rescue/response.yaml": gettext_noop("到场、升级和巡查的时限"),
    "rescue/rewards.yaml": gettext_noop("信息员奖励上限"),
    "rescue/station.yaml": gettext_noop("救助站：区域、年龄、期限"),
    "roles/permissions.yaml": gettext_noop("权限"),
    "roles/roles.yaml": gettext_noop("默认角色"),
    "roles/separation.yaml": gettext_noop("不相容的职责"),
    "standards/relief-by-loss.yaml": gettext_noop("冬春救助标准：按受灾类型"),
    "standards/relief-floor-and-tiers.yaml": gettext_noop("冬春救助标准：底线和分档"),
    "standards/relief-changshou.yaml": gettext_noop("冬春救助标准：长寿"),
    "standards/relief-food-grant.yaml": gettext_noop("冬春救助标准：口粮补助"),
    "standards/relief-hechuan.yaml": gettext_noop("冬春救助标准：合川"),
    "standards/relief-jiuhuashan.yaml": gettext_noop("冬春救助标准：九华山"),
    "standards/relief-ningxia.yaml": gettext_noop("冬春救助标准：宁夏"),
    "standards/relief-qianxinan.yaml": gettext_noop("冬春救助标准：黔西南"),
    "standards/relief-suzhou.yaml": gettext_noop("冬春救助标准：宿州"),
    "standards/relief-three-needs.yaml": gettext_noop("冬春救助标准：口粮衣被取暖"),
    "standards/visits-by-level.yaml": gettext_noop("慰问标准：分层级"),
    "standards/visits-union.yaml": gettext_noop("慰问标准：工会送温暖"),
    "supervision/bans.yaml": gettext_noop("禁止事项的检查办法"),
    "supervision/checklist.yaml": gettext_noop("督查检查表"),
    "supplies/items.yaml": gettext_noop("默认物资"),
    "supplies/kits.yaml": gettext_noop("默认救助包"),
    "travel/default.yaml": gettext_noop("行车时间估算"),
    "words/context.yaml": gettext_noop("方案导入：语气和条件"),
    "words/groups.yaml": gettext_noop("方案导入：对象、地点、部门"),
    "words/mapping.yaml": gettext_noop("方案导入：从发现到条目"),
    "words/noise.yaml": gettext_noop("方案导入：网页杂质"),
    "words/patterns.yaml": gettext_noop("方案导入：句式"),
    "words/reports.yaml": gettext_noop("方案导入：报送"),
    "words/titles.yaml": gettext_noop("方案导入：用语"),
    "words/traditional.yaml": gettext_noop("方案导入：繁简字"),
    "words/works.yaml": gettext_noop("方案导入：没说时限的工作"),
    "work/kinds.yaml": gettext_noop("工作种类"),
    "work/owners.yaml": gettext_noop("方案义务的责任单位"),
    "work/reminders.yaml": gettext_noop("任务提醒"),
    "work/units.yaml": gettext_noop("方案里的单位名称"),
}
_CALENDAR: Final = "calendar"


@require_safe
def references(request: SignedRequest) -> HttpResponse:
    """Every file with what it decides and where it comes from."""
    rows = [
        {
            "name": name,
            "title": _title(name),
            "local": _local(name) is not None,
            "url": reverse("reference", args=[name]),
        }
        for name in _names()
    ]
    return render(request, "reference/list.html", {"rows": rows, "folder": settings.NUANDONG_LIBRARY})


@require_safe
def one(request: SignedRequest, name: str) -> HttpResponse:
    """The text of one file as it applies, and how a county changes it."""
    path = _path(name)
    context = {
        "name": name,
        "title": _title(name),
        "local": _local(name) is not None,
        "target": settings.NUANDONG_LIBRARY / name,
        "text": path.read_text(encoding="utf-8"),
        "crumbs": [(_("参考资料"), reverse("references"))],
    }
    return render(request, "reference/one.html", context)


@require_safe
def download(request: SignedRequest, name: str) -> HttpResponseBase:
    """The file itself, to be changed and put into the local folder."""
    path = _path(name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/yaml")


def _names() -> list[str]:
    years = reference.listed(reference.LIBRARY / _CALENDAR, "[0-9][0-9][0-9][0-9].yaml")
    return [*TITLES, *(f"{_CALENDAR}/{path.name}" for path in years)]


def _title(name: str) -> str:
    if name in TITLES:
        return _(TITLES[name])
    return _("%(year)s 年节假日和调休") % {"year": Path(name).stem}


def _local(name: str) -> Path | None:
    return reference.local(reference.LIBRARY / name)


def _path(name: str) -> Path:
    """Only what is on the list: a name never reaches the disk otherwise."""
    if name not in _names():
        raise Http404
    return _local(name) or reference.LIBRARY / name
