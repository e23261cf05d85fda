"""Parameters of synthesis: how traits go together, and what the county looks like on the first day."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Population(NamedTuple):
    """Synthesis of a county: correlations between traits, distances, starting volumes."""

    schooling_youth: float = declare("ρ_ea", "correlation of schooling with youth", "受教育与年轻相关系数", "correlation",
        0.4, 0.2, 0.6, "measurement", "assumption; sign: evidence LuoNiu2019")
    income_schooling: float = declare("ρ_ye", "correlation of income a person with schooling", "收入与受教育相关系数", "correlation",
        0.35, 0.2, 0.5, "measurement", "assumption")
    income_land: float = declare("ρ_yl", "correlation of income a person with land", "收入与土地相关系数", "correlation",
        0.25, 0.0, 0.5, "measurement", "assumption")
    online_ability: float = declare("ρ_oa", "correlation of being online at the start with youth and schooling", "初始上网与能力相关系数", "correlation",
        0.6, 0.3, 0.8, "measurement", "assumption; sign: evidence CFGL2021abs")
    village_radius: float = declare("r_v", "radius of a village", "村庄半径", "km",
        1.0, 0.3, 2.0, "measurement", "assumption; evidence terminal_service_radius_inner (300 m) for scale")
    ties_across: float = declare("c_K", "share of ties to other villages of the township", "跨村联系比例", "share",
        0.125, 0.0, 0.3, "measurement", "prototype, assumption")
    ties_random: float = declare("r_K", "share of ties in the village that are not next neighbours", "村内随机联系比例", "share",
        0.15, 0.0, 0.5, "measurement", "prototype, assumption; form: Watts & Strogatz (1998)")
    remote_village_weight: float = declare("w_km", "weight of the road to the township in what is reached last", "村镇距离权重", "ratio",
        3.0, 1.0, 5.0, "measurement", "prototype, assumption")
    programme_noise: float = declare("σ_km", "noise in the order in which programmes reach villages", "项目次序噪声", "km",
        12.0, 0.0, 30.0, "measurement", "prototype, assumption")
    parcels_start: float = declare("V̂₀", "parcels in and out at the start", "初始件量", "parcels a household a month",
        0.4, 0.1, 1.1, "measurement", "assumption; evidence rural_express_parcels 2014 (unverified): 1.1 on 230 m households, sent and received by all, not farms alone")
    members_selling: float = declare("m_sell", "share of members that sell through the cooperative at the start", "初始社员交售比例", "share",
        0.4, 0.1, 0.8, "measurement", "assumption: many members are inactive")
    carrier_spread: float = declare("σ_c", "half-width of carriers' cost levels", "承运商成本差异", "share",
        0.1, 0.0, 0.3, "measurement", "assumption")
    agent_skill_floor: float = declare("s⁰_m", "lowest skill of managers and merchants without practice", "经理与网商最低技能", "0..1",
        0.15, 0.0, 0.4, "measurement", "assumption")
    agent_skill_spread: float = declare("Δs_m", "width of their skill without practice", "经理与网商技能差异", "0..1",
        0.25, 0.1, 0.4, "measurement", "assumption")
    agent_skill_ceiling: float = declare("s̄_m", "lowest skill ceiling of managers and merchants", "经理与网商技能上限", "0..1",
        0.6, 0.4, 0.9, "measurement", "assumption")
