"""What people, places, households and the ledger say no to."""

from typing import Final

from app.words.sentence import Sentence

_ACCOUNTS: Final[dict[str, Sentence]] = {
    "card_or_pin_wrong": Sentence(
        "卡号或者密码不对。什么都没有打开。照着卡再输一遍；没有密码或者忘了，请带卡到村委会设一个。",
        "The card or the PIN is wrong. Nothing was opened. Type both again; who has no PIN, or has"
        " forgotten it, sets one at the village committee.",
    ),
    "username_taken": Sentence(
        "这个登录名已经有人用了。没有加人。请换一个登录名。",
        "Somebody has this user name already. Nobody was added. Choose another one.",
    ),
    "username_bad": Sentence(
        "登录名要 1 到 64 个字，中间不能有空格。没有加人。请改好再来。",
        "A user name has 1 to 64 characters and no spaces. Nobody was added. Put it right and try"
        " again.",
    ),
    "person_name_bad": Sentence(
        "姓名太长，最多 {most} 个字。没有加人。请写短一点。",
        "The name is too long: at most {most} characters. Nobody was added. Make it shorter.",
    ),
    "deputy_days_bad": Sentence(
        "代办的日子不对：从今天起，最多 {most} 天，到哪天不能早于从哪天。没有定代办人。请改好。",
        "These days do not fit: from today on, not ending before they start, at most {most} days."
        " Nobody was named. Put the days right.",
    ),
    "deputy_reason_bad": Sentence(
        "为什么不在，没有写，或者超过 {most} 个字。没有定代办人。请写一句。",
        "Why the person is away is missing, or longer than {most} characters. Nobody was named."
        " Write a few words.",
    ),
    "not_a_colleague": Sentence(
        "这个人不能代办：要是同一个镇里做同样工作的在岗同事。没有定代办人。请从名单里选。",
        "This person cannot stand in: it must be somebody who does such work in the same township."
        " Nobody was named. Choose from the list.",
    ),
    "nothing_to_pass_on": Sentence(
        "能请人代办的只有评分、提交、公示、认定这些工作，这里没有。没有定代办人。请找管理员安排。",
        "Only scoring, submitting, publicising and certifying can be passed on, and there is none"
        " here. Nobody was named. Ask the administrator.",
    ),
    "has_deputy": Sentence(
        "这几天里已经有人代办了。没有再定一个。请先结束那一个，或者换日子。",
        "Somebody stands in on one of these days already. No other deputy was named. End that one"
        " first, or choose other days.",
    ),
    "deputy_not_found": Sentence(
        "没有找到这次代办，或者已经结束，或者不归您定。什么都没有改。请回到“我的”再看。",
        "This deputyship was not found, is over, or is not yours to change. Nothing was changed."
        " Look again under Me.",
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
    "one_time_password_over": Sentence(
        "这个一次性密码给了已经满 {days} 天，不能再用。没有登录。请找区里的管理员重设一个。",
        "This one-time password was given {days} or more days ago and is over. You are not signed"
        " in. Ask the administrator of the district for a new one.",
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
    "password_common": Sentence(
        "这个密码太容易猜到。密码没有改。不要用常见的词、登录名、手机号、身份证号和连着的字，换一句只有"
        "您知道的话。",
        "This password is too easy to guess. It was not changed. Use no common words, user name,"
        " phone or ID number, and no rows of keys: a sentence that only you know.",
    ),
    "password_too_plain": Sentence(
        "密码里的字太单一。密码没有改。大写字母、小写字母、数字、别的字，至少要有 {kinds} 种。",
        "The password has too few kinds of characters. It was not changed. Use at least {kinds} of"
        " these: capitals, small letters, figures, other characters.",
    ),
    "password_unchanged": Sentence(
        "新密码和旧密码一样。密码没有改。请换一个。",
        "The new password is the old one. It was not changed. Choose another.",
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
    "cutoff_not_over": Sentence(
        "这一天还没有过完，积分当天还能用。没有清零。请等这天过完再办。",
        "That day is not over yet, and points can be spent until its end. Nothing was taken. Wait"
        " until it is over.",
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
        "这笔更正已经有人批了或者退了。这一次没有办，积分没有再变。请看更正名单。",
        "This correction was approved or refused before. Nothing was done now and no more points"
        " have moved. See the list of corrections.",
    ),
}

REGISTRY_REFUSALS: Final[dict[str, Sentence]] = {
    **_ACCOUNTS,
    **_PLACES,
    **_HOUSEHOLDS,
    **_LEDGER,
}
