"""Every outcome, declared once: what is measured of a month, in which unit, and how.

A flow is the amount of one month; over a year it is added up. Everything else is the state at the end of the month.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

SUMS, DISTRIBUTION, GROUPS = "sums", "distribution", "groups"
"""Parts of the measurement of a month: sums over the county, the sort of incomes, sums over groups of households."""


@dataclass(frozen=True)
class Outcome:
    """A measured quantity of a month. `headline`: in the short summary; `flow`: an amount of the month, added up over a year."""

    name: str
    label: str
    label_zh: str
    unit: str
    how: str
    decimals: int
    headline: bool
    flow: bool
    least_share: float = 0.0  # smallest share of households simulated at which it is reported
    part: str = SUMS  # of the measurement that it needs


def state(
    label: str, label_zh: str, unit: str, how: str, decimals: int, headline: bool = False, least_share: float = 0.0, part: str = SUMS
) -> Any:
    """Declare an outcome that is a state at the end of the month."""
    return Outcome("", label, label_zh, unit, how, decimals, headline, False, least_share, part)


def flow(label: str, label_zh: str, unit: str, how: str, decimals: int, headline: bool = False) -> Any:
    """Declare an outcome that is an amount of the month."""
    return Outcome("", label, label_zh, unit, how, decimals, headline, True)


class Outcomes(NamedTuple):
    """The outcomes of one month, in the order of the columns of a trajectory."""

    broadband_share: float = state("households with broadband", "宽带入户率", "share", "weighted share of households connected by broadband", 3, headline=True)
    online_share: float = state("households online by mobile or broadband", "上网家庭比例", "share", "weighted share with any connection", 3)
    shoppers_share: float = state("households that buy online", "网购家庭比例", "share", "weighted share that shops online", 3, headline=True)
    own_shop_share: float = state("households with an own online shop", "自营网店家庭比例", "share", "weighted share whose channel is an own shop", 4, headline=True)
    merchant_sellers_share: float = state("households that sell to merchants", "向网商供货家庭比例", "share", "weighted share whose channel is a merchant", 4)
    sellers_share: float = state("households that sell online, by an own shop or to merchants", "网销家庭比例", "share", "weighted share whose channel is an own shop or a merchant", 4, headline=True)
    member_share: float = state("households in a cooperative", "入社家庭比例", "share", "weighted share of members", 3)
    skill_mean: float = state("digital skill", "数字技能均值", "0..1", "weighted mean", 3, headline=True)
    merchants_density: float = state("merchants", "网商密度", "per 1,000 households", "active slots over households; each stands for about twenty shops", 3)
    cooperatives_trading_share: float = state("cooperatives that trade", "经营合作社比例", "share", "trading over all cooperatives; not reported under 20 % sampling", 3, least_share=0.2)
    cooperatives_online_share: float = state("cooperatives that sell online", "开展电商合作社比例", "share", "over all cooperatives", 4)
    stations_share: float = state("villages with a station", "设站村比例", "share", "over all villages", 3, headline=True)
    outlets_share: float = state("townships with an outlet", "设点乡镇比例", "share", "over all townships", 3)
    carriers_mean: float = state("carriers a township", "每乡镇承运商数", "carriers", "active over townships", 2)
    taobao_villages_share: float = state("villages by the Taobao rule", "淘宝村比例", "share", "expected counts shrunk to the township; not reported under 20 % sampling", 4, least_share=0.2)
    spend_online_household: float = flow("bought online", "网购支出", "CNY a household a month", "weighted mean, fees included", 1, headline=True)
    sales_online_household: float = flow("sold online, all goods", "网络零售额", "CNY a household a month", "own shops, cooperatives, merchants; net of refunds", 1, headline=True)
    sales_produce_online_household: float = flow("produce sold online", "农产品网络零售额", "CNY a household a month", "own shops, cooperatives, merchants; net of refunds", 1, headline=True)
    sales_own_shop_household: float = flow("produce sold by own shops", "自营网店销售额", "CNY a household a month", "net of refunds", 2)
    sales_goods_online_household: float = flow("non-farm goods sold online", "非农商品网络零售额", "CNY a household a month", "merchants", 1)
    sales_offline_household: float = flow("produce sold offline", "农产品线下销售额", "CNY a household a month", "at trader prices, and cooperatives at the county market", 1)
    produce_sold_kg_household: float = flow("produce sold", "农产品销售量", "kg a household a month", "all channels", 2)
    produce_online_kg_household: float = flow("produce sold online", "农产品网销量", "kg a household a month", "own shops, cooperatives, merchants", 2)
    produce_lost_kg_household: float = flow("produce lost before sale", "产后损耗量", "kg a household a month", "on the way to sale and in store", 2)
    parcels_in_household: float = flow("parcels received", "收件量", "parcels a household a month", "bought online", 2, headline=True)
    parcels_out_household: float = flow("parcels sent", "发件量", "parcels a household a month", "own shops, cooperatives, merchants; produce and goods", 2, headline=True)
    delivery_price_out: float = state("price to send a parcel", "寄件价格", "CNY/parcel", "mean over households of their village's price", 2, headline=True)
    delivery_price_in: float = state("price to get a parcel", "收件价格", "CNY/parcel", "mean over households of their village's price", 2)
    delivery_days: float = state("days of delivery", "配送天数", "days", "mean over households of their village's days", 2)
    online_price: float = state("price posted by own shops", "网店售价", "CNY/kg", "mean over growers", 2)
    farm_gate_price: float = state("price paid by traders", "田头价", "CNY/kg", "mean over growers", 2)
    trader_margin: float = state("trader margin", "商贩差价率", "share of wholesale price", "mean over growers", 3)
    income_person: float = state("income a person", "人均收入", "CNY a person a year", "trailing twelve months, weighted by persons", 0, headline=True)
    real_income_person: float = state("income a person at constant cost of living", "人均实际收入", "CNY a person a year", "retail spending valued at P0/P1 (Feenstra 1994)", 0)
    income_median: float = state("median income a person", "人均收入中位数", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p10: float = state("1st decile of income a person", "人均收入第1十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p20: float = state("2nd decile of income a person", "人均收入第2十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p30: float = state("3rd decile of income a person", "人均收入第3十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p40: float = state("4th decile of income a person", "人均收入第4十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p50: float = state("5th decile of income a person", "人均收入第5十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p60: float = state("6th decile of income a person", "人均收入第6十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p70: float = state("7th decile of income a person", "人均收入第7十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p80: float = state("8th decile of income a person", "人均收入第8十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    income_p90: float = state("9th decile of income a person", "人均收入第9十分位", "CNY a person a year", "over households", 0, part=DISTRIBUTION)
    gini: float = state("Gini coefficient of income a person", "基尼系数", "0..1", "over households", 3, headline=True, part=DISTRIBUTION)
    poverty_share: float = state("households under the poverty line", "贫困发生率", "share", "income a person under the line of 2015", 3)
    income_produce_household: float = flow("receipts for produce less its cost", "特色农产品净收入", "CNY a household a month", "receipts net of fees, parcels, boxes and production cost", 1)
    income_wages_household: float = flow("local wages", "本地工资收入", "CNY a household a month", "weighted mean", 1)
    income_away_household: float = flow("earnings of members away", "外出务工收入", "CNY a household a month", "weighted mean", 1)
    income_other_household: float = flow("other land, transfers, property", "其他收入", "CNY a household a month", "weighted mean", 1)
    cost_of_living_change: float = state("retail cost of living against no online shopping", "零售生活成本变化", "share", "spending-weighted mean of P1/P0 - 1", 4, headline=True)
    hours_online_household: float = flow("hours spent on own shops", "网店工时", "hours a household a month", "weighted mean", 2)
    away_household: float = state("working members away", "外出务工人数", "persons a household", "weighted mean", 3)
    brand: float = state("regional brand", "区域公用品牌", "0..1", "state of the brand", 3)
    income_poor: float = state("income a person, poor at the start", "贫困组人均收入", "CNY a person a year", "lowest fifth of the first year", 0, part=GROUPS)
    income_remote: float = state("income a person, remote villages", "偏远组人均收入", "CNY a person a year", "farther than km_r from the seat", 0, part=GROUPS)
    income_young: float = state("income a person, young", "年轻组人均收入", "CNY a person a year", "operator younger than age_y", 0, part=GROUPS)
    income_skilled: float = state("income a person, skilled at the start", "高技能组人均收入", "CNY a person a year", "starting skill from s_k", 0, part=GROUPS)
    income_growers: float = state("income a person, growers of the speciality", "特色种植户人均收入", "CNY a person a year", "growers of their village's product", 0, part=GROUPS)
    shoppers_poor: float = state("buying online, poor at the start", "贫困组网购比例", "share", "lowest fifth of the first year", 3, part=GROUPS)
    shoppers_remote: float = state("buying online, remote villages", "偏远组网购比例", "share", "farther than km_r from the seat", 3, part=GROUPS)
    shoppers_young: float = state("buying online, young", "年轻组网购比例", "share", "operator younger than age_y", 3, part=GROUPS)
    shoppers_skilled: float = state("buying online, skilled at the start", "高技能组网购比例", "share", "starting skill from s_k", 3, part=GROUPS)
    shoppers_growers: float = state("buying online, growers", "种植户网购比例", "share", "growers of their village's product", 3, part=GROUPS)
    own_shop_poor: float = state("own shop, poor at the start", "贫困组开店比例", "share", "lowest fifth of the first year", 4, part=GROUPS)
    own_shop_remote: float = state("own shop, remote villages", "偏远组开店比例", "share", "farther than km_r from the seat", 4, part=GROUPS)
    own_shop_young: float = state("own shop, young", "年轻组开店比例", "share", "operator younger than age_y", 4, part=GROUPS)
    own_shop_skilled: float = state("own shop, skilled at the start", "高技能组开店比例", "share", "starting skill from s_k", 4, part=GROUPS)
    own_shop_growers: float = state("own shop, growers", "种植户开店比例", "share", "growers of their village's product", 4, part=GROUPS)
    public_outlay: float = flow("public money spent", "公共支出", "CNY a household a month", "all levers, in whole fen, over households", 2)
    outlay_stations: float = flow("public money for stations", "站点扶持支出", "CNY a household a month", "support to keepers", 2)
    outlay_training: float = flow("public money for training", "培训支出", "CNY a household a month", "seats taken x cost of a seat", 2)
    surplus_household: float = flow("kept by cooperatives", "合作社留存盈余", "CNY a household a month", "change of undistributed surplus, what went into cold stores taken off", 2)
    merchant_profit_household: float = flow("merchants' profit", "网商利润", "CNY a household a month", "all active merchants", 2)
    carrier_profit_household: float = flow("carriers' profit", "承运商利润", "CNY a household a month", "all active carriers, subsidies included", 2)
    trader_margin_household: float = flow("traders' margin", "商贩毛利", "CNY a household a month", "kilograms bought x (wholesale price - farm-gate price)", 2)


OUTCOMES: tuple[Outcome, ...] = tuple(
    Outcome(name, *[getattr(declared, field) for field in Outcome.__dataclass_fields__ if field != "name"])
    for name, declared in Outcomes._field_defaults.items()
)
