"""What is removed when its time is past, in words."""

from typing import Final

from app.words.sentence import Sentence

PAST_WORDS: Final[dict[str, Sentence]] = {
    "id_numbers_of_left": Sentence(
        "退出一年以上的户的身份证号", "ID numbers of households that left a year ago"
    ),
    "phones_of_left": Sentence(
        "退出一年以上的户的电话", "Telephone numbers of households that left a year ago"
    ),
    "id_numbers_of_changes": Sentence(
        "一年前办完的变动里的身份证号", "ID numbers in changes decided a year ago"
    ),
    "tokens": Sentence("停用满三十天的令牌", "Tokens that ended thirty days ago"),
    "collectors": Sentence("一年前停掉的代领人", "Collectors who ended a year ago"),
    "photos": Sentence("一年以前的走访照片和签名", "Photos and signatures of visits a year ago"),
    "uploads": Sentence("一天前上传没用的文件", "Uploaded files that nobody used for a day"),
}
