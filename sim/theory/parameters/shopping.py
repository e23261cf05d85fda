"""Parameters of shopping online: one CES gain serves adoption and the cost of living alike."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Shopping(NamedTuple):
    """Shop (docs/odd.md): x/(1-x) = φ N [p_on (1+fee/basket)/p_loc]^(1-σr); hazard (p + q m + novelty) L(b (S gain - F))."""

    sigma: float = declare("σ_r", "elasticity of substitution in retail", "零售替代弹性", "elasticity",
        3.9, 3.0, 5.0, "behaviour", "assumption; x = 0.145 then gives -0.054 in logs for users (evidence CFGL2021rec: -0.055, unverified)")
    taste: float = declare("φ₀", "weight of online varieties in 2014", "网购品类权重", "ratio",
        0.075, 0.03, 0.15, "behaviour", "tuned, prototype")
    taste_old: float = declare("φ_o", "weight of online varieties for the old against the average", "老年网购偏好", "ratio",
        0.75, 0.5, 1.0, "behaviour", "assumption; sign: evidence CFGL2021abs (younger)")
    taste_youth: float = declare("φ_y", "added weight for the young", "年轻网购偏好", "ratio",
        0.5, 0.0, 1.0, "behaviour", "assumption; sign: evidence CFGL2021abs (younger)")
    online_price: float = declare("p_on", "online over local price, the same good", "线上线下价格比", "ratio",
        0.85, 0.8, 0.95, "price", "evidence online_vs_village_price")
    local_km: float = declare("p_km", "local price premium with distance", "本地价格距离溢价", "share per km",
        0.01, 0.0, 0.02, "price", "assumption")
    local_hub: float = declare("p_h", "weight of the township's distance to the seat", "乡镇距离权重", "ratio",
        0.3, 0.0, 1.0, "price", "prototype")
    spending: float = declare("c_y", "consumption over income", "消费率", "share",
        0.75, 0.6, 0.9, "behaviour", "assumption")
    retail: float = declare("c_r", "retail goods in consumption", "商品零售占消费比例", "share",
        0.45, 0.3, 0.6, "behaviour", "assumption")
    basket: float = declare("v_b", "value of a parcel bought", "网购单件价值", "CNY/parcel",
        50.0, 40.0, 90.0, "behaviour", "assumption")
    fixed_cost: float = declare("F₀", "monthly cost of ordering online at all", "网购固定成本", "CNY a month",
        15.0, 5.0, 40.0, "behaviour", "tuned, prototype")
    skill_cost: float = declare("F_s", "added monthly cost for the unskilled", "低技能附加成本", "CNY a month",
        60.0, 20.0, 120.0, "behaviour", "tuned, prototype")
    youth_relief: float = declare("F_y", "youth at which the skill cost would vanish (1 is the youngest)", "年轻减免尺度", "ratio",
        1.2, 1.0, 1.5, "behaviour", "prototype")
    assisted_fee: float = declare("F_A", "monthly cost of ordering through a clerk", "代购成本", "CNY a month",
        45.0, 20.0, 80.0, "behaviour", "assumption")
    rate_base: float = declare("p", "hazard of starting unprompted", "自发网购风险率", "share a month",
        0.006, 0.002, 0.015, "behaviour", "tuned, prototype; form: Bass (1969)")
    rate_peers: float = declare("q", "added hazard by the share of ties shopping", "模仿网购风险率", "share a month",
        0.05, 0.03, 0.09, "behaviour", "tuned, prototype; sign: evidence ZhouPeer2025")
    novelty: float = declare("n_s", "added hazard while a station is new", "新站点附加风险率", "share a month",
        0.06, 0.0, 0.12, "behaviour", "tuned to an unverified figure of the trial (evidence CFGL2021rec)")
    novelty_months: float = declare("n_new", "months a station is new", "新站点月数", "months",
        4.0, 2.0, 6.0, "behaviour", "evidence CFGL2021rec: plateau in 2-4 months (unverified)")
    gain_effect: float = declare("b", "effect of a yuan of monthly gain", "收益影响", "logit per CNY a month",
        0.02, 0.01, 0.04, "behaviour", "tuned, prototype")
    rate_leave: float = declare("ℓ", "highest hazard of stopping", "停止网购最大风险率", "share a month",
        0.006, 0.002, 0.02, "behaviour", "tuned, prototype")
    inputs_saving: float = declare("s_in", "saving on farm inputs bought online", "网购农资节省", "share of input cost",
        0.02, 0.0, 0.08, "price", "assumption; sign: programmes.md no. 17")
