"""What a visit says no to: when it was, who came along, its photos, what the household signed."""

from typing import Final

from app.words.sentence import Sentence

VISIT_REFUSALS: Final[dict[str, Sentence]] = {
    "visit_in_future": Sentence(
        "走访的时间还没有到。没有保存评分。请看看手机的时间对不对。",
        "The visit lies in the future. The sheet was not saved. Check the clock of the phone.",
    ),
    "note_too_long": Sentence(
        "备注太长，最多 {most} 个字。没有保存评分。请写短一点。",
        "The remark is too long: at most {most} characters. The sheet was not saved. Make it"
        " shorter.",
    ),
    "second_visitor_unknown": Sentence(
        "一起去的人选得不对。没有保存评分。请在能评这一户的人里选一位，不能选自己。",
        "The second visitor is not right. The sheet was not saved. Choose somebody else who may"
        " score this household.",
    ),
    "deduction_photo_missing": Sentence(
        "“{item}”要减分，还没有照片。没有保存评分，已经填的都还在。请拍一张；户里不同意拍照的，勾上，并选一起去的人。",
        "“{item}” takes points and there is no photo of it. The sheet was not saved; what you"
        " entered is still there. Take one; if the household refuses, tick that and choose who"
        " came along.",
    ),
    "witness_missing": Sentence(
        "户里不同意拍照，要有两个人在场。没有保存评分，已经填的都还在。请选一起去的人。",
        "The household refused a photo, so two people must have been there. The sheet was not"
        " saved; what you entered is still there. Choose who came along.",
    ),
    "signature_missing": Sentence(
        "选了户里签名，还没有签。没有保存评分，已经填的都还在。请签上，或者改选念给户里听了。",
        "The household is said to have signed, and there is no signature. The sheet was not saved;"
        " what you entered is still there. Have it signed, or choose that it was read out.",
    ),
    "too_many_photos": Sentence(
        "一次走访最多放 {most} 张照片。没有保存评分，已经填的都还在。请去掉几张。",
        "A visit holds {most} photos at most. The sheet was not saved; what you entered is still"
        " there. Leave some out.",
    ),
    "photo_unknown": Sentence(
        "有一张照片不是您拍给这一户的。没有保存评分。请重新拍。",
        "One of the photos is not yours to add to this household. The sheet was not saved. Take it"
        " again.",
    ),
    "photo_not_found": Sentence(
        "没有找到这张照片，或者不在您管的范围里。什么都没有改。请从评分表点进去。",
        "This photo was not found, or it is not within your reach. Nothing was changed. Open it"
        " from the sheet.",
    ),
    "visit_not_found": Sentence(
        "这张评分表没有走访记录。什么都没有改。请看同一户别的评分表。",
        "No visit is recorded with this sheet. Nothing was changed. Look at the household's other"
        " sheets.",
    ),
}
