"""Every sentence and heading of a comparison in English and Chinese, and how the numbers in them are shown.

A phrase is a pair of templates; a value in it is a number or word, or a pair where the languages differ. `|` parts titles of columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Both = tuple[str, str]
"""A text in English and in Chinese."""

PHRASES: dict[str, Both] = {
    # --------------------------------------------------------------------------------------------------- closing words
    "spent": ("{arm}: {planned} CNY of 2015 planned, {spent} spent, {unspent} unspent.",
              "{arm}：计划 {planned} 元（2015年价），支出 {spent} 元，未支出 {unspent} 元。"),
    "national history": (
        "In this world the programmes that ran on average in the nation run in every arm (history: national_average); what an arm "
        "spends is what is spent more than that. To compare with a county without programmes, write history: no_programme.",
        "本情景中各方案均含全国平均项目（history: national_average），方案支出为在此之上的增量；"
        "若要与无项目县比较，请写 history: no_programme。"),
    "several sums": ("Spending differs by more than {apart} %, so these are not ranked with one another: {arms}.",
                     "支出相差超过 {apart}%，以下各组之间不排名：{arms}。"),
    "several sums, one": ("{arms} ({spent} CNY)", "{arms}（{spent} 元）"),
    "told": ("{arm} against {against}, {year}, can be told: {changes}.", "{year}年，{arm} 与 {against} 能够区分：{changes}。"),
    "not told": ("{arm} against {against}, {year}, cannot be told (the interval holds 0): {outcomes}.",
                 "{year}年，{arm} 与 {against} 不能区分（区间含0）：{outcomes}。"),
    "one run": ("{arm} against {against}: with one seed and one draw nothing can be told.",
                "{arm} 与 {against}：仅一次抽样、一个种子，无法区分。"),
    "no policy": ("no policy", "无政策"),
    "one arm": ("One arm is not ranked.", "只有一个方案，不排名。"),
    "no equal sums": ("No two arms spend the same, so none is called best.", "没有两个方案支出相同，不排名。"),
    "one run, no best": ("With one seed and one draw no arm is called best.", "仅一次抽样、一个种子，不排名。"),
    "nothing better": ("Of no outcome asked for is more or less better, so no arm is called best.", "所选结果无优劣之分，不排名。"),
    "best": ("{label} ({better} is better), {count}: {leads}; probability best: {each}.",
             "{label}（{better}者为优），{count}：{leads}；最优概率：{each}。"),
    "draws": ("{number} draws", "{number}次抽样"),
    "seeds": ("{number} seeds", "{number}个种子"),
    "higher": ("higher", "高"),
    "lower": ("lower", "低"),
    "nobody leads": ("no arm is probably best", "没有方案很可能最优"),
    "leads": ("{arm} is probably best", "{arm} 很可能最优"),
    "cost of each": ("{arm}: {more} more households sell online; {cost} ({low} to {high}) CNY for each.",
                     "{arm}：新增网销家庭 {more} 户；每户 {cost}（{low}至{high}）元。"),
    "no cost of each": ("{arm}: {more} more households sell online; the cost of each is not defined.",
                        "{arm}：新增网销家庭 {more} 户；每户成本无定义。"),
    "pays for itself": ("{arm}: it costs the public nothing on balance, and is worth something: a public yuan is worth any sum.",
                        "{arm}：公共净成本不为正而有正收益：公共资金边际价值为无穷大。"),
    "no value of funds": ("{arm}: what a public yuan is worth is not defined: {why}.", "{arm}：公共资金边际价值无定义：{why}。"),
    "why one run": ("one run has no interval", "单次模拟没有区间"),
    "why cost holds 0": ("the interval of what it cost holds 0", "成本区间含0"),
    "value of funds": (
        "{arm}: a public yuan is worth {local} to the county, and {national} to the country if sellers elsewhere lose all that sellers "
        "here gain.",
        "{arm}：每一元公共资金对本县价值 {local}；若本县卖家所得皆为外县卖家所失，则对全国价值 {national}。"),
    "yuan": ("{value} ({low} to {high}) yuan", "{value} ({low}至{high}) 元"),
    "runs left out": (
        "{failed} runs failed; {gone} pairs of draw and seed are left out of every arm, so that all are seen in the same ones.",
        "{failed} 次模拟失败；为使各方案可比，所有方案均剔除 {gone} 组抽样与种子。"),
    "intervals hold": (
        "The intervals (95 %) hold {held}. They leave out {out}. "
        "Parameters are drawn evenly and apart from one another, which is a choice and no finding.",
        "区间（95%）包含{held}；不包含{out}。参数按均匀且相互独立抽取，这是设定而非发现。"),
    "luck of seeds": ("luck (seeds)", "随机性（种子）"),
    "parameters": ("parameters", "参数"),
    "unit costs": ("unit costs", "单位成本"),
    "over ranges": ("{what} over their declared ranges", "{what}（在声明的范围内）"),
    "never in intervals": (
        "the form of the equations; trends of the world after the data end; parameters that the scenario sets; "
        "answers of other counties and of carriers beyond the county; taxes and transfers that follow; "
        "what works are still worth at the end",
        "方程形式、数据截止后的外部趋势、情景中已设定的参数、其他县和县外承运商的反应、随之而来的税收与转移支付，以及期末工程残值"),
    # -------------------------------------------------------------------------------------------------------- the screen
    "span": ("({low} to {high})", "({low}至{high})"),
    "period": ("policy {first} to {last}, followed until {until}; {draws} draws x {seeds} seeds; amounts in CNY of 2015.",
               "政策期 {first} 至 {last}，跟踪至 {until}；{draws} 次抽样 × {seeds} 个种子；金额为 2015 年不变价。"),
    "prices": ("The study's own amounts are in yuan of {year}.", "研究文件中的金额为 {year} 年价。"),
    "prices and total": ("The study's own amounts are in yuan of {year}: its money comes to {total} CNY of 2015.",
                         "研究文件中的金额为 {year} 年价，总额合 2015 年价 {total} 元。"),
    "money": ("public money in the policy period, more than without (CNY of 2015)", "公共支出（2015年价元，政策期内，较无政策）"),
    "money |": ("arm|lever|planned|spent|unspent|spent, together", "方案|政策工具|计划|支出|未支出|合计区间"),
    "levels": ("levels that spend the money in the pilot", "试算得到的水平"),
    "levels |": ("arm|lever|unit|level|top of range", "方案|政策工具|单位|水平|已达上限"),
    "yes": ("yes", "是"),
    "difference": ("{arm} - {against}, {year}", "{arm} − {against}，{year}"),
    "unequal sums": ("; the two do not spend the same", "；两者支出不同"),
    "difference |": ("outcome|unit|without|difference|luck|parameters|unit costs|together",
                     "指标|单位|对照|差值|随机性|参数|单位成本|合计"),
    "groups": ("change of real income a person by group ({unit}), {year}", "分组人均实际收入变化（2015年价元/{unit}），{year}"),
    "bands": ("households by change of real income, {year}", "按实际收入变动的家庭比例，{year}"),
    "sellers": ("households that …, in any year since it began", "政策以来按网销划分的家庭比例"),
    "cost per seller": ("cost per extra seller in the last year (CNY of 2015)", "每新增一户网销家庭的成本（2015年价元）"),
    "cost per seller |": ("arm|more households that sell|public outlay|cost per extra seller", "方案|新增网销家庭|公共支出|每户成本"),
    "not defined": ("not defined", "无定义"),
    "welfare": ("cost and benefit, present values at {rate} a year (CNY of 2015)", "成本与效益，贴现率 {rate}（2015年价元）"),
    "welfare |": ("arm|view|η|λ|willingness to pay|public cost|benefit over cost|value of public funds",
                  "方案|口径|η|λ|支付意愿现值|公共成本现值|效益成本比|公共资金边际价值"),
    "local": ("local", "本县"),
    "national": ("national", "全国"),
    "ratio defined": ("defined", "–"),
    "ratio infinite": ("infinite", "无穷大"),
    "ratio not defined": ("not defined", "无定义"),
    "outcome": ("outcome", "指标"),
    "probability best": ("probability best, among arms that spend the same", "支出相同的方案中最优的概率"),
    "examination": ("examination of the demonstration county: {arm}, {year}", "示范县体检：{arm}, {year}"),
    "examination |": ("indicator|unit|value|without it|due to it|target|gap closed|verdict",
                      "指标|单位|指标值|无项目值|项目效应|目标|缺口完成率|结论"),
    "nulls": ("exact nulls", "精确零检验"),
    "nulls |": ("arm|claim|found", "方案|命题|结果"),
    "null no dose": ("no dose is no policy", "零剂量等于无政策"),
    "null before it begins": ("nothing before it begins", "开始之前无任何变化"),
    "the same": ("the same to the last bit", "逐位相同"),
    "differs first": ("differs first: {where}", "首个差异：{where}"),
}  # fmt: skip


def phrase(key: str, zh: bool, **values: Any) -> str:
    """The phrase in Chinese or English; of a value that is a pair, the one in that language. Raises KeyError for an unknown key."""
    chosen = {name: value[zh] if isinstance(value, tuple) else value for name, value in values.items()}
    return PHRASES[key][zh].format(**chosen)


def both(key: str, **values: Any) -> Both:
    """The phrase in English and in Chinese."""
    return phrase(key, False, **values), phrase(key, True, **values)


@dataclass(frozen=True)
class Sentence:
    """One sentence, in English and in Chinese, and what it is about."""

    topic: str
    text: str
    text_zh: str


def sentence(topic: str, key: str, **values: Any) -> Sentence:
    """A phrase as a sentence about a topic."""
    return Sentence(topic, *both(key, **values))


def shown(value: float | None, decimals: int, sign: bool = False) -> str:
    """A number to its decimals, to two significant digits where they would leave nothing of it, a dash where it is not known."""
    if value is None:
        return "–"
    rounded = round(value, decimals) + 0.0
    text = f"{value:.2g}" if value and abs(rounded) < 5 * 10.0**-decimals else f"{rounded:,.{decimals}f}"
    if "e" in text:
        # A number that small is nothing in a table.
        text = f"{0.0:.{decimals}f}"
    positive = sign and value > 0.0 and text.strip("0.,") != ""
    return f"+{text}" if positive else text


def amount(value: float | None) -> str:
    """A sum of money in whole CNY; a dash where it is not known."""
    return "–" if value is None else f"{round(value) + 0:,}"


def percent(share: float) -> str:
    """A share in per cent, without the sign."""
    return shown(100.0 * share, 1)


def with_bounds(mean: float | None, low: float | None, high: float | None, decimals: int, zh: bool = False) -> str:
    """A difference with its bounds, as in +0.012 (0.004 to 0.020)."""
    number = shown(mean, decimals, sign=True)
    if low is None or high is None:
        return number
    return f"{number} {phrase('span', zh, low=shown(low, decimals), high=shown(high, decimals))}"
