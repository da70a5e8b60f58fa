"""A household whose people have sealed ID numbers, stored the way a roster is."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.secrets import Keys, Secrets
from app.ledger.actions import open_accounts
from app.registry.households.importing import RosterPlan, store_roster
from app.registry.households.models import Household
from app.registry.households.roster.results import RosterHousehold, RosterMember
from app.registry.places.models import Place
from tests import make

SECRETS = Secrets(Path("no-folder-is-needed"), Keys(b"s" * 32, b"i" * 32))
ID_OF_HEAD, ID_OF_WIFE = "371522195503120012", "37152219580709002X"


def put_keys(folder: Path) -> None:
    """The same keys as files, for a house whose people were arranged with `SECRETS`."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = SECRETS.numbered(1)
    (folder / "sealing.key").write_bytes(keys.sealing_key)
    (folder / "index.key").write_bytes(keys.index_key)


def couple(session: Session, village: Place, secrets: Secrets = SECRETS) -> Household:
    """张桂田 and 李秀英, with the two invented numbers above."""
    head = RosterMember("张桂田", "户主", ID_OF_HEAD, "", is_head=True)
    wife = RosterMember("李秀英", "配偶", ID_OF_WIFE, "", is_head=False)
    number = f"{make.number():011d}"
    wanted = RosterHousehold(
        2, number, village.code, "3组", head, (head, wife), 2, "脱贫户", "周明霞"
    )
    store_roster(session, make.console(session), RosterPlan(new=[wanted]), secrets, now=make.NOW)
    open_accounts(session)
    return session.scalars(select(Household).where(Household.number == number)).one()
