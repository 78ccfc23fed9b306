from nuandong.web.pages.duty import views_now, views_roster, views_shift, views_team, views_vehicle
from nuandong.web.routing import page

_SEE, _CHANGE, _HAND = "duty.roster.see", "duty.roster.change", "duty.shift.handover"

urlpatterns = [
    page("duty/", views_now.now, "duty", needs=_SEE),
    page("duty/phones/<uuid:staff>/", views_now.phone, "duty-phone", needs="duty.phone.reveal"),
    page("duty/roster/", views_roster.week, "duty-roster", needs=_SEE),
    page("duty/roster/sheet/", views_roster.sheet, "duty-roster-sheet", needs=_SEE),
    page("duty/roster/plan/", views_roster.plan, "duty-plan", needs=_CHANGE),
    page("duty/shifts/<uuid:shift>/", views_shift.shift, "duty-shift", needs=_SEE),
    page("duty/shifts/<uuid:shift>/start/", views_shift.start, "duty-shift-start", needs=_SEE),
    page("duty/shifts/<uuid:shift>/end/", views_shift.end, "duty-shift-end", needs=_SEE),
    page("duty/shifts/<uuid:shift>/handover/", views_shift.hand_over, "duty-shift-handover", needs=_HAND),
    page("duty/shifts/<uuid:shift>/absent/", views_shift.absent, "duty-shift-absent", needs=_CHANGE),
    page("duty/shifts/<uuid:shift>/relieve/", views_shift.relief, "duty-shift-relieve", needs=_CHANGE),
    page("duty/shifts/<uuid:shift>/cancel/", views_shift.cancel, "duty-shift-cancel", needs=_CHANGE),
    page("duty/handovers/", views_shift.handovers, "duty-handovers", needs=_SEE),
    page("duty/handovers/<uuid:handover>/", views_shift.handover, "duty-handover", needs=_SEE),
    page("duty/teams/", views_team.teams, "duty-teams", needs=_SEE),
    page("duty/teams/new/", views_team.new, "team-new", needs=_CHANGE),
    page("duty/teams/<uuid:team>/", views_team.team, "team", needs=_SEE),
    page("duty/teams/<uuid:team>/change/", views_team.change, "team-change", needs=_CHANGE),
    page("duty/teams/<uuid:team>/disband/", views_team.disband, "team-disband", needs=_CHANGE),
    page("duty/teams/<uuid:team>/join/", views_team.join, "team-join", needs=_CHANGE),
    page("duty/teams/<uuid:team>/leave/<uuid:staff>/", views_team.leave, "team-leave", needs=_CHANGE),
    page("duty/vehicles/", views_vehicle.vehicles, "duty-vehicles", needs=_SEE),
    page("duty/vehicles/new/", views_vehicle.new, "vehicle-new", needs=_CHANGE),
    page("duty/vehicles/<uuid:vehicle>/", views_vehicle.vehicle, "vehicle", needs=_SEE),
    page("duty/vehicles/<uuid:vehicle>/take/", views_vehicle.take, "vehicle-take", needs=_HAND),
    page("duty/vehicles/<uuid:vehicle>/retire/", views_vehicle.retire, "vehicle-retire", needs=_CHANGE),
    page("duty/vehicles/rides/<uuid:use>/back/", views_vehicle.bring_back, "vehicle-back", needs=_HAND),
    page("duty/posts/", views_team.posts, "duty-posts", needs=_SEE),
    page("duty/posts/new/", views_team.new_post, "post-new", needs=_CHANGE),
    page("duty/posts/<uuid:post>/close/", views_team.end_post, "post-close", needs=_CHANGE),
]
