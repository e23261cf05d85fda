"""Parameters of choosing a selling channel, once a harvest."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Channel(NamedTuple):
    """Choose (docs/odd.md): U_c = α_c + β (R_c - R_trader - F_c - wage h_c)/Y + b_s,own s + b1 [any tie has a shop] + b2 m - κ [c is new] + Gumbel."""

    gain_effect: float = declare("β", "effect of the gain as a share of income", "收益占收入比的影响", "logit per share of income",
        40.0, 25.0, 100.0, "behaviour", "tuned, prototype")
    own_constant: float = declare("α_own", "taste for an own shop", "自营网店偏好", "logit",
        -1.0, -4.0, 0.0, "behaviour", "tuned by eye to evidence ordinary_farm_households_selling_online (unverified); with exposure before choice")
    cooperative_constant: float = declare("α_coop", "taste for selling through the cooperative", "合作社渠道偏好", "logit",
        -0.5, -2.0, 1.0, "behaviour", "assumption")
    merchant_constant: float = declare("α_mer", "taste for selling to a merchant", "网商渠道偏好", "logit",
        -0.5, -2.0, 1.0, "behaviour", "assumption")
    skill_effect: float = declare("b_s,own", "effect of digital skill on an own shop", "数字技能对开店的影响", "logit per unit",
        3.0, 1.0, 6.0, "behaviour", "tuned, prototype; sign: evidence ZhangDL2024")
    any_tie: float = declare("b₁", "effect of any tie with an own shop", "有邻里开店的影响", "logit",
        1.0, 0.0, 2.0, "behaviour", "tuned, prototype; sign: evidence Zou2024")
    peer_effect: float = declare("b₂", "effect of the share of ties selling online", "邻里网销比例的影响", "logit per unit",
        1.5, 0.0, 3.0, "behaviour", "tuned, prototype; sign: evidence Crayfish (taking up rice-crayfish farming)")
    switching_cost: float = declare("κ", "cost of leaving the present channel", "渠道转换成本", "logit",
        1.0, 0.0, 2.0, "behaviour", "tuned, prototype")
    consider_base: float = declare("p_c", "chance of considering a shop unprompted, a harvest", "自发考虑开店概率", "share a harvest",
        0.25, 0.05, 0.6, "behaviour", "assumption; form: Bass (1969), exposure before choice")
    consider_any: float = declare("p_1", "added chance where any tie has an own shop", "有示范时的附加概率", "share a harvest",
        0.35, 0.1, 0.6, "behaviour", "assumption; form: Bass (1969); sign: evidence Zou2024")
    consider_peers: float = declare("q_c", "added chance by the share of ties selling", "邻里比例的附加概率", "share a harvest",
        0.5, 0.0, 1.0, "behaviour", "assumption; form: Bass (1969)")
    shop_hours: float = declare("h₀", "hours a year to keep a shop", "开店固定工时", "hours a year",
        120.0, 40.0, 300.0, "technology", "assumption: the key unknown; no survey of hours was found")
    parcel_hours: float = declare("h₁", "hours to sell and pack a parcel", "每件工时", "hours/parcel",
        0.2, 0.1, 0.4, "technology", "assumption")
    hours_skill: float = declare("h_s", "hours of the unskilled over those of the half skilled", "低技能工时倍数", "ratio",
        1.5, 1.2, 2.0, "technology", "prototype: hours fall as (1.5 - s)")
    start_cost: float = declare("F_own", "cost of starting a shop", "开店启动成本", "CNY",
        3000.0, 1000.0, 10000.0, "price", "assumption")
    start_years: float = declare("n_F", "years over which a starting cost counts", "启动成本分摊年数", "years",
        3.0, 1.0, 5.0, "behaviour", "assumption")
    exit_rate: float = declare("x_own", "share of shops that stop in a year for other reasons", "网店自然退出率", "share a year",
        0.1, 0.03, 0.25, "behaviour", "assumption")
    hours_most: float = declare("H_s", "hours a month a member at home can give to a shop", "每人每月可投入工时", "hours a month",
        120.0, 40.0, 200.0, "technology", "assumption")
    leader_effect: float = declare("p_e", "chance of considering a shop added by a leader in the village", "带头人效应", "share a harvest",
        0.02, 0.0, 0.06, "behaviour", "assumption; effects of peers for scale")
