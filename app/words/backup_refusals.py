"""What is said when a backup cannot be made, read or put back."""

from typing import Final

from app.words.sentence import Sentence

BACKUP_REFUSALS: Final[dict[str, Sentence]] = {
    "recipient_bad": Sentence(
        "“{given}”不是 age 的公钥。没有备份。公钥以 age1 开头，用 jifen backup-key 可以做一对。",
        "“{given}” is no public key of age. No backup was made. A public key begins with age1;"
        " jifen backup-key makes a pair.",
    ),
    "identity_bad": Sentence(
        "{file} 里没有 age 的私钥。什么都没有动。请用做备份的那把公钥的私钥文件。",
        "{file} holds no private key of age. Nothing was touched. Give the file of the private key"
        " that belongs to the public key of the backup.",
    ),
    "backup_unreadable": Sentence(
        "{file} 打不开：钥匙不对，或者文件坏了、不完整。什么都没有动。请换钥匙，或者用另一份备份。",
        "{file} cannot be opened: it is another key's, damaged or cut off. Nothing was touched. Try"
        " the other key, or another backup.",
    ),
    "key_file_there": Sentence(
        "{file} 已经有了。没有做新的钥匙。请换一个文件名。",
        "{file} is there already. No key was made. Choose another name.",
    ),
    "tool_missing": Sentence(
        "找不到 {tool}。没有备份，也没有恢复。"
        "请装上 PostgreSQL 的客户端工具（postgresql-client）。",
        "{tool} is not on the PATH. Nothing was backed up or put back. Install the client tools of"
        " PostgreSQL (postgresql-client).",
    ),
    "tool_failed": Sentence(
        "{tool} 没有做成：{words}。没有备份，也没有恢复。请先解决它说的问题。",
        "{tool} gave up: {words}. Nothing was backed up or put back. Mend what it says first.",
    ),
    "no_scratch_database": Sentence(
        "用户 {role} 不能建试恢复用的数据库。没有备份，也没有试恢复。"
        "请让数据库管理员执行 ALTER ROLE {role} CREATEDB。",
        "The role {role} may not make the database in which a copy is tried. Nothing was backed up"
        " or tried. Have the database administrator run ALTER ROLE {role} CREATEDB.",
    ),
    "copy_bad": Sentence(
        "这一份核对不上：{bad}。没有留下，原来的都没有动。"
        "请先运行 jifen verify，或者用另一份备份。",
        "This copy is not whole: {bad}. It was not kept, and nothing else was touched. Run jifen"
        " verify first, or use another backup.",
    ),
    "backup_running": Sentence(
        "另一个备份或试恢复正在进行。这一次没有做。请等它做完再来。",
        "Another backup or drill is running. This one was not begun. Wait until it is done.",
    ),
    "no_backup": Sentence(
        "{folder} 里没有 {district} 的备份。什么都没有试。请核对文件夹，先做一份备份。",
        "{folder} holds no backup of {district}. Nothing was tried. Check the folder, or make a"
        " backup first.",
    ),
    "place_taken": Sentence(
        "{place} 已经有东西了。什么都没有恢复，也没有覆盖。请恢复到空的地方。",
        "Something lies at {place} already. Nothing was put back and nothing overwritten. Choose an"
        " empty place.",
    ),
    "backup_of_another": Sentence(
        "这份备份是 {found} 的，这里是 {needed}。什么都没有恢复。"
        "请核对 JIFEN_DISTRICT 和 JIFEN_DATABASE_URL。",
        "This backup is of {found}, and here is {needed}. Nothing was put back. Check"
        " JIFEN_DISTRICT and JIFEN_DATABASE_URL.",
    ),
}
