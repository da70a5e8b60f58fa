"""What is wrong with a line of a roster and how to mend it in Excel; why a file is not taken."""

from typing import Final

from app.registry.households.roster.results import Fault
from app.words.sentence import Sentence

_PLACES: Final[dict[str, Sentence]] = {
    "no_household_number": Sentence(
        "第 {person_row} 行没有户编号。请在“户编号”一格补上；合并过的格子请先取消合并，每行都写上，"
        "再导入。",
        "Row {person_row} has no household number. Write it into the column 户编号 (split merged"
        " cells first, so that every row has it) and import again.",
    ),
    "number_lost_digits": Sentence(
        "第 {person_row} 行的户编号被 Excel 当成了数字，后面几位丢了。请把“户编号”一列设成文本，"
        "照着原名册重新输入，再导入。",
        "Excel took the household number in row {person_row} for a quantity and lost its last"
        " digits. Format the column 户编号 as text, type the number again and import again.",
    ),
    "number_duplicate": Sentence(
        "户编号 {household} 写了两次，在第 {row} 行和第 {person_row} 行。一户只写一行："
        "重复的请删掉一行，编号写错的请改对，再导入。",
        "Household number {household} stands in row {row} and again in row {person_row}. Each"
        " household has one row: delete the second, or correct its number, and import again.",
    ),
    "unknown_village": Sentence(
        "第 {person_row} 行的村“{village}”，区里的村名单上没有，空着也不行。请照村名单改“行政村”"
        "一格，全名、简称都可以（李太屯社区居民委员会或李太屯社区），再导入。",
        "Row {person_row} names the village “{village}”, which is not on the district's list, or"
        " names none. Correct the column 行政村, with or without 居民委员会, and import again.",
    ),
    "ambiguous_village": Sentence(
        "第 {person_row} 行的村“{village}”，对得上不止一个村：{choices}。请把村名写全，"
        "或者在前面加上乡镇，再导入。",
        "Row {person_row} names the village “{village}”, which could be any of these: {choices}."
        " Write the full name, or put the township before it, and import again.",
    ),
    "two_villages": Sentence(
        "户编号 {household} 的人写在了两个村：“{village}”和“{other_village}”"
        "（第 {person_row} 行）。一户只能在一个村，请改对村名或户编号，再导入。",
        "The people of household {household} stand in two villages: “{village}” and"
        " “{other_village}” (row {person_row}). Correct the village or the household number and"
        " import again.",
    ),
}

_PEOPLE: Final[dict[str, Sentence]] = {
    "no_head": Sentence(
        "户编号 {household} 没有户主（从第 {row} 行起）。请在户主那一行的“与户主关系”写上“户主”，"
        "再导入。",
        "Household {household}, from row {row}, has no head. Write 户主 into the column 与户主关系"
        " of the head's row and import again.",
    ),
    "two_heads": Sentence(
        "户编号 {household} 有两个户主，在第 {row} 行和第 {person_row} 行。一户只能有一个户主："
        "请把另一人的“与户主关系”改对，分了户的请改户编号，再导入。",
        "Household {household} has two heads, in rows {row} and {person_row}. Correct the column"
        " 与户主关系 of one, or his household number if he lives apart, and import again.",
    ),
    "no_name": Sentence(
        "第 {person_row} 行没有姓名。请照着户口本或身份证补上，再导入。",
        "Row {person_row} has no name. Add it as the family's papers have it and import again.",
    ),
    "size_bad": Sentence(
        "户编号 {household} 的人数写的是“{size}”，看不出是几个人（第 {row} 行）。"
        "请写成数字，比如 3 或 3人，再导入。",
        "Household {household} is said to have “{size}” people (row {row}), which is no number"
        " that can be. Write it in digits, such as 3, and import again.",
    ),
    "cell_too_long": Sentence(
        "第 {person_row} 行的“{column}”太长，最多 {longest} 个字。请只留下该写的，别的写到备注里，"
        "再导入。",
        "The column {column} of row {person_row} is too long: at most {longest} characters. Leave"
        " what belongs there, move the rest to a remark, and import again.",
    ),
}

_ID_NUMBERS: Final[dict[str, Sentence]] = {
    "id_missing": Sentence(
        "第 {person_row} 行 {name} 没有身份证号。请照着身份证或户口本补上 18 位，再导入。",
        "Row {person_row}, {name}, has no ID number. Add its 18 digits from the ID card or the"
        " household register and import again.",
    ),
    "id_lost_digits": Sentence(
        "第 {person_row} 行 {name} 的身份证号被 Excel 当成了数字，后三位丢了，找不回来。"
        "请先把“身份证号”一列设成文本，再照着身份证重新输入 18 位，再导入。",
        "Excel took the ID number of {name}, row {person_row}, for a quantity and lost its last"
        " three digits for good. Format the column as text, type all 18 digits again from the ID"
        " card, and import again.",
    ),
    "id_old_15": Sentence(
        "第 {person_row} 行 {name} 的身份证号是 15 位的老号。"
        "请照着现在的身份证改成 18 位，再导入。",
        "The ID number of {name}, row {person_row}, is an old one of 15 digits. Type the 18 digits"
        " of the present ID card and import again.",
    ),
    "id_check_digit": Sentence(
        "第 {person_row} 行 {name} 的身份证号输错了，末位对不上。"
        "请照着身份证一位一位核对，改好再导入。",
        "The ID number of {name}, row {person_row}, is mistyped: its last digit does not fit the"
        " others. Compare it with the ID card digit by digit, correct it and import again.",
    ),
    "id_bad_date": Sentence(
        "第 {person_row} 行 {name} 的身份证号里，出生日期没有这一天。"
        "请照着身份证核对第 7 到 14 位，改好再导入。",
        "The ID number of {name}, row {person_row}, holds a date of birth that does not exist."
        " Compare its 7th to 14th digits with the ID card, correct them and import again.",
    ),
    "id_bad": Sentence(
        "第 {person_row} 行 {name} 的身份证号不是 18 位。请照着身份证改好；"
        "填的是残疾人证号的，只留前 18 位，再导入。",
        "What row {person_row} has for {name} is no ID number of 18 digits. Correct it from the ID"
        " card; of a disability certificate keep the first 18 digits; and import again.",
    ),
    "id_twice": Sentence(
        "第 {person_row} 行 {name} 的身份证号，和本户第 {other_row} 行的一样。"
        "同一个人写了两行的请删一行，输错的请照着身份证改好，再导入。",
        "Row {person_row}, {name}, has the same ID number as row {other_row} of the same household."
        " Delete the row if it is the same person, else correct the number, and import again.",
    ),
    "id_duplicate": Sentence(
        "第 {person_row} 行 {name} 的身份证号，和户编号 {also} 里的一个人一样，两户都没有导入。"
        "请照着身份证查清是谁的，把另一户的改好或删掉，再导入。",
        "Row {person_row}, {name}, has the same ID number as somebody in household {also}; neither"
        " household was imported. Find out from the ID card whose it is, correct or delete the"
        " other, and import again.",
    ),
}

_LEFT: Final[dict[str, Sentence]] = {
    "household_left": Sentence(
        "户编号 {household}（第 {row} 行）已经退出了名册，这一户没有导入。"
        "真的回来了，先在“户的变动”里记一笔“重新回来”，批了再导入。",
        "Household {household} (row {row}) has left the register and was not imported. If it has"
        " come back, record its return among the changes of households first, then import again.",
    ),
    "person_left": Sentence(
        "户编号 {household}（第 {row} 行）里的{name}，{month} 已登记迁出，这一户没有导入。"
        "人真的回来了，先在“户的变动”里记一笔“添人”，批了再导入；没有回来，请删掉这个人。",
        "{name} of household {household} (row {row}) was recorded as gone in {month}; the household"
        " was not imported. If the person is back, record it among the changes of households first,"
        " then import again; if not, delete the person's row.",
    ),
    "person_died": Sentence(
        "户编号 {household}（第 {row} 行）里的{name}，{month} 已登记去世，这一户没有导入。"
        "请删掉这个人再导入；登记错了，先在“户的变动”里记一笔“添人”，批了再导入。",
        "{name} of household {household} (row {row}) was recorded as having died in {month}; the"
        " household was not imported. Delete the person's row and import again; if the record is"
        " wrong, add the person by a change of the household first.",
    ),
}

# By the code of the fault; its `message_facts` fill the gaps. Never a digit of an ID number.
FAULTS: Final[dict[str, Sentence]] = _PLACES | _PEOPLE | _ID_NUMBERS | _LEFT

# By the code of the refusal of a whole file; its `facts` fill the gaps.
ROSTER_REFUSALS: Final[dict[str, Sentence]] = {
    "roster_empty": Sentence(
        "这个文件里没有一户人家，没有导入任何一行。请打开看看选对了没有：表头下面要有名册。",
        "There is not one household in this file; no row was imported. Open it and see whether it"
        " is the right one: the roster stands below the header line.",
    ),
    "roster_unreadable": Sentence(
        "这个文件打不开，没有导入任何一行。它不是 Excel 名册，或者加了密码，或者坏了。"
        "请用 Excel 或 WPS 打开原来的名册，去掉密码，另存为“Excel 工作簿（.xlsx）”，再选一次。",
        "This file cannot be opened; no row was imported. It is not an Excel roster, or it has a"
        " password, or it is damaged. Open the original in Excel or WPS, remove the password, save"
        " it as an Excel workbook (.xlsx), and choose it again.",
    ),
    "roster_too_large": Sentence(
        "这个文件太大，没有导入任何一行。一次最多 {mib} MB、{rows:,} 行、{columns} 列。"
        "请把名册复制到一个新的工作簿里，只要名册，不要图片和空行；还是太大就按乡镇拆开。",
        "This file is too large; no row was imported. We take {mib} MB, {rows:,} rows and {columns}"
        " columns at a time. Copy the roster alone, without pictures and blank rows, into a new"
        " workbook; if that is still too large, split it by township.",
    ),
    "roster_columns_missing": Sentence(
        "没有找到这些列：{missing}，没有导入任何一行。请在表头补上，列名要和这里写的一样，再导入。",
        "These columns were not found: {missing}. No row was imported. Add them to the header line,"
        " named as they are here, and import again.",
    ),
    "roster_many_sheets": Sentence(
        "这个工作簿里不止一张表是名册：{sheets}，没有导入任何一行。"
        "请把每一张另存成单独的文件，一个一个导入。",
        "More than one sheet of this workbook is a roster: {sheets}. No row was imported. Save each"
        " as a file of its own and import them one by one.",
    ),
}


def fault_sentence(fault: Fault, language: str) -> str:
    """What is wrong with a household of a roster, and how to mend it."""
    return FAULTS[fault.code].say(language, **fault.message_facts)


def fault_parts(fault: Fault, language: str) -> tuple[str, str]:
    """The same as what is wrong, and how to mend it."""
    return FAULTS[fault.code].parts(language, **fault.message_facts)
