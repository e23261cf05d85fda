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
    "several sums": ("Spending differs by more than {apart} %, so outcomes are not ranked across these: {arms}.",
                     "支出相差超过 {apart}%，以下各组之间不按指标排名：{arms}。"),
    "several sums, one": ("{arms} ({spent} CNY)", "{arms}（{spent} 元）"),
    "told": ("{arm} against {against}, {year}, can be told: {changes}.", "{year}年，{arm} 与 {against} 能够区分：{changes}。"),
    "not told": ("{arm} against {against}, {year}, cannot be told (the interval holds 0): {outcomes}.",
                 "{year}年，{arm} 与 {against} 不能区分（区间含0）：{outcomes}。"),
    "one run": ("{arm} against {against}: with one seed and one draw nothing can be told.",
                "{arm} 与 {against}：仅一次抽样、一个种子，无法区分。"),
    "no policy": ("no policy", "无政策"),
    "one arm": ("One arm is not ranked.", "只有一个方案，不排名。"),
    "no equal sums": ("No two arms spend the same, so none is called best in an outcome.", "没有两个方案支出相同，不按指标评优。"),
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
    "unchanged": ("{arm} against {against}, {year}, does not change at all: {outcomes}.",
                  "{year}年，{arm} 与 {against} 毫无变化：{outcomes}。"),
    "nothing at all": ("{arm} changes nothing at all{why}.", "{arm} 不产生任何变化{why}。"),
    "nothing between": ("{arm} and {against} do exactly the same.", "{arm} 与 {against} 结果完全相同。"),
    "because": (": {reason}", "：{reason}"),
    "already served": ("{lever}: {served} of {wanted} villages are already served", "{lever}：{wanted} 个村中已有 {served} 个村得到服务"),
    "nothing spent": ("{lever}: nothing is spent, for nobody takes it up", "{lever}：无人领取，分文未支出"),
    "spent for nothing": ("{lever}: its money is spent and changes no outcome", "{lever}：资金已支出，但未改变任何指标"),
    "ranking": (
        "By value of public funds, what the county gains for each yuan that the public pays{note}: {order}. {leads}: its value is the "
        "highest in {share} % of {runs}.",
        "按公共资金边际价值（每一元公共净支出给本县带来的收益）排序{note}：{order}。{leads}：其价值在 {share}% 的{runs}中最高。"),
    "ranking, equal sums": ("", ""),
    "ranking, returned": (
        " (the arms spend different sums; what an arm leaves unspent goes back to the treasury and costs nothing)",
        "（各方案支出不同；未用资金退回财政，不计成本）"),
    "ranking, next": (
        " (the arms spend different sums; what a lever leaves goes to the next one of its arm, and what the last leaves to the treasury)",
        "（各方案支出不同；某工具未用的资金转入同一方案的下一工具，最后剩余退回财政）"),
    "ranking, one": ("{place}. {arm} {value}", "{place}. {arm} {value}"),
    "first": ("{arm} is probably first", "{arm} 很可能居首"),
    "first, not sure": ("{arm} is first, but not surely", "{arm} 居首，但并不确定"),
    "any sum": ("any sum", "无穷大"),
    "runs of draws": ("draws", "抽样"),
    "runs of seeds": ("seeds", "种子"),
    # -------------------------------------------------------------------------------------------------------- the screen
    "real income": ("real income a person", "人均实际收入"),
    "answers": ("{label} in {year} against no policy, {unit}:", "{year}年{label}（{unit}），较无政策："),
    "one rises": ("{arm} raises it by {number} ({low} to {high}).", "{arm}：增加 {number}（{low}至{high}）。"),
    "one falls": ("{arm} lowers it by {number} ({low} to {high}).", "{arm}：减少 {number}（{low}至{high}）。"),
    "one cannot be told": ("{arm}: whether it rises or falls cannot be told ({low} to {high}).",
                           "{arm}：是增是减不能区分（{low}至{high}）。"),
    "one one run": ("{arm}: it differs by {number}; one run has no interval.", "{arm}：相差 {number}；单次模拟没有区间。"),
    "percentage points": ("percentage points", "百分点"),
    "arms |": ("arm|spent, m CNY|difference|CNY a seller|value of funds|place", "方案|支出（百万元）|差值|每户成本|资金价值|名次"),
    "untold": ("Cannot be told from no policy, of {count} outcomes in {year}: {arms}.",
               "{year}年 {count} 项指标中与无政策不能区分的：{arms}。"),
    "untold, one": ("{arm} {number}", "{arm} {number} 项"),
    "brackets": ("In brackets: 95 % intervals, of the difference from no policy and of the value of funds.",
                 "括号内为95%区间：与无政策之差、公共资金价值各自的区间。"),
    "more": ("All tables, by outcome, group and year: --full.", "按指标、组别和年份的全部表格：--full。"),
    "more arms": ("… and {number} more arms: --full.", "……另有 {number} 个方案：--full。"),
    "span": ("({low} to {high})", "({low}至{high})"),
    "period, short": ("policy {first} to {last}, followed until {until}; {draws} draws x {seeds} seeds",
                      "政策期 {first} 至 {last}，跟踪至 {until}；{draws} 次抽样 × {seeds} 个种子"),
    "prices, short": ("amounts in CNY of 2015; the study speaks of yuan of {year}", "金额为 2015 年不变价；研究文件中为 {year} 年价"),
    "prices and total, short": ("amounts in CNY of 2015; the study's money, in yuan of {year}, comes to {total}",
                                "金额为 2015 年不变价；研究文件为 {year} 年价，总额合 {total} 元"),
    "no prices, short": ("amounts in CNY of 2015", "金额为 2015 年不变价"),
    "money": ("public money in the policy period, more than without, and the interval of what is spent (CNY of 2015)",
              "公共支出及其区间（2015年价元，政策期内，较无政策）"),
    "money |": ("arm|lever|planned|spent|unspent|spent, together", "方案|政策工具|计划|支出|未支出|合计区间"),
    "levels": ("levels that spend the money in the pilot", "试算得到的水平"),
    "levels |": ("arm|lever|unit|level|top of range", "方案|政策工具|单位|水平|已达上限"),
    "yes": ("yes", "是"),
    "difference": ("{arm} - {against}, {year}; intervals are of the difference", "{arm} − {against}，{year}；区间为差值的区间"),
    "unequal sums": ("; the two do not spend the same", "；两者支出不同"),
    "difference |": ("outcome|unit|without|difference|luck|parameters|unit costs|together",
                     "指标|单位|对照|差值|随机性|参数|单位成本|合计"),
    "groups": ("change of real income a person by group ({unit}), {year}; intervals are of the change",
               "分组人均实际收入变化（2015年价元/{unit}），{year}；区间为变化的区间"),
    "bands": ("households by change of real income, {year}; intervals are of the share itself",
              "按实际收入变动的家庭比例，{year}；区间为比例本身的区间"),
    "sellers": ("households that …, in any year since it began; intervals are of the share itself",
                "政策以来按网销划分的家庭比例；区间为比例本身的区间"),
    "cost per seller": ("cost per extra seller in the last year (CNY of 2015); intervals are of the difference, and of the cost",
                        "每新增一户网销家庭的成本（2015年价元）；区间为差值与成本的区间"),
    "cost per seller |": ("arm|more households that sell|public outlay|cost per extra seller", "方案|新增网销家庭|公共支出|每户成本"),
    "not defined": ("not defined", "无定义"),
    "welfare": ("cost and benefit, present values at {rate} a year (CNY of 2015); intervals are of the ratio",
                "成本与效益，贴现率 {rate}（2015年价元）；区间为比率的区间"),
    "welfare |": ("arm|view|η|λ|willingness to pay|public cost|benefit over cost|value of public funds",
                  "方案|口径|η|λ|支付意愿现值|公共成本现值|效益成本比|公共资金边际价值"),
    "local": ("local", "本县"),
    "national": ("national", "全国"),
    "ratio defined": ("defined", "–"),
    "ratio infinite": ("infinite", "无穷大"),
    "ratio not defined": ("not defined", "无定义"),
    "outcome": ("outcome", "指标"),
    "probability best": ("probability best, among arms that spend the same", "支出相同的方案中最优的概率"),
    "examination": ("examination of the demonstration county: {arm}, {year}; intervals are of what is due to it",
                    "示范县体检：{arm}, {year}；区间为项目效应的区间"),
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
