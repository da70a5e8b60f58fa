"""What the house itself, people, places, households and the ledger say no to.

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
    "period_unreadable": Sentence(
        "“{text}”不是月份。什么都没有改。月份要写成 2026-11 这样。",
        "“{text}” is not a month. Nothing was changed. Write a month as 2026-11.",
    ),
    "request_reused": Sentence(
        "这个请求编号已经用过，内容却不一样。这一次没有办。请换一个新的编号再来。",
        "This request id was used before with another content. Nothing was done this time. Send it"
        " again with a new id.",
    ),
    "database_not_ready": Sentence(
        "数据库的版本（{found}）和程序要的（{needed}）不一样。什么都没有改。"
        "请先运行 jifen db upgrade。",
        "The database is at version {found}, the program needs {needed}. Nothing was changed. Run"
        " jifen db upgrade first.",
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
    "fields_invalid": Sentence(
        "有几项的内容不对：{fields}。什么都没有改。请照接口说明改好再发。",
        "These fields are not right: {fields}. Nothing was changed. Correct them as the interface"
        " description says and send again.",
    ),
    "idempotency_key_missing": Sentence(
        "请求里没有 Idempotency-Key，或者它不是 UUID。什么都没有办。请加上一个新的 UUID 再发。",
        "The request has no Idempotency-Key, or it is no UUID. Nothing was done. Add a new UUID and"
        " send again.",
    ),
}

_ACCOUNTS: Final[dict[str, Sentence]] = {
    "username_taken": Sentence(
        "这个登录名已经有人用了。没有加人。请换一个登录名。",
        "Somebody has this user name already. Nobody was added. Choose another one.",
    ),
    "username_bad": Sentence(
        "登录名要 1 到 64 个字，中间不能有空格。没有加人。请改好再来。",
        "A user name has 1 to 64 characters and no spaces. Nobody was added. Put it right and try"
        " again.",
    ),
    "duties_clash": Sentence(
        "同一个人不能又管认定、又管兑换。没有改他的工作。请换一个人来担任。",
        "One person may not both certify and hand out goods. The person's work was not changed."
        " Appoint somebody else.",
    ),
    "wrong_password": Sentence(
        "登录名或密码不对。没有登录。请再输一次；忘了密码，请找镇（街道）管理员重设。",
        "User name or password is wrong. You are not signed in. Try again; if you forgot the"
        " password, ask the administrator of your township.",
    ),
    "old_password_wrong": Sentence(
        "现在的密码输得不对。密码没有改。请再输一次。",
        "The present password is not right. The password was not changed. Enter it again.",
    ),
    "passwords_differ": Sentence(
        "两次输的新密码不一样。密码没有改。请再输一次。",
        "The two new passwords are not the same. The password was not changed. Enter them again.",
    ),
    "unknown_user": Sentence(
        "没有登录名是“{username}”的人，或者已经停用。什么都没有改。请核对登录名。",
        "Nobody active has the user name “{username}”. Nothing was changed. Check the user name.",
    ),
    "password_too_short": Sentence(
        "密码太短，至少要 {least} 个字。密码没有改。可以用一句好记的话。",
        "The password is too short: at least {least} characters. It was not changed. A sentence"
        " that is easy to remember will do.",
    ),
    "token_invalid": Sentence(
        "令牌不对、过期了，或者已经停用。什么都没有办。请向管理员要一个新的。",
        "The token is unknown, expired or revoked. Nothing was done. Ask the administrator for a"
        " new one.",
    ),
    "session_ended": Sentence(
        "登录已经失效。刚才的内容没有保存。请重新登录。",
        "You are no longer signed in. What you entered was not saved. Sign in again.",
    ),
}

_PLACES: Final[dict[str, Sentence]] = {
    "unknown_place": Sentence(
        "没有代码是“{code}”的地方或店，或者不在您管的范围里。什么都没有改。请核对代码。",
        "No place or store within your reach has the code “{code}”. Nothing was changed. Check the"
        " code.",
    ),
    "other_district": Sentence(
        "这个数据库是 {existing} 的，不是 {code} 的。一个地方也没有导入。请核对区划代码。",
        "This database belongs to {existing}, not to {code}. No place was imported. Check the"
        " division code.",
    ),
    "store_code_taken": Sentence(
        "这个店的代码已经用了。没有加店。请换一个代码。",
        "This store code is in use. No store was added. Choose another code.",
    ),
    "role_does_not_fit": Sentence(
        "这个工作不能放在“{at}”。什么都没有改。店员、店长放在店里，其他的放在村、镇或区里。",
        "This job cannot be held at “{at}”. Nothing was changed. Clerks and managers belong to a"
        " store, everybody else to a village, township or district.",
    ),
    "places_bad": Sentence(
        "第 {row} 行的代码“{place}”不对。一个地方也没有导入。"
        "代码要是数字，村的代码要以镇的代码开头。",
        "Row {row} has the code “{place}”, which cannot be right. No place was imported. Codes are"
        " digits, and a village's begins with its township's.",
    ),
    "store_details_bad": Sentence(
        "店的代码或名称不对。没有加店。代码 1 到 32 个字，名称 1 到 80 个字，代码中间不能有空格。",
        "The code or name of the store is not right. No store was added. A code has 1 to 32"
        " characters without spaces, a name 1 to 80.",
    ),
}

_HOUSEHOLDS: Final[dict[str, Sentence]] = {
    "household_not_found": Sentence(
        "没有找到这一户，或者不在您管的范围里。什么都没有改。请核对户号。",
        "This household was not found, or it is not within your reach. Nothing was changed. Check"
        " its number.",
    ),
    "nothing_to_assign": Sentence(
        "文件里没有户。谁包哪一户都没有变。请核对是不是选错了文件。",
        "There are no households in the file. Nobody's households have changed. Check that it is"
        " the right file.",
    ),
}

_LEDGER: Final[dict[str, Sentence]] = {
    "not_enough_points": Sentence(
        "积分不够，还差 {short:,} 分。没有扣分，也没有出货，东西都还在。请减一件再试。",
        "Not enough points: {short:,} are missing. No points were taken and no goods handed out."
        " Take something out of the basket and try again.",
    ),
    "correction_points_bad": Sentence(
        "更正的分要在 1 到 {most:,} 之间。没有提出更正，积分没有变。请改好再来。",
        "A correction is between 1 and {most:,} points. None was asked for and no points have"
        " moved. Put it right and try again.",
    ),
    "reason_missing": Sentence(
        "理由没有写，或者不是 2 到 500 个字。什么都没有改，积分没有变。请把理由写清楚。",
        "The reason is missing, or not 2 to 500 characters long. Nothing was changed and no points"
        " have moved. Say the reason in words.",
    ),
    "correction_not_found": Sentence(
        "没有找到这笔更正，或者不在您管的范围里。积分没有变。请从更正名单里点进去。",
        "This correction was not found, or it is not within your reach. No points have moved. Open"
        " it from the list of corrections.",
    ),
    "own_correction": Sentence(
        "这笔更正是您自己提的，要由另一个人来批。没有批，积分没有变。请找一位同事来批。",
        "You asked for this correction yourself; somebody else must approve it. It was not approved"
        " and no points have moved. Ask a colleague.",
    ),
    "correction_decided": Sentence(
        "这笔更正已经批过了。没有再批一次，积分没有再变。请看更正名单。",
        "This correction was approved before. It was not approved again and no more points have"
        " moved. See the list of corrections.",
    ),
}

CORE_REFUSALS: Final[dict[str, Sentence]] = {
    **_KINDS,
    **_HOUSE,
    **_ACCOUNTS,
    **_PLACES,
    **_HOUSEHOLDS,
    **_LEDGER,
}
