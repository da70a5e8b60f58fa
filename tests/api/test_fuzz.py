"""Thousands of requests that fit the description, and that do not: never a 5xx."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.result import Ok

from app.registry.accounts.permissions import PERMISSIONS, Role
from tests.api.calling import JSON, Device, Interface
from tests.api.routes import routes_of
from tests.api.test_reach import things_of
from tests.api.town import Town, town
from tests.soak.size import SEED, TIMES, counted

# What a database may choke on is its driver's doing; what the house may choke on shows on either.
# To think of a request takes three times as long as to answer it: most are tests/everywhere's.
EXAMPLES = {"sqlite": 6 * TIMES, "postgresql": 2 * TIMES}


def who_may(place: Town) -> dict[str, Device]:
    """For each operation, a device of somebody who may call it."""
    staff = {
        Role.VILLAGE_SPECIALIST: place.scorer, Role.VILLAGE_COMMITTEE: place.committee,
        Role.TOWNSHIP: place.colleague, Role.STORE_CLERK: place.clerk,
        Role.STORE_MANAGER: place.manager, Role.DISTRICT_ADMIN: place.district,
    }  # fmt: skip
    return {
        route.operation: next(
            device
            for role, device in staff.items()
            if not route.any_of or PERMISSIONS[role].intersection(route.any_of)
        )
        for route in routes_of(place.interface.app)
    }


def made_real(case: Case[Any], ids: dict[str, str]) -> None:
    """Let a request that fits the description speak of things that there are."""
    for name in set(case.path_parameters) & ids.keys():
        if case.method != "PUT" or (name.endswith("_id") and name != "request_id"):
            case.path_parameters[name] = ids[name]
    if isinstance(case.body, dict):
        case.body.update({name: ids[name] for name in set(case.body) & ids.keys()})


def tried(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    device: Device,
    ids: dict[str, str],
    *,
    examples: int,
) -> list[int]:
    """The statuses of many requests for one operation; none of them broke anything."""
    statuses: list[int] = []

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=SEED == 0,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE:
            made_real(case, ids)
        answer = case.call(headers=device.headers)
        statuses.append(answer.status_code)
        assert answer.status_code < 500, case.as_curl_command()
        assert answer.headers["content-type"] == [JSON], case.as_curl_command()

    seed(SEED)(check)() if SEED else check()
    return statuses


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_is_refused_or_done_but_never_breaks(
    interface: Interface, mode: GenerationMode, database_kind: str
) -> None:
    place = town(interface)
    things, devices = things_of(place), who_may(place)
    ids = {**things.ids, "store": place.store, "card": things.ids["code"]}
    schema = schemathesis.openapi.from_dict(interface.description.document)
    schema.app = interface.app

    statuses: list[int] = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), "every operation can be understood"
        operation = found.ok()
        device = devices[operation.definition.raw["operationId"]]
        statuses += tried(operation, mode, device, ids, examples=EXAMPLES[database_kind])

    counted(len(statuses))
    assert len(statuses) > 80 * EXAMPLES[database_kind]
    assert not {401, 403}.issuperset(statuses), "most of them reached the views"
