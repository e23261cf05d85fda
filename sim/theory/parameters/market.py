"""Parameters of selling: posted prices, attraction, losses, refunds, the village trader."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Market(NamedTuple):
    """Sell (docs/odd.md): CES varieties with posted prices (Dixit & Stiglitz 1977; Anderson, de Palma & Thisse 1992)."""

    sigma: float = declare("σ", "elasticity of substitution between sellers of produce", "产品替代弹性", "elasticity",
        4.3, 3.0, 7.0, "behaviour", "evidence online_elasticity_of_substitution_sellers (unverified)")
    stealing: float = declare("mkt", "how far sellers of a county leave each other's business alone", "县内竞争分散度", "ratio",
        10.0, 1.0, 100.0, "behaviour", "assumption: it sets the sign of the income effect, so it is in every uncertainty run")
    outside: float = declare("A₀", "attraction of other counties' sellers per household here, in 2014", "外地竞争吸引力", "shops per household",
        0.0145, 0.004, 0.05, "behaviour", "tuned, prototype (1500 a county)")
    goods_outside: float = declare("A₀_g", "the same for non-farm goods", "外地非农竞争吸引力", "shops per household",
        0.03, 0.01, 0.1, "behaviour", "assumption")
    price_reference: float = declare("P̄/p_w", "usual online price over the wholesale price", "网价与批发价之比", "ratio",
        1.8, 1.3, 2.5, "price", "evidence online_farmgate_price_ratio_gross (unverified)")
    days_effect: float = declare("ψ", "fall of attraction with a day of delivery", "配送天数影响", "per day",
        0.03, 0.0, 0.1, "behaviour", "assumption")
    brand_effect: float = declare("b_B", "attraction added by a full regional brand", "区域品牌吸引力加成", "share",
        0.4755, 0.1, 1.0, "behaviour", "evidence online_premium_sustainable_label_rice, as an order of magnitude")
    commission: float = declare("c_p", "platform commission", "平台佣金", "share",
        0.0, 0.0, 0.05, "price", "evidence platform_commission_taobao")
    promotion: float = declare("c_a", "paid search and promotion", "推广费率", "share",
        0.1, 0.05, 0.2, "price", "evidence traffic_promotion_cost (unverified)")
    payment: float = declare("c_f", "payment fee", "支付手续费", "share",
        0.006, 0.006, 0.01, "price", "evidence platform_payment_fee (unverified)")
    packing: float = declare("c_b", "box and filling", "包装成本", "CNY/parcel",
        2.5, 1.0, 5.0, "price", "evidence packaging_cost (unverified)")
    refund: float = declare("r₀", "share of parcels refunded at the usual days and care", "退款率", "share",
        0.05, 0.02, 0.12, "technology", "evidence post_sale_damage_refund_online_fruit (unverified)")
    refund_days: float = declare("d_r", "days of delivery to which that rate belongs", "退款率对应天数", "days",
        5.0, 3.0, 7.0, "technology", "assumption")
    supervision: float = declare("u_r", "share of refunds that full quality supervision prevents", "质量监管减退款", "share",
        0.4, 0.1, 0.7, "technology", "assumption")
    reputation_start: float = declare("R₀", "reputation of a new shop", "新店信誉", "0..1",
        0.35, 0.1, 0.6, "behaviour", "prototype, assumption")
    reputation_gain: float = declare("g_R", "yearly gain of reputation", "信誉年增长", "share a year",
        0.25, 0.1, 0.5, "behaviour", "prototype, assumption")
    handling_days: float = declare("d_h", "days from harvest to sale", "售前天数", "days",
        8.0, 3.0, 15.0, "technology", "prototype: ρ over 8 days")
    storage_loss: float = declare("ρ_s", "loss a month of a storable crop in store, uncooled", "储藏月损耗", "share a month",
        0.02, 0.0, 0.1, "technology", "assumption")
    store_release: float = declare("q_s", "share of a store a household sells anyway each month", "每月基本出货比例", "share a month",
        0.35, 0.1, 0.6, "behaviour", "assumption")
    perishable_release: float = declare("q_p", "share of a perishable crop sold in the month of harvest", "易腐当月出货比例", "share a month",
        0.7, 0.5, 1.0, "behaviour", "assumption")
    season_price: float = declare("p_s", "rise of the wholesale price a month after harvest", "收后月涨价", "share a month",
        0.03, 0.0, 0.08, "price", "assumption: the price of storage")
    yield_spread: float = declare("σ_w", "spread of the yearly yield", "单产年际波动", "log points",
        0.12, 0.0, 0.3, "technology", "assumption")
    trader_base: float = declare("τ₀", "trader margin next to the county seat", "商贩基础差价", "share of wholesale price",
        0.1, 0.05, 0.25, "institution", "prototype; evidence middleman_share_of_gap and trader_markup lie above (potatoes of West Bengal, maize of Kenya)")
    trader_km: float = declare("τ_km", "added margin by road distance", "距离加价", "share per km",
        0.004, 0.0, 0.01, "institution", "prototype")
    trader_hub: float = declare("τ_h", "weight of the township's distance to the seat", "乡镇距离权重", "ratio",
        0.5, 0.0, 1.0, "institution", "prototype")
    trader_information: float = declare("τ_i", "fall of the margin where all are connected", "信息对差价的影响", "share of wholesale price",
        0.0, -0.05, 0.05, "institution", "prior of either sign: farm-gate price: evidence Mitra2018 (0), MozPhones (-), Goyal2010 (+, unverified)")
    trader_rivalry: float = declare("τ_o", "fall of the margin per share sold online", "网销竞争对差价的影响", "share of wholesale price",
        0.05, -0.1, 0.2, "institution", "prior of either sign; farm-gate price: evidence Goyal2010 (+, unverified)")
    trader_most: float = declare("τ_max", "widest trader margin", "商贩差价上限", "share of wholesale price",
        0.5, 0.3, 0.7, "institution", "assumption; evidence farmgate_share_of_wholesale (West Bengal potatoes, 0.45) for scale")
    standards_effect: float = declare("b_S", "attraction added by standards, as brand", "标准化效应", "0..1",
        0.1, 0.0, 0.3, "behaviour", "assumption")
    store_sales: float = declare("s_w", "online sales that an experience store opens", "体验店带动网销", "CNY a month",
        60000.0, 15000.0, 150000.0, "behaviour", "programme 8 (press, unverified): 0.7 million CNY online in the first period, taken as a year")
