"""Parameters of carrying: trips, costs, prices and days between the village, the township and the county hub."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Logistics(NamedTuple):
    """Carry (docs/odd.md): density economies of Mohring (1972), oligopoly prices, BPR congestion, stations and outlets."""

    km_cost: float = declare("c_km", "cost of driving a delivery van", "配送车公里成本", "CNY/km",
        2.2, 1.0, 4.0, "technology", "assumption")
    trips_least: float = declare("f_min", "fewest trips a month to a served village", "每月最少班次", "trips a month",
        8.0, 4.0, 15.0, "technology", "assumption")
    trips_most: float = declare("f_max", "most trips a month to a village", "每月最多班次", "trips a month",
        60.0, 30.0, 90.0, "technology", "assumption")
    load: float = declare("K_load", "parcels a trip can carry", "每班次装载量", "parcels",
        150.0, 50.0, 300.0, "technology", "assumption")
    volume_least: float = declare("V_min", "volume over which a leg's cost is spread at least", "分摊最小件量", "parcels a month",
        60.0, 20.0, 120.0, "technology", "assumption")
    leg_most: float = declare("C_leg,max", "most a leg adds to the cost of a parcel before carriers hand it to others", "末端单件成本上限", "CNY/parcel",
        6.0, 3.0, 10.0, "technology", "evidence village_first_mile_surcharge (1-5, unverified), assumption above")
    hub_cost: float = declare("c_hub", "line-haul and sorting at a reference volume", "干线与分拣成本", "CNY/parcel",
        1.6, 0.8, 3.0, "technology", "assumption")
    hub_volume: float = declare("V₀", "reference volume of a county hub", "县级中心基准件量", "parcels a month",
        200000.0, 50000.0, 500000.0, "technology", "assumption")
    hub_elasticity: float = declare("ε_h", "fall of hub cost with volume", "中心成本规模弹性", "elasticity",
        0.15, 0.0, 0.3, "technology", "assumption")
    hub_volume_least: float = declare("V_h,min", "volume below which the hub cost stops rising", "中心最小件量", "parcels a month",
        1000.0, 200.0, 5000.0, "technology", "assumption")
    hub_cost_least: float = declare("c_h,min", "lowest hub cost", "中心成本下限", "CNY/parcel",
        0.8, 0.3, 1.5, "technology", "assumption")
    inbound_share: float = declare("γ_in", "share of the hub cost that the buyer of a parcel sees", "进村件承担的中心成本比例", "share",
        0.3, 0.0, 1.0, "institution", "assumption")
    markup: float = declare("μ", "monopoly mark-up of a carrier over cost", "承运商加价率", "share",
        0.3, 0.1, 0.6, "institution", "assumption")
    price_least: float = declare("P_min", "lowest local price of a parcel", "本地最低运价", "CNY/parcel",
        0.3, 0.1, 1.0, "institution", "evidence joint_delivery_first_mile: the low of 0.3-1.0 (unverified)")
    small_sender: float = declare("π_s", "what a small sender pays over the average express price", "小件寄件加价倍数", "ratio",
        1.15, 1.0, 1.6, "price", "assumption; evidence express_price_small_rural_sender_first_kg (unverified) for scale")
    bulk_sender: float = declare("π_b", "what a bulk sender pays of the average express price", "大客户运价倍数", "ratio",
        0.42, 0.25, 0.6, "price", "assumption; evidence express_price_bulk_shipper_3kg (unverified) for scale")
    station_fee: float = declare("F_st", "fee a station keeps for a parcel", "站点每件服务费", "CNY/parcel",
        0.7, 0.3, 1.0, "price", "assumption within evidence joint_delivery_first_mile (0.3-1.0, unverified)")
    station_cost: float = declare("C_st", "cost of keeping a station in 2014, rising with wages", "站点月运行成本", "CNY a month",
        700.0, 300.0, 1500.0, "technology", "assumption")
    clerk_commission: float = declare("κ_st", "commission of a station on orders its clerk places", "代购佣金", "share",
        0.04, 0.03, 0.05, "price", "evidence terminal_manager_commission")
    trip_km_cost: float = declare("c_own", "cost of a household's own trip", "自行取件公里成本", "CNY/km",
        0.35, 0.2, 0.6, "technology", "assumption")
    trip_speed: float = declare("v_own", "speed of a household's own trip", "自行取件速度", "km/h",
        20.0, 10.0, 35.0, "technology", "assumption")
    trip_parcels: float = declare("n_own", "parcels that share an own trip", "每次取件件数", "parcels",
        3.0, 1.0, 6.0, "behaviour", "assumption")
    days_base: float = declare("d_b", "days between the hub and the city", "干线天数", "days",
        3.0, 2.0, 5.0, "technology", "assumption")
    wait_most: float = declare("d_w", "longest wait for the next trip", "最长等待天数", "days",
        3.0, 1.0, 7.0, "technology", "assumption")
    wait_without: float = declare("d_n", "days lost where no trip serves the village", "无班次时延误天数", "days",
        2.0, 0.0, 5.0, "technology", "assumption")
    congestion: float = declare("d₀", "congestion scale of the BPR curve", "拥堵天数系数", "days",
        2.0, 0.5, 5.0, "technology", "assumption; form: Bureau of Public Roads (1964)")
    memory: float = declare("n_V", "months over which volumes are smoothed", "件量平滑月数", "months",
        9.0, 6.0, 12.0, "institution", "assumption: 6-12 months")
    utilisation: float = declare("ū", "share of capacity carriers aim to use", "目标运力利用率", "share",
        0.8, 0.6, 0.95, "institution", "assumption")
    investment: float = declare("i_K", "speed at which capacity follows volume", "运力调整速度", "share a month",
        0.1, 0.02, 0.3, "institution", "assumption")
    outlet_volume: float = declare("V_out", "township volume at which a commercial outlet opens", "乡镇网点开业件量", "parcels a month",
        3000.0, 500.0, 8000.0, "institution", "assumption")
    entry_rate: float = declare("h_c", "highest hazard of one more carrier entering a township", "承运商进入风险率", "share a month",
        0.04, 0.01, 0.1, "institution", "assumption")
    entry_margin: float = declare("m_c", "profit margin that brings in one more carrier", "承运商进入利润率", "share of revenue",
        0.1, 0.0, 0.3, "institution", "assumption")
    loss_months: float = declare("n_loss", "months of loss before a station closes or a carrier leaves", "退出前亏损月数", "months",
        12.0, 6.0, 24.0, "institution", "assumption: a year of loss")
