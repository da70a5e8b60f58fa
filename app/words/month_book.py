"""What is wrong with a row of a month book, and what to write instead; why a book is not taken."""

from typing import Final

from app.scoring.books.entering import BookFault
from app.scoring.schemes.rules import Item
from app.scoring.schemes.scales import Count, Deadline, Findings, Grades, Points
from app.words.scoring import GRADES
from app.words.sentence import Sentence

_HOW_GRADES: Final = Sentence(
    "写 优、良、中、差（{worth} 分），也可以写分数",
    "write 优, 良, 中 or 差 ({worth} points), or the points",
)
_HOW_YES_NO: Final = Sentence(
    "写 是 或 否（√、× 也行），是 {most} 分", "write 是 or 否 (or √, ×); 是 is worth {most} points"
)
_HOW_POINTS: Final = Sentence(
    "写分数，{least} 到 {most}", "write the points, from {least} to {most}"
)
_HOW_COUNT: Final = Sentence(
    "写次数，每次 {each} 分，最多 {most} 分",
    "write how often: {each} points each, {most} at most",
)
_HOW_FINDINGS: Final = Sentence(
    "写查出几处，没有写 0；满分 {most} 分，每处减 {each} 分",
    "write how many were found, 0 for none: {most} points less {each} for each",
)
_HOW_DEADLINE: Final = Sentence(
    "写做成的日子，比如 2026-03-01；没做写 没做",
    "write the day it was done, such as 2026-03-01, or 没做",
)

# By the code of the fault; its facts fill the gaps. `where` is the column's letter, `item` what it
# asks, `how` how that is answered.
BOOK_FAULTS: Final[dict[str, Sentence]] = {
    "book_no_number": Sentence(
        "这一行没有户编号。请补上户编号，或者把这一行删掉。",
        "This row has no household number. Add it, or delete the row.",
    ),
    "book_unknown_number": Sentence(
        "户编号 {number} 不在本村的名册上，或者不是您包的户。请照名册改对，或者把这一行删掉。",
        "Household {number} is not on the village's register, or not one of yours. Correct the"
        " number, or delete the row.",
    ),
    "book_twice": Sentence(
        "这一户写了两行，第 {also} 行也是。请留下对的那一行，把另一行删掉。",
        "This household stands in row {also} as well. Keep the right row and delete the other.",
    ),
    "book_other_name": Sentence(
        "户编号和户主对不上：这里写的是 {name}，这个编号的户主是 {head}。"
        "可能只把一列排了序。请照名册核对这一行。",
        "Number and head do not belong together: the row says {name}, this number is {head}."
        " One column may have been sorted alone. Compare the row with the register.",
    ),
    "book_bad_answer": Sentence(
        "{where} 列“{item}”写的是“{text}”，看不懂。请{how}。",
        "Column {where}, {item}: “{text}” cannot be read. Please {how}.",
    ),
    "book_other_item": Sentence(
        "{where} 列“{item}”，这一户不评这一项。请把这一格清空，只填没有涂灰的格子。",
        "Column {where}, {item}: this household is not scored for it. Clear the cell and fill in"
        " the white ones only.",
    ),
    "book_deduction": Sentence(
        "{where} 列写了减分。减分要照片，请在评分页上填这一户，月册里的这一格清空。",
        "Column {where} takes points. A deduction needs a photo: score this household on the"
        " scoring page and clear the cell.",
    ),
    "book_has_deduction": Sentence(
        "这一户已经评过，记了减分。减分要照片，改它请在评分页上改。",
        "This household has a sheet with a deduction. That needs a photo: change it on the scoring"
        " page.",
    ),
    "book_missing": Sentence(
        "没有填全，还差 {items}。请补上，一项也没评的户整行空着就行。",
        "Not complete, without {items}. Fill them in; who was not scored at all stays blank.",
    ),
    "book_other_total": Sentence(
        "合计写的是 {said} 分，按各项算是 {points} 分。请核对各项，或者把合计清空。",
        "The total says {said}, the items come to {points}. Check the items, or clear the total.",
    ),
    "book_day_missing": Sentence(
        "没有写走访日。请在 {where} 列补上，或者在导入时选一天。",
        "The day of the visit is missing. Write it into column {where}, or choose a day when you"
        " import.",
    ),
    "book_day_bad": Sentence(
        "{where} 列走访日写的是“{text}”，看不懂。请写成 11-5 这样。",
        "Column {where}: “{text}” is no day. Write it as 11-5.",
    ),
    "book_day_outside": Sentence(
        "走访日 {day} 不在 {month} 月里，或者还没到。请写 {month} 月里走访的那一天。",
        "The visit on {day} is not in month {month}, or has not been yet. Write the day of the"
        " visit in that month.",
    ),
    "book_excused": Sentence(
        "这一户本月免评，没有记。要评的，请在评分页上评。",
        "This household is excused this month and was not recorded. To score it all the same, use"
        " the scoring page.",
    ),
    "book_scored_elsewhere": Sentence(
        "这一户这个月在搬来以前的村评过了，不能再评。请把这一行清空。",
        "This household was scored this month in the village it came from. Clear the row.",
    ),
    "book_not_sent_back": Sentence(
        "镇里只退回了个别户，这一户不在里面，评分不能改。请把这一行改回原样，或者清空。",
        "The township sent back single households, and this is none of them: its sheet cannot"
        " change. Put the row back as it was, or clear it.",
    ),
}

BOOK_REFUSALS: Final[dict[str, Sentence]] = {
    "not_a_month_book": Sentence(
        "这不是从这里下载的月册，一户也没有记。请选下载的那个文件；把内容抄到别的表里是认不出来的，"
        "上面隐藏的两行不要删。",
        "This is not a month book that was downloaded here; no household was recorded. Choose the"
        " file you downloaded: contents copied into another table are not recognised, and its"
        " hidden lines must stay.",
    ),
    "book_unreadable": Sentence(
        "这个文件打不开，一户也没有记。它不是 Excel 文件，或者加了密码，或者坏了。"
        "请用 Excel 或 WPS 打开，去掉密码，另存为“Excel 工作簿（.xlsx）”，再选一次。",
        "This file cannot be opened; no household was recorded. It is not an Excel file, or has a"
        " password, or is damaged. Save it as an Excel workbook (.xlsx) without a password and"
        " choose it again.",
    ),
    "book_too_large": Sentence(
        "这个文件太大，一户也没有记。月册最多 {mib} MB、{rows:,} 行。"
        "请重新下载月册，只填里面的格子。",
        "This file is too large; no household was recorded. A month book has at most {mib} MB and"
        " {rows:,} rows. Download it again and fill in its cells only.",
    ),
    "book_of_other_format": Sentence(
        "这本月册是老版本的程序做的，一户也没有记。请重新下载月册，把填好的抄过去。",
        "This month book was made by another version of the program; no household was recorded."
        " Download it again and copy what you filled in.",
    ),
    "book_of_other_village": Sentence(
        "这是别的村的月册，一户也没有记。这里是 {village}。"
        "请选这个村的文件，或者到那个村的月份里导入。",
        "This is the month book of another village; no household was recorded. This is {village}."
        " Choose the file of this village, or import it there.",
    ),
    "book_of_other_month": Sentence(
        "这是 {book} 的月册，这里是 {month}，一户也没有记。请选 {month} 的文件。",
        "This is the month book of {book}, and here is {month}; no household was recorded. Choose"
        " the file of {month}.",
    ),
    "book_of_other_scheme": Sentence(
        "这本月册是按另一版细则做的，一户也没有记。请重新下载月册，把填好的抄过去。",
        "This month book was made by another scorecard; no household was recorded. Download it"
        " again and copy what you filled in.",
    ),
    "book_changed": Sentence(
        "您看过以后，这个月的评分有了变化。一户也没有记。请再看一遍，再记下。",
        "The month has changed since you looked at it. No household was recorded. Look once more,"
        " then record it.",
    ),
    "book_has_faults": Sentence(
        "还有 {count} 户要改。一户也没有记。请改好再导入，或者先记没问题的户。",
        "{count} households have faults. No household was recorded. Mend them first, or record"
        " only the others.",
    ),
    "book_records_nothing": Sentence(
        "没有可记的户。什么都没有改。要改已经评过的户，请先在那一户前面打勾。",
        "There is no household to record. Nothing was changed. To change one that has a sheet, tick"
        " it first.",
    ),
}


def how_to_answer(item: Item, language: str) -> str:
    """What to write in the cell of an item."""
    match item.scale:
        case Grades() as scale:
            worth = [scale.worth[grade] for grade in GRADES]
            return _HOW_GRADES.say(language, worth=worth)
        case Points() as scale:
            return _HOW_POINTS.say(language, least=scale.points_least, most=scale.points_max)
        case Count() as scale:
            return _HOW_COUNT.say(language, each=scale.points_each, most=scale.points_max)
        case Findings() as scale:
            return _HOW_FINDINGS.say(language, each=scale.points_each, most=scale.points_max)
        case Deadline():
            return _HOW_DEADLINE.say(language)
    return _HOW_YES_NO.say(language, most=item.points_max)


def book_fault_parts(fault: BookFault, language: str) -> tuple[str, str]:
    """What is wrong in a row, and what to write instead."""
    return BOOK_FAULTS[fault.code].parts(language, **_facts(fault, language))


def book_fault_sentence(fault: BookFault, language: str) -> str:
    """The same in one."""
    return BOOK_FAULTS[fault.code].say(language, **_facts(fault, language))


def _facts(fault: BookFault, language: str) -> dict[str, object]:
    facts: dict[str, object] = {"where": fault.letter, **fault.facts}
    if fault.item is not None:
        facts |= {"item": fault.item.name, "how": how_to_answer(fault.item, language)}
    return facts
