"""What the house itself says no to: kinds of refusal, database, files, forms.

Each says what happened, what did not, and what to do, in at most three short sentences.
"""

from typing import Final

from app.words.sentence import Sentence

_KINDS: Final[dict[str, Sentence]] = {
    "malformed": Sentence(
        "这次送来的内容读不出来。什么都没有改。请回到上一页，重新填一遍。",
        "What was sent cannot be read. Nothing was changed. Go back one page and enter it again.",
    ),
    "sign_in_first": Sentence(
        "还没有登录。什么都没有改。请先登录，再接着办。",
        "You have not signed in. Nothing was changed. Sign in first, then go on.",
    ),
    "not_allowed": Sentence(
        "这件事不归您办。什么都没有改。该由您办的话，请找镇（街道）或区里的管理员加上。",
        "This is not yours to do. Nothing was changed. If it should be, ask the administrator of"
        " your township or district.",
    ),
    "not_found": Sentence(
        "没有找到，或者不在您管的范围里。什么都没有改。请回到上一页，从名单里点进去。",
        "It was not found, or it is not within your places. Nothing was changed. Go back one page"
        " and open it from the list.",
    ),
    "wrong_method": Sentence(
        "这个地址不能这样打开。什么都没有改。请从首页重新点进去。",
        "This address cannot be opened this way. Nothing was changed. Start again from the first"
        " page.",
    ),
    "conflict": Sentence(
        "现在这一步办不了。什么都没有改。请刷新看一看现在到了哪一步。",
        "This cannot be done now. Nothing was changed. Reload to see where things stand.",
    ),
    "too_large": Sentence(
        "送来的内容太大了。一点也没有收下。请减小或者分成几次。",
        "What was sent is too large. None of it was taken. Make it smaller, or send it in parts.",
    ),
    "unsupported": Sentence(
        "这种格式读不了。什么都没有收下。请换成要求的格式再来。",
        "This format cannot be read. Nothing was taken. Use the format that is asked for.",
    ),
    "invalid": Sentence(
        "有一处填得不对。没有保存。请改好再来。",
        "Something that was entered is not right. Nothing was saved. Put it right and try again.",
    ),
    "too_many": Sentence(
        "试的次数太多了。为了安全，先停一停。请等十五分钟再试，着急就请管理员帮忙。",
        "Too many tries. For safety this is paused. Wait fifteen minutes, or ask the administrator"
        " for help.",
    ),
    "unavailable": Sentence(
        "系统现在办不了。这一步没有办。请过一分钟再办一次。",
        "The system cannot do this now. This step was not carried out. Try again in a minute.",
    ),
    "no_space": Sentence(
        "服务器的磁盘满了，存不下。这一步没有办，什么都没有改。请告诉管理员，腾出地方以后再办一次。",
        "The server's disk is full. This step was not carried out and nothing was changed. Tell the"
        " administrator, and do it again when there is room.",
    ),
    "refused": Sentence(
        "这一步没有办成。什么都没有改。请回到上一页再看一看。",
        "This was not carried out. Nothing was changed. Go back one page and look again.",
    ),
}

_HOUSE: Final[dict[str, Sentence]] = {
    "not_practice": Sentence(
        "这是正式的数据库，不是演练的。没有改动任何东西。演练请另外建一个数据库。",
        "This database holds real points; it is not for practice. Nothing was changed. Make another"
        " database to practise in.",
    ),
    "wrong_state": Sentence(
        "现在这个状态办不了这一步。什么都没有改。请刷新看一看现在到了哪一步。",
        "This step is not possible in the present state. Nothing was changed. Reload to see where"
        " things stand.",
    ),
    "secret_unreadable": Sentence(
        "密封的身份证号打不开，密钥文件对不上。数据没有坏。请管理员放回原来的密钥文件。",
        "The sealed ID number cannot be opened: the key files do not fit. The data is unharmed."
        " The administrator must put the original key files back.",
    ),
    "books_busy": Sentence(
        "一直有人在记账，没有封存。什么都没有改。过几分钟再封存一次，或者等每天的那一次。",
        "Somebody was writing all the while, so nothing was sealed and nothing changed. Seal again"
        " in a few minutes, or leave it to the daily run.",
    ),
    "period_unreadable": Sentence(
        "“{text}”不是月份。什么都没有改。月份要写成 2026-11 这样。",
        "“{text}” is not a month. Nothing was changed. Write a month as 2026-11.",
    ),
    "request_reused": Sentence(
        "这个请求编号已经用过，内容却不一样。这一次没有办。请换一个新的编号再来。",
        "This request id was used before with another content. Nothing was done this time. Send it"
        " again with a new id.",
    ),
    "database_away": Sentence(
        "数据库现在连不上，或者太忙。这一步没有办，什么都没有改。请过一分钟再办一次。",
        "The database cannot be reached, or is too busy. This step was not carried out and nothing"
        " was changed. Try again in a minute.",
    ),
    "outcome_unknown": Sentence(
        "保存的时候数据库断开了，不知道存上没有。请把同一笔原样再送一次：已经存上的不会算两次。",
        "The database went away while this was being saved; nobody knows whether it was. Send the"
        " very same again: what was saved does not count twice.",
    ),
    "not_durable": Sentence(
        "数据库的设置 {setting} 是 {value}，断电会丢掉已经答应过的账。没有开始服务。"
        "请改好数据库的设置再启动。",
        "The database's setting {setting} is {value}: a power cut would lose what was acknowledged."
        " Nothing is served. Put the setting right and start again.",
    ),
    "request_from_before": Sentence(
        "账已经用备份恢复到 {put_back_to}，这一笔是那以前填的，没有办。"
        "请先登录看看账上有没有这一笔，没有再重新填。",
        "The books were put back to a backup of {put_back_to}, and this was made before that. It"
        " was not carried out. See whether the books have it, and if not, enter it anew.",
    ),
    "database_not_ready": Sentence(
        "数据库的版本（{found}）和程序要的（{needed}）不一样。什么都没有改。"
        "请先运行 jifen db upgrade。",
        "The database is at version {found}, the program needs {needed}. Nothing was changed. Run"
        " jifen db upgrade first.",
    ),
    "database_differs": Sentence(
        "数据库的表和程序的不一样：{differences}。什么都没有改。请把这句话发给开发者。",
        "The tables of the database are not those of the program: {differences}. Nothing was"
        " changed. Send this to the developers.",
    ),
    "table_empty": Sentence(
        "文件是空的，或者只有表头。什么都没有导入。请核对是不是选错了文件。",
        "The file is empty, or has headings only. Nothing was imported. Check that it is the right"
        " file.",
    ),
    "table_columns": Sentence(
        "文件里缺这些列：{missing}。一行也没有导入。请把第一行的列名补齐再来。",
        "These columns are missing: {missing}. No row was imported. Add them to the first row and"
        " try again.",
    ),
    "table_unreadable": Sentence(
        "这个文件不是 CSV 表格，读不出来。一行也没有导入。请用 Excel 另存为 CSV 再来。",
        "This file is no CSV table and cannot be read. No row was imported. Save it as CSV from"
        " Excel and try again.",
    ),
    "table_too_long": Sentence(
        "文件太长，一次最多 {most:,} 行。一行也没有导入。请分成几个文件。",
        "The file is too long: at most {most:,} rows at once. No row was imported. Split it into"
        " several files.",
    ),
    "form_stale": Sentence(
        "这一页放得太久，或者已经换人登录。刚才的内容没有保存。请回到那一页，刷新后再填一次。",
        "This page was open too long, or somebody else has signed in. What you entered was not"
        " saved. Go back, reload the page and enter it again.",
    ),
    "field_missing": Sentence(
        "有一项还没有填。没有保存。请补上再来。",
        "Something has not been filled in. Nothing was saved. Fill it in and try again.",
    ),
    "field_too_long": Sentence(
        "有一项太长，最多 {most:,} 个字。没有保存。请写短一点。",
        "Something is too long: at most {most:,} characters. Nothing was saved. Make it shorter.",
    ),
    "number_bad": Sentence(
        "有一项要填 {least:,} 到 {most:,} 的整数。没有保存。请改好再来。",
        "One field needs a whole number from {least:,} to {most:,}. Nothing was saved. Put it right"
        " and try again.",
    ),
    "date_bad": Sentence(
        "有一项的日期不对。没有保存。日期要写成 2026-11-24 这样。",
        "A date is not right. Nothing was saved. Write a date as 2026-11-24.",
    ),
    "choice_bad": Sentence(
        "有一项选的不在列表里。没有保存。请重新选一个。",
        "Something chosen is not on the list. Nothing was saved. Choose again.",
    ),
    "file_missing": Sentence(
        "还没有选文件。什么都没有收下。请选好文件再来。",
        "No file was chosen. Nothing was taken. Choose a file and try again.",
    ),
    "picture_unreadable": Sentence(
        "这个文件不是照片，或者照片坏了。没有收下。请用手机重新拍一张（JPG、PNG 或 WebP）。",
        "This file is no picture, or a broken one. It was not taken. Take another photo (JPG, PNG"
        " or WebP).",
    ),
    "picture_too_large": Sentence(
        "照片太大，最大 {most_mib} MB。没有收下。请把照片缩小，或者换一张。",
        "The picture is too large: at most {most_mib} MB. It was not taken. Make it smaller, or use"
        " another one.",
    ),
    "picture_gone": Sentence(
        "照片找不到了。记录没有变。请管理员从备份里找回照片文件夹。",
        "The picture is not there. The records are unchanged. The administrator restores the folder"
        " of photos from a backup.",
    ),
    "scratch_holds_rows": Sentence(
        "这个数据库里已经有内容。没有开始模拟。请换一个空的数据库。",
        "Something stands in this database already. Nothing was simulated. Name an empty one.",
    ),
    "idempotency_key_missing": Sentence(
        "请求里没有 Idempotency-Key，或者它不是 UUID。什么都没有办。请加上一个新的 UUID 再发。",
        "The request has no Idempotency-Key, or it is no UUID. Nothing was done. Add a new UUID and"
        " send again.",
    ),
}

CORE_REFUSALS: Final[dict[str, Sentence]] = {**_KINDS, **_HOUSE}
