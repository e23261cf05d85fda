"""Parameters of connecting: subscribing to broadband, coming to use the mobile internet."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Connection(NamedTuple):
    """Connect (docs/odd.md): z = b0 + by ln(Y/Y0) - bp p(1-sub)/Y + bs s + bm m + bt t; hazards h+ L(z), h- L(-z)."""

    rate_on: float = declare("h₊", "highest hazard of subscribing to broadband", "宽带订购最大风险率", "share a month",
        0.032, 0.01, 0.06, "behaviour", "tuned to evidence rural_broadband_users (in part unverified), prototype")
    rate_off: float = declare("h₋", "highest hazard of giving broadband up", "宽带退订最大风险率", "share a month",
        0.004, 0.001, 0.01, "behaviour", "tuned to evidence rural_broadband_users (in part unverified), prototype")
    constant: float = declare("b₀", "utility of broadband, constant", "宽带效用常数", "logit",
        -0.55, -2.0, 1.0, "behaviour", "tuned to evidence rural_broadband_users (in part unverified), prototype")
    income_effect: float = declare("b_y", "effect of log income on subscribing", "收入对订购的影响", "logit per log point",
        0.8, 0.3, 1.5, "behaviour", "tuned, prototype; form: Train (2009) ch. 3")
    price_effect: float = declare("b_p", "effect of the price over income", "价格收入比的影响", "logit per share of income",
        50.0, 20.0, 100.0, "behaviour", "tuned, prototype")
    skill_effect: float = declare("b_s", "effect of digital skill on subscribing", "数字技能对订购的影响", "logit per unit",
        1.5, 0.5, 3.0, "behaviour", "tuned, prototype")
    peer_effect: float = declare("b_m", "effect of the share of ties connected", "邻里已接入比例的影响", "logit per unit",
        1.5, 0.5, 3.0, "behaviour", "tuned, prototype; sign: evidence Crayfish (peer slope 0.367 in taking up rice-crayfish farming)")
    trend: float = declare("b_t", "yearly rise in the usefulness of broadband", "宽带用途逐年增长", "logit a year",
        0.12, 0.0, 0.25, "behaviour", "tuned to evidence rural_broadband_users (in part unverified), prototype")
    mobile_rate: float = declare("h_m", "lowest hazard of coming to use the mobile internet", "手机上网最小风险率", "share a month",
        0.004, 0.001, 0.01, "behaviour", "tuned to evidence rural_internet_penetration (in part unverified), prototype")
    mobile_youth: float = declare("h_my", "added hazard for the young and schooled", "年轻与受教育者的附加风险率", "share a month",
        0.016, 0.005, 0.04, "behaviour", "tuned to evidence rural_internet_penetration (in part unverified), prototype")
    mobile_midpoint: float = declare("t_m", "when cheap smartphones spread, years after 2014", "智能手机普及时点", "years",
        1.5, 0.0, 4.0, "technology", "assumption")
    speed_effect: float = declare("b_v", "effect of log speed", "提速效应", "utility",
        0.3, 0.0, 1.0, "behaviour", "assumption; falling value of speed: Nevo, Turner & Williams (2016)")
