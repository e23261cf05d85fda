"""Parameters of organising: membership, what a cooperative pays, its e-commerce, cold storage, the regional brand."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Cooperation(NamedTuple):
    """Organise (docs/odd.md): joining, payouts, e-commerce of cooperatives, cold storage, Nerlove-Arrow brand."""

    rate_join: float = declare("h_j", "highest hazard of joining", "入社最大风险率", "share a month",
        0.02, 0.005, 0.05, "behaviour", "tuned to evidence coop_household_membership_2015/2017")
    rate_leave: float = declare("h_l", "highest hazard of leaving", "退社最大风险率", "share a month",
        0.006, 0.002, 0.02, "behaviour", "tuned to evidence coop_household_membership_2015/2017")
    constant: float = declare("j₀", "utility of membership, constant", "入社效用常数", "logit",
        -1.5, -4.0, 0.0, "behaviour", "tuned by eye to evidence coop_household_membership_2015/2017")
    gain_effect: float = declare("j_g", "effect of the payout over the best alternative", "返利优势的影响", "logit per share of price",
        4.0, 1.0, 10.0, "behaviour", "assumption")
    peer_effect: float = declare("j_m", "effect of the share of ties who are members", "邻里入社比例的影响", "logit per unit",
        1.5, 0.5, 3.0, "behaviour", "assumption")
    distance_effect: float = declare("j_d", "effect of the distance to the village centre", "距村中心距离的影响", "logit per km",
        0.5, 0.0, 1.5, "behaviour", "assumption")
    quantity_least: float = declare("Q_min", "yearly quantity below which a cooperative rests", "合作社最小年经营量", "kg a year",
        20000.0, 5000.0, 60000.0, "institution", "assumption")
    fixed_cost: float = declare("F_c", "fixed cost of a trading cooperative", "合作社固定成本", "CNY a year",
        10000.0, 5000.0, 40000.0, "technology", "assumption")
    handling: float = declare("c_h", "bulk handling and freight to the county market", "大宗装卸运输成本", "CNY/kg",
        0.25, 0.1, 0.8, "technology", "assumption")
    retained: float = declare("r_c", "share of net revenue a cooperative keeps", "合作社留存比例", "share",
        0.05, 0.0, 0.4, "institution", "assumption; the cooperative law returns at least 60 % of the distributable surplus to members (recalled, no row of evidence)")
    cold_cost: float = declare("c_cold", "running cost of cold storage", "冷库运行成本", "CNY/kg",
        0.15, 0.05, 0.4, "technology", "assumption")
    cold_price: float = declare("p_cold", "price of cold storage capacity", "冷库单位造价", "CNY per kg a month",
        1.5, 0.8, 3.0, "price", "assumption")
    cold_decay: float = declare("δ_cold", "wear of cold storage", "冷库折旧", "share a year",
        0.08, 0.03, 0.15, "technology", "assumption")
    grading_start: float = declare("g₀", "share a cooperative grades before it trades online", "初始分级比例", "share",
        0.3, 0.1, 0.6, "technology", "assumption")
    grading_online: float = declare("g₁", "share a cooperative grades once it trades online", "电商后分级比例", "share",
        0.7, 0.5, 0.9, "technology", "assumption")
    grading_speed: float = declare("i_g", "speed at which grading improves", "分级改进速度", "share a month",
        0.1, 0.02, 0.3, "technology", "assumption")
    grading_cost: float = declare("c_g", "cost of grading", "分级成本", "CNY/kg",
        0.2, 0.05, 0.5, "technology", "assumption")
    ecommerce_rate: float = declare("h_e", "highest hazard of a cooperative starting e-commerce", "合作社开展电商风险率", "share a month",
        0.02, 0.005, 0.05, "institution", "tuned to evidence coops_running_ecommerce")
    ecommerce_constant: float = declare("e₀", "propensity to start e-commerce, constant", "合作社电商倾向常数", "logit",
        -5.8, -8.0, -3.0, "institution", "tuned to evidence coops_running_ecommerce")
    ecommerce_skill: float = declare("e_s", "effect of the manager's skill", "理事长技能的影响", "logit per unit",
        4.0, 2.0, 6.0, "institution", "assumption")
    ecommerce_volume: float = declare("e_q", "effect of log volume over the least volume", "经营量的影响", "logit per log point",
        0.6, 0.2, 1.5, "institution", "assumption")
    ecommerce_support: float = declare("e_u", "effect of full public support", "公共支持的影响", "logit per unit",
        3.0, 1.0, 6.0, "institution", "assumption")
    revive_rate: float = declare("h_r", "hazard of a resting cooperative trading again when it would pay", "休眠社恢复风险率", "share a season",
        0.1, 0.02, 0.3, "institution", "assumption")
    attraction: float = declare("a_c", "attraction of a cooperative's online shop, in ordinary shops", "合作社网店吸引力", "shops",
        5.0, 1.0, 20.0, "technology", "assumption")
    brand_decay: float = declare("δ_B", "yearly fading of a regional brand", "区域品牌衰减", "share a year",
        0.15, 0.05, 0.4, "behaviour", "assumption; form: Nerlove & Arrow (1962)")
    brand_effect: float = declare("η_B", "yearly rise of the brand at saturating spending", "品牌投入效果", "share a year",
        0.25, 0.05, 0.6, "behaviour", "assumption")
    brand_half: float = declare("e₀_B", "spending over county output at which the effect is half", "品牌投入半效值", "share",
        0.01, 0.003, 0.03, "behaviour", "assumption")
    brand_harm: float = declare("ω_B", "yearly loss of the brand per share of bad parcels", "劣质件对品牌的损害", "per year",
        1.0, 0.2, 3.0, "behaviour", "assumption; form: Winfree & McCluskey (2005)")
    brand_spending: float = declare("b_c", "share of online sales that online cooperatives spend on the brand", "合作社品牌投入比例", "share",
        0.01, 0.0, 0.03, "institution", "assumption")
    ungraded_bad: float = declare("ω_u", "share of ungraded online parcels that disappoint", "未分级件劣质率", "share",
        0.05, 0.02, 0.15, "technology", "assumption")
    standards_relief: float = declare("u_s", "harm of bad parcels that traceability prevents", "追溯减损", "share",
        0.5, 0.0, 0.9, "behaviour", "assumption; Winfree & McCluskey (2005)")
