"""Parameters of trade: what a merchant earns, offers, needs to enter, and what makes him leave."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Trading(NamedTuple):
    """Trade (docs/odd.md): net-back, offer, entry and exit; a merchant stands for about twenty rural online shops."""

    handling: float = declare("c_m", "handling by a merchant at the starting density", "网商装卸分拣成本", "CNY/kg",
        0.5, 0.2, 1.0, "technology", "assumption")
    handling_elasticity: float = declare("ε_c", "fall of handling cost with the density of merchants", "集聚成本弹性", "elasticity",
        0.08, 0.0, 0.2, "technology", "assumption")
    density_start: float = declare("X₀", "density at which handling cost starts to fall", "集聚起点密度", "merchants per 1,000 households",
        0.2, 0.05, 0.5, "technology", "prototype: merchants in 2014 (18 a county of 103,400 households)")
    rivalry: float = declare("ν", "density at which farmers get half of the gain", "竞争半效密度", "merchants per 1,000 households",
        0.6, 0.2, 2.0, "institution", "prototype: ν = 60 a county of 103,400 households")
    capacity: float = declare("K_m", "produce a merchant can move", "网商月经营能力", "kg a month",
        12500.0, 5000.0, 30000.0, "technology", "prototype: 150 t a year")
    attraction: float = declare("a_m", "attraction of a merchant, in ordinary shops", "网商吸引力", "shops",
        20.0, 5.0, 50.0, "technology", "prototype, assumption")
    goods_margin: float = declare("m_g", "net margin on non-farm goods, before fixed costs", "非农商品净毛利", "share",
        0.12, 0.05, 0.25, "price", "assumption")
    goods_parcel: float = declare("v_g", "value of a parcel of non-farm goods", "非农商品单件价值", "CNY/parcel",
        60.0, 40.0, 100.0, "price", "assumption")
    fixed_cost: float = declare("F_m", "fixed cost of a merchant: room, line, packing hands", "网商月固定成本", "CNY a month",
        3000.0, 1000.0, 8000.0, "technology", "assumption")
    capital_start: float = declare("k₀", "median capital of those who would enter", "潜在进入者资本中位数", "CNY",
        50000.0, 10000.0, 100000.0, "behaviour", "assumption")
    capital_spread: float = declare("k_s", "spread of log capital", "资本对数离散度", "log points",
        0.8, 0.4, 1.2, "behaviour", "assumption")
    start_cost: float = declare("k_m", "cost of starting", "创业成本", "CNY",
        20000.0, 5000.0, 60000.0, "price", "assumption")
    working_capital: float = declare("k_w", "capital a merchant needs besides the cost of starting", "流动资金需求", "CNY",
        10000.0, 0.0, 50000.0, "technology", "assumption: some months of fixed cost")
    entry_rate: float = declare("h_ent", "highest hazard of entry into a free slot", "网商进入最大风险率", "share a month",
        0.06, 0.01, 0.1, "behaviour", "assumption; checked on evidence rural_online_shops (in part unverified)")
    entry_scale: float = declare("σ_m", "profit over the opportunity wage that moves entry by one logit", "进入利润尺度", "CNY a month",
        6000.0, 1500.0, 10000.0, "behaviour", "assumption")
    entry_constant: float = declare("m_0", "entry at a profit equal to the opportunity wage", "进入常数", "logit",
        -3.0, -6.0, 0.0, "behaviour", "assumption; checked on evidence rural_online_shops (in part unverified)")
    entry_skill: float = declare("m_s", "effect of mean skill around", "周边技能的影响", "logit per unit",
        2.0, 0.0, 5.0, "behaviour", "assumption")
    entry_returnees: float = declare("m_r", "effect of returnees per household around", "返乡人员的影响", "logit per unit",
        3.0, 0.0, 10.0, "behaviour", "assumption; sign: evidence RESC2024")
    entry_rivals: float = declare("m_n", "effect of one log point of merchants in the township", "乡镇网商聚集的影响", "logit per log point",
        0.5, 0.0, 1.5, "behaviour", "assumption; sign: evidence Zou2024")
    opportunity_hours: float = declare("H_m", "hours a merchant gives", "网商月工时", "hours a month",
        220.0, 150.0, 280.0, "behaviour", "assumption")
    memory: float = declare("n_Π", "months over which profit is judged", "利润平滑月数", "months",
        12.0, 6.0, 24.0, "behaviour", "assumption")
    drawings: float = declare("r_m", "share of a profit its owner draws", "利润提取比例", "share",
        0.7, 0.3, 1.0, "behaviour", "assumption")
    reputation_start: float = declare("R₀_m", "reputation of a new merchant", "网商初始信誉", "0..1",
        0.3, 0.1, 0.6, "behaviour", "prototype, assumption")
    reputation_gain: float = declare("g_m", "yearly gain of reputation", "网商信誉年增长", "share a year",
        0.25, 0.1, 0.5, "behaviour", "prototype, assumption")
    livestream_start: float = declare("t_l", "when livestream selling begins, years after 2014", "直播起点", "years",
        4.0, 3.0, 6.0, "technology", "assumption: 2018; evidence programmes.md no. 10 (2020)")
    livestream_rate: float = declare("h_live", "hazard of a skilled merchant starting livestreams", "开播风险率", "share a month",
        0.02, 0.005, 0.06, "behaviour", "assumption")
    livestream_boost: float = declare("λ_l", "attraction of a livestream over a plain shop", "直播吸引力倍数", "ratio",
        3.0, 1.0, 6.0, "technology", "assumption: under about 2.3 the host's share costs more than the traffic brings")
    livestream_fee: float = declare("f_l", "host's share of livestream sales", "主播佣金", "share",
        0.2, 0.1, 0.3, "price", "evidence livestream_anchor_commission (unverified)")
    park_start: float = declare("e_K", "start-up cost that a park saves", "园区降低开办成本", "share",
        0.4, 0.1, 0.7, "technology", "assumption")
    park_handling: float = declare("e_m", "handling cost that a park saves", "园区降低处理成本", "share",
        0.15, 0.0, 0.3, "technology", "assumption")
    base_effect: float = declare("e_l", "hazard of livestreaming added by a base", "直播基地效应", "ratio",
        2.0, 0.5, 5.0, "behaviour", "assumption")
