"""Names of states and kinds, as they stand in tables, exports and sentences.

Pages show states of rounds and sheets with the tags of parts/states.html, which use the same words.
"""

from enum import StrEnum
from typing import Final

from app.changes.models import ChangeKind, ChangeState
from app.ledger.models import CorrectionStanding, Direction, TransferKind
from app.registry.cards.models import CardState
from app.registry.households.models import HouseholdStatus
from app.registry.places.models import PlaceKind, StoreKind
from app.scoring.rounds.award_models import AwardState
from app.scoring.rounds.certifying_models import Level
from app.scoring.rounds.models import ObjectionState, RoundState, SheetState
from app.scoring.rounds.second_models import Outcome
from app.scoring.visits.models import VisitOutcome
from app.shop.marketdays.models import DayState, Way
from app.shop.redemptions.allotment_models import Fairness
from app.shop.redemptions.models import ProxyReason
from app.shop.stock.models import MoveKind, Origin
from app.shop.stock.paper_models import Loss, PaperState
from app.words.sentence import Sentence

# By kind first: members of different kinds with the same value are equal strings.
NAMES: Final[dict[type[StrEnum], dict[StrEnum, Sentence]]] = {
    RoundState: {
        RoundState.OPEN: Sentence("评分中", "Scoring"),
        RoundState.SUBMITTED: Sentence("待认定", "To be certified"),
        RoundState.CERTIFIED: Sentence("已认定", "Certified"),
        RoundState.PUBLICISED: Sentence("公示中", "On notice"),
        RoundState.SETTLED: Sentence("已入账", "Settled"),
    },
    SheetState: {
        SheetState.RECORDED: Sentence("已评", "Scored"),
        SheetState.CERTIFIED: Sentence("已认定", "Certified"),
        SheetState.CREDITED: Sentence("已入账", "Credited"),
        SheetState.DISPUTED: Sentence("有异议", "Disputed"),
        SheetState.VOID: Sentence("作废", "Void"),
    },
    AwardState: {
        AwardState.PROPOSED: Sentence("等认定", "To be certified"),
        AwardState.CERTIFIED: Sentence("已认定", "Certified"),
        AwardState.CREDITED: Sentence("已入账", "Credited"),
        AwardState.WITHDRAWN: Sentence("已收回", "Withdrawn"),
        AwardState.STRUCK: Sentence("已取消", "Struck"),
    },
    Level: {
        Level.VILLAGE: Sentence("村里", "The village"),
        Level.TOWNSHIP: Sentence("镇里", "The township"),
    },
    Outcome: {
        Outcome.AGREED: Sentence("两份一致", "Both agree"),
        Outcome.FIRST: Sentence("用第一份", "The first counts"),
        Outcome.SECOND: Sentence("用第二份", "The second counts"),
    },
    ObjectionState: {
        ObjectionState.OPEN: Sentence("等答复", "Waiting for a decision"),
        ObjectionState.UPHELD: Sentence("异议成立", "Upheld"),
        ObjectionState.DISMISSED: Sentence("异议不成立", "Dismissed"),
    },
    VisitOutcome: {
        VisitOutcome.MET: Sentence("见到了", "Met"),
        VisitOutcome.NOBODY_HOME: Sentence("没人在家", "Nobody home"),
    },
    CorrectionStanding: {
        CorrectionStanding.ASKED: Sentence("等批", "Waiting for approval"),
        CorrectionStanding.APPROVED: Sentence("已批", "Approved"),
        CorrectionStanding.REFUSED: Sentence("已退回", "Refused"),
    },
    Direction: {
        Direction.CREDIT: Sentence("加分", "Add"),
        Direction.DEBIT: Sentence("减分", "Take"),
    },
    CardState: {
        CardState.ACTIVE: Sentence("在用", "In use"),
        CardState.LOST: Sentence("已挂失", "Lost"),
        CardState.REPLACED: Sentence("已换卡", "Replaced"),
    },
    TransferKind: {
        TransferKind.AWARD: Sentence("入账", "Award"),
        TransferKind.REDEMPTION: Sentence("兑换", "Redemption"),
        TransferKind.REVERSAL: Sentence("退回", "Returned"),
        TransferKind.CORRECTION: Sentence("更正", "Correction"),
        TransferKind.CLAIM: Sentence("补扣", "Claim"),
        TransferKind.EXPIRY: Sentence("到期清零", "Expiry"),
        TransferKind.TRANSFER: Sentence("户间转分", "Between households"),
    },
    MoveKind: {
        MoveKind.RECEIVE: Sentence("入库", "Taken in"),
        MoveKind.HAND_OUT: Sentence("兑换出货", "Handed out"),
        MoveKind.TAKE_BACK: Sentence("兑换退回", "Taken back"),
        MoveKind.RELOCATE: Sentence("调拨", "Relocated"),
        MoveKind.DAMAGE: Sentence("损坏", "Damaged"),
        MoveKind.WRITE_OFF: Sentence("报废", "Written off"),
        MoveKind.COUNT: Sentence("盘点", "Counted"),
    },
    Loss: {
        Loss.DAMAGE: Sentence("损坏", "Damaged"),
        Loss.WRITE_OFF: Sentence("过期或丢失", "Out of date or lost"),
    },
    PaperState: {
        PaperState.WAITING: Sentence("等批", "Waiting"),
        PaperState.APPROVED: Sentence("已批", "Approved"),
        PaperState.REFUSED: Sentence("已退回", "Refused"),
    },
    Origin: {
        Origin.GIFT: Sentence("捐赠", "Gift"),
        Origin.PURCHASE: Sentence("采购", "Purchase"),
        Origin.UNKNOWN: Sentence("没有注明", "Not stated"),
    },
    ProxyReason: {
        ProxyReason.AWAY: Sentence("出门不在家", "Away from home"),
        ProxyReason.HARD: Sentence("来店里不方便", "Hard to come to the store"),
        ProxyReason.BUSY: Sentence("家里走不开", "Cannot leave the house"),
    },
    StoreKind: {
        StoreKind.FIXED: Sentence("固定店", "Fixed store"),
        StoreKind.MOBILE: Sentence("流动超市", "Mobile store"),
    },
    PlaceKind: {
        PlaceKind.DISTRICT: Sentence("区（县）", "District"),
        PlaceKind.TOWNSHIP: Sentence("镇（街道）", "Township"),
        PlaceKind.VILLAGE: Sentence("村（社区）", "Village"),
    },
    ChangeKind: {
        ChangeKind.JOIN: Sentence("添人", "Somebody joins"),
        ChangeKind.DEPART: Sentence("有人离开", "Somebody leaves"),
        ChangeKind.DEATH: Sentence("有人去世", "Somebody has died"),
        ChangeKind.SPLIT: Sentence("分户", "Split"),
        ChangeKind.MERGE: Sentence("并户", "Merger"),
        ChangeKind.MOVE: Sentence("搬到别的村", "Move to another village"),
        ChangeKind.LEAVE: Sentence("退出名册", "Leaves the register"),
        ChangeKind.RETURN: Sentence("重新回来", "Returns"),
    },
    ChangeState: {
        ChangeState.WAITING: Sentence("等批", "Waiting"),
        ChangeState.APPROVED: Sentence("已批", "Approved"),
        ChangeState.REFUSED: Sentence("已退回", "Refused"),
    },
    DayState: {
        DayState.PLANNED: Sentence("已安排", "Planned"),
        DayState.CLOSED: Sentence("已收摊", "Closed"),
        DayState.CANCELLED: Sentence("已取消", "Cancelled"),
    },
    Way: {
        Way.LOAD: Sentence("装车", "Loaded"),
        Way.RETURN: Sentence("退回", "Brought home"),
    },
    Fairness: {
        Fairness.DRAW: Sentence("抽签", "By draw"),
        Fairness.WAITING: Sentence("等得最久的先", "Who has waited longest"),
    },
    HouseholdStatus: {
        HouseholdStatus.REGISTERED: Sentence("在册", "Registered"),
        HouseholdStatus.LEFT: Sentence("已退出", "Left"),
    },
}


def name_of(state: StrEnum, language: str) -> str:
    """What a state or a kind is called."""
    return NAMES[type(state)][state].say(language)
