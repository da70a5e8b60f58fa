"""What is said when a key is not there, or when people's data are kept back."""

from typing import Final

from app.words.sentence import Sentence

PRIVACY_REFUSALS: Final[dict[str, Sentence]] = {
    "key_missing": Sentence(
        "存身份证号和电话的密钥文件 {file} 不见了，打不开也存不了。什么都没有改，别的事照常办。"
        "请管理员把它从备份放回 keys 文件夹。",
        "The key file {file} for ID and telephone numbers is missing: none can be opened or stored."
        " Nothing was changed, and all else works. Have the administrator put it back into the"
        " folder keys from a backup.",
    ),
    "key_damaged": Sentence(
        "密钥文件 {file} 坏了，身份证号和电话打不开也存不了。什么都没有改，别的事照常办。"
        "请管理员从备份放回原来的文件。",
        "The key file {file} is damaged: no ID or telephone number can be opened or stored. Nothing"
        " was changed, and all else works. Have the administrator put the original back from a"
        " backup.",
    ),
    "key_wrong": Sentence(
        "第 {number} 号密钥不是这个库的，身份证号和电话打不开也不存。"
        "什么都没有改，别的事照常办。请管理员从备份放回原来的密钥文件。",
        "Key {number} is not the one of this database: no ID or telephone number is opened or"
        " stored. Nothing was changed, and all else works. Have the administrator put the original"
        " key files back from a backup.",
    ),
    "key_needed": Sentence(
        "还有 {count} 处是用第 {number} 号密钥存的。密钥没有删。请先运行 jifen keys rotate。",
        "{count} values are sealed with key {number} still. It was not deleted. Run jifen keys"
        " rotate first.",
    ),
    "key_is_current": Sentence(
        "第 {number} 号密钥正在用。没有删。要换掉它，请先运行 jifen keys rotate。",
        "Key {number} is the current one. It was not deleted. To replace it, run jifen keys rotate"
        " first.",
    ),
    "erasure_reason_missing": Sentence(
        "没有写抹去的原因。什么都没有抹。请用 2 到 {most} 个字写明。",
        "Why it is erased was not said. Nothing was erased. Say it in 2 to {most} characters.",
    ),
    "household_in_use": Sentence(
        "{number} 户还没有了结：还在册、还有积分，或者有月份、变动没办完。什么都没有抹。"
        "请先办完再来。",
        "Household {number} is not over: it takes part, has points, or a month or change of it is"
        " open. Nothing was erased. Finish these first.",
    ),
    "erasure_not_asked": Sentence(
        "没有人提过抹去 {number} 户。什么都没有抹。请先提出，写明原因。",
        "Nobody asked to erase household {number}. Nothing was erased. Ask for it first, with the"
        " reason.",
    ),
    "own_erasure": Sentence(
        "这是您自己提的。什么都没有抹。请换一个人批准。",
        "You asked for this yourself. Nothing was erased. Somebody else must approve it.",
    ),
    "number_erased": Sentence(
        "这个人的身份证号已经按期限清掉了。没有可看的。确实要用，请向本人再要。",
        "This person's ID number was removed when its time was past. There is nothing to show. If"
        " it is needed, ask the person again.",
    ),
    "purpose_missing": Sentence(
        "没有写明做什么用。没有申请，也没有导出。请用 {least} 到 {most} 个字写明用途。",
        "What the list is for was not said. Nothing was asked for or exported. Say it in {least} to"
        " {most} characters.",
    ),
    "export_not_found": Sentence(
        "没有找到这个申请，或者不归您批。什么都没有改。请从申请的名单里点进去。",
        "There is no such request, or it is not yours to decide. Nothing was changed. Open it from"
        " the list of requests.",
    ),
    "own_export": Sentence(
        "这是您自己申请的。没有批准。请换一个人批。",
        "You asked for this yourself. It was not approved. Somebody else must decide.",
    ),
    "export_decided": Sentence(
        "别人已经先定了。什么都没有改。请刷新看一看。",
        "Somebody else has decided it already. Nothing was changed. Reload to see how.",
    ),
    "report_reason_missing": Sentence(
        "没有写给谁、为什么。没有做成。请用 2 到 {most} 个字写明。",
        "For whom and why was not said. Nothing was made. Say it in 2 to {most} characters.",
    ),
    "no_such_key": Sentence(
        "没有第 {number} 号密钥。什么都没有删。请用 jifen keys list 看一看有哪些。",
        "There is no key {number}. Nothing was deleted. See which there are with jifen keys list.",
    ),
}
