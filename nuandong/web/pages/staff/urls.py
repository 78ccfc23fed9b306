from nuandong.web.pages.staff import (
    views_accounts,
    views_import,
    views_leaving,
    views_people,
    views_posts,
    views_units,
)
from nuandong.web.routing import Needs, page

SEE, CHANGE, UNIT, POST, ACCOUNT = (
    "org.staff.see",
    "org.staff.change",
    "org.unit.change",
    "org.post.change",
    "org.account.change",
)

urlpatterns = [
    page("staff/", views_people.staff, "staff", needs=SEE),
    page("staff/new/", views_people.staff_new, "staff_new", needs=CHANGE),
    page("staff/import/", views_import.staff_import, "staff_import", needs=CHANGE),
    page("staff/import/template/", views_import.staff_template, "staff_template", needs=CHANGE),
    page("staff/units/", views_units.units, "units", needs=SEE),
    page("staff/units/new/", views_units.unit_new, "unit_new", needs=UNIT),
    page("staff/units/<uuid:unit>/", views_units.unit, "unit", needs=SEE),
    page("staff/units/<uuid:unit>/new/", views_units.unit_new, "unit_child", needs=UNIT),
    page("staff/units/<uuid:unit>/change/", views_units.unit_change, "unit_change", needs=UNIT),
    page("staff/units/<uuid:unit>/close/", views_units.unit_close, "unit_close", needs=UNIT),
    page("staff/lockouts/", views_accounts.lockouts, "lockouts", needs="org.lockout.lift"),
    page("staff/lockouts/<uuid:account>/", views_accounts.lockout_lift, "lockout_lift", needs="org.lockout.lift"),
    page("staff/posts/<uuid:post>/end/", views_posts.post_end, "post_end", needs=POST),
    # Everybody lends his own post and takes it back.
    page("staff/posts/<uuid:post>/lend/", views_posts.post_lend, "post_lend", needs=Needs.SIGNED_IN),
    page(
        "staff/delegations/<uuid:delegation>/end/",
        views_posts.delegation_end,
        "delegation_end",
        needs=Needs.SIGNED_IN,
    ),
    page("staff/handovers/<uuid:record>/", views_leaving.handover_sheet, "handover_sheet", needs=SEE),
    page("staff/<uuid:staff>/", views_people.staff_member, "staff_member", needs=SEE),
    page("staff/<uuid:staff>/change/", views_people.staff_change, "staff_change", needs=CHANGE),
    page("staff/<uuid:staff>/phone/", views_people.staff_phone, "staff_phone", needs="org.staff.call"),
    page("staff/<uuid:staff>/appoint/", views_posts.staff_appoint, "staff_appoint", needs=POST),
    page("staff/<uuid:staff>/handover/", views_leaving.staff_handover, "staff_handover", needs="org.handover.do"),
    page("staff/<uuid:staff>/transfer/", views_leaving.staff_transfer, "staff_transfer", needs=CHANGE),
    page("staff/<uuid:staff>/leave/", views_leaving.staff_leave, "staff_leave", needs=CHANGE),
    page("staff/<uuid:staff>/account/open/", views_accounts.account_open, "account_open", needs=ACCOUNT),
    page("staff/<uuid:staff>/account/reset/", views_accounts.account_reset, "account_reset", needs=ACCOUNT),
    page("staff/<uuid:staff>/account/reopen/", views_accounts.account_reopen, "account_reopen", needs=ACCOUNT),
    page("staff/<uuid:staff>/account/close/", views_accounts.account_close, "account_close", needs=ACCOUNT),
    page("staff/<uuid:staff>/account/code/", views_accounts.account_totp, "account_totp", needs=ACCOUNT),
]
