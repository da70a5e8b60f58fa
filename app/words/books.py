"""What each check of `jifen verify` looks at, in words."""

from typing import Final

from app.words.sentence import Sentence

CHECKS: Final[dict[str, Sentence]] = {
    "running totals equal the transfers": Sentence(
        "每户的余额，等于它所有进出加起来", "Every balance equals the sum of its transfers"
    ),
    "every transfer is between a household and the programme": Sentence(
        "每一笔都是一户和项目之间的进出；只有分户、并户在两户之间",
        "Every transfer is between a household and the programme, but for splits and mergers",
    ),
    "late sheets are corrected by the difference": Sentence(
        "补评的分算得对，更正的正是差额", "Late sheets are corrected by the difference"
    ),
    "approved corrections moved their points": Sentence(
        "批过的更正都加减到位了", "Every approved correction moved its points"
    ),
    "debts are what was not collected": Sentence(
        "更正没扣完的分，等于还欠着的分", "What corrections still claim is what was not collected"
    ),
    "what expired was taken once": Sentence(
        "到期清零的每一笔，正好从那一户扣一次", "What expired was taken once from its household"
    ),
    "nothing expired before its day": Sentence(
        "清零的分，不多于那时已经到期的分", "No points expired before their last day was over"
    ),
    "points of changed households moved as approved": Sentence(
        "分户、并户转走的分，都是批过的，一笔对一笔",
        "What splits and mergers moved was approved, part by part",
    ),
    "one-off awards are worth what the scorecard says": Sentence(
        "一次性奖励的分，就是细则里写的分", "Every one-off award has the points of its scorecard"
    ),
    "every credited one-off award has its transfer": Sentence(
        "入了账的一次性奖励，正好给那一户记了一次",
        "Every credited one-off award was posted once to its household",
    ),
    "splits moved the agreed points": Sentence(
        "每次分户转走的分，正好是商量好的数", "Every split moved exactly the agreed points"
    ),
    "every transfer leads back to its source": Sentence(
        "每一笔进出都能查到是从哪里来的", "Every transfer leads back to where it came from"
    ),
    "points are what the answers earn": Sentence(
        "每张评分的分，等于各项评分加起来", "Every sheet's points are what its answers earn"
    ),
    "every credited sheet has its transfer": Sentence(
        "每张入账的评分都有一笔入账", "Every credited sheet has its transfer"
    ),
    "every award leads back to a sheet": Sentence(
        "每一笔入账都能查到是哪张评分", "Every award leads back to a sheet"
    ),
    "sheets sent back are answered before submitting": Sentence(
        "退回的评分，提交以前都答复了", "Every sheet sent back was answered before submitting"
    ),
    "receipts equal their lines and their transfer": Sentence(
        "每张小票的分，等于各样东西加起来，也等于扣的分",
        "Every receipt equals its lines and its transfer",
    ),
    "each redeemed line has exactly one move of goods": Sentence(
        "兑走的每样东西，正好出货一次", "Each redeemed line has exactly one move of goods"
    ),
    "voided receipts gave back points and goods": Sentence(
        "作废的小票，分和东西都退回了", "Voided receipts gave back points and goods"
    ),
    "closed market days add up to nothing left": Sentence(
        "收了摊的进村日，货账都平，车上没有剩", "Closed market days add up to nothing left"
    ),
    "goods that came back gave back their points": Sentence(
        "退了一部分的小票，分和东西都对得上", "Goods that came back gave back their points"
    ),
    "late voids were approved by a second person": Sentence(
        "隔天的作废，都有另一个人批准", "Late voids were approved by a second person"
    ),
    "closed days equal what happened on them": Sentence(
        "日结单上的数和当天的兑换、退货、出入库一样", "Closed days equal what happened on them"
    ),
    "pictures are there as they were kept": Sentence(
        "记着的照片都在，没有动过", "Every picture that a row names is there, unaltered"
    ),
    "shelves equal the moves of goods": Sentence(
        "货架上的数，等于入库减出货", "Every shelf equals the moves of its goods"
    ),
    "goods are conserved over all stores": Sentence(
        "所有店合起来，入库加盘盈加退回，减兑换减报损，等于架上的货",
        "over all stores, what came and was found, less what was handed out and lost, is on hand",
    ),
    "relocations take from one store what they bring to the other": Sentence(
        "调拨从一家店拿走多少，另一家店就到多少",
        "relocations take from one store what they bring to the other",
    ),
    "what is set aside equals the reservations": Sentence(
        "留给进村日的货，和留货单对得上",
        "what is set aside equals the reservations",
    ),
    "write-offs and counts moved what they say": Sentence(
        "报损单和盘点单写了多少，库存就动了多少",
        "write-offs and counts moved what they say",
    ),
}


def check_words(name: str, language: str) -> str:
    """What a check looks at."""
    return CHECKS[name].say(language) if name in CHECKS else name
