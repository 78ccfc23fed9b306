from nuandong.web.pages.informants import acts, on_clue, rewards, views
from nuandong.web.routing import page

_SEE, _CHANGE = "rescue.informant.see", "rescue.informant.change"
_PROPOSE, _APPROVE, _PAY = "rescue.reward.propose", "rescue.reward.approve", "rescue.reward.pay"

urlpatterns = [
    page("informants/", views.informants, "informants", needs=_SEE),
    page("informants/new/", acts.register, "informant-new", needs=_CHANGE),
    page("informants/<uuid:informant_id>/", views.informant, "informant", needs=_SEE),
    page("informants/<uuid:informant_id>/change/", acts.change, "informant-change", needs=_CHANGE),
    page("informants/<uuid:informant_id>/end/", acts.end, "informant-end", needs=_CHANGE),
    page("informants/<uuid:informant_id>/reveal/<str:field>/", views.reveal, "informant-reveal", needs=_SEE),
    page("informants/rewards/", rewards.rewards, "rewards", needs=_SEE),
    page("informants/rewards/export.csv", rewards.export, "rewards-csv", needs=_SEE),
    page("informants/rewards/<uuid:reward_id>/", rewards.reward, "reward", needs=_SEE),
    page("informants/rewards/<uuid:reward_id>/approve/", rewards.approve, "reward-approve", needs=_APPROVE),
    page("informants/rewards/<uuid:reward_id>/refuse/", rewards.refuse, "reward-refuse", needs=_APPROVE),
    page("informants/rewards/<uuid:reward_id>/pay/", rewards.pay, "reward-pay", needs=_PAY),
    page("clues/<uuid:clue_id>/informant/", on_clue.name, "clue-informant", needs="rescue.clue.receive"),
    page("clues/<uuid:clue_id>/reward/", on_clue.propose, "clue-reward", needs=_PROPOSE),
]
