"""Parameters of accounting: other farming, saving, the poverty line."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Accounting(NamedTuple):
    """Account (docs/odd.md, 7.11 and 7.12): household income by source, liquid funds, what counts as poor or remote."""

    grain_net: float = declare("g_n", "net income from other land", "其他耕地净收入", "CNY/mu a year",
        900.0, 400.0, 1500.0, "price", "prototype, assumption")
    saving: float = declare("s_y", "share of income that stays liquid", "流动储蓄率", "share",
        0.1, 0.02, 0.25, "behaviour", "assumption")
    liquidity_decay: float = declare("δ_L", "share of liquid funds spent on other things", "流动资金月消耗率", "share a month",
        0.05, 0.02, 0.1, "behaviour", "assumption")
    liquidity_start: float = declare("L₀", "liquid funds at the start, in months of income", "初始流动资金月数", "months",
        2.0, 0.5, 4.0, "behaviour", "assumption: the stationary value of saving over decay")
    poverty_line: float = declare("z", "poverty line", "贫困线", "CNY a person a year",
        2855.0, 2300.0, 5000.0, "measurement", "national line of 2015 (2,300 CNY at 2010 prices); recalled from public reports, not re-read")
    remote_km: float = declare("km_r", "road distance beyond which a village counts as remote", "偏远距离", "km",
        15.0, 8.0, 30.0, "measurement", "assumption")
    young_age: float = declare("age_y", "age below which a household counts as young", "年轻户主年龄", "years",
        40.0, 35.0, 50.0, "measurement", "assumption")
    skilled_from: float = declare("s_k", "starting skill from which a household counts as skilled", "高技能起点", "0..1",
        0.15, 0.1, 0.3, "measurement", "assumption")
    taobao_shops: float = declare("T_n", "active shops that make a Taobao village", "淘宝村网店数", "shops",
        100.0, 50.0, 200.0, "measurement", "evidence taobao_village_threshold_shops")
    taobao_share: float = declare("T_s", "or this share of households", "淘宝村网店比例", "share",
        0.1, 0.05, 0.2, "measurement", "evidence taobao_village_threshold_shops")
    taobao_sales: float = declare("T_y", "yearly online sales of a Taobao village", "淘宝村年销售额", "CNY a year",
        1.0e7, 5.0e6, 2.0e7, "measurement", "evidence taobao_village_threshold_sales")
    shrinkage: float = declare("n₀", "sampled households at which a village's own rate counts half", "收缩样本量", "households",
        30.0, 10.0, 100.0, "measurement", "docs/odd.md: expected counts shrunk to the township mean")
    seat_cost: float = declare("c_T", "public cost of a training seat", "培训人次成本", "CNY a seat",
        800.0, 300.0, 1500.0, "price", "evidence training_cost_per_head (unverified)")
