"""The interface describes itself: whole, exact, in OpenAPI 3.1, for everybody to read."""

from collections.abc import Iterator

import jsonschema_rs
from schemathesis.specs.openapi.definitions import OPENAPI_31

from tests.api.calling import JSON, KEY, Body, Interface
from tests.api.routes import WRITING, routes_of


def operations(document: Body) -> Iterator[tuple[str, str, Body]]:
    """Method, path and description of each operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_anybody_reads_the_description(interface: Interface) -> None:
    answer = interface.app.test_client().get("/api/v1/openapi.json")

    assert (answer.status_code, answer.mimetype) == (200, JSON)
    jsonschema_rs.Draft202012Validator(OPENAPI_31).validate(answer.get_json())
    assert answer.get_json()["openapi"].startswith("3.1")


def test_every_route_is_described_and_nothing_else(interface: Interface) -> None:
    described = {(m, p) for m, p, _ in operations(interface.description.document)}

    assert described == {
        (route.method, f"/api/v1{route.template}") for route in routes_of(interface.app)
    }


def test_no_request_is_without_a_schema(interface: Interface) -> None:
    schemas = interface.description.document["components"]["schemas"]
    for method, path, operation in operations(interface.description.document):
        for parameter in operation["parameters"]:
            schema = parameter["schema"]
            assert schema.get("type") == "string" or "$ref" in schema, (path, parameter)
        if method not in WRITING:
            continue
        body = operation["requestBody"]["content"][JSON]["schema"]["$ref"].rpartition("/")[2]
        assert schemas[body]["additionalProperties"] is False, (method, path)


def test_every_answer_has_a_schema_without_further_fields(interface: Interface) -> None:
    schemas = interface.description.document["components"]["schemas"]
    for method, path, operation in operations(interface.description.document):
        for status, answer in operation["responses"].items():
            named = answer["content"][JSON]["schema"]["$ref"].rpartition("/")[2]
            assert schemas[named]["additionalProperties"] is False, (method, path, status)
            assert (named == "Refused") == (int(status) >= 400), (method, path, status)


def test_every_operation_has_a_name_of_its_own_a_tag_and_needs_a_token(
    interface: Interface,
) -> None:
    document = interface.description.document
    found = [operation for _, _, operation in operations(document)]

    assert len({operation["operationId"] for operation in found}) == len(found)
    assert all(operation["security"] == [{"bearer": []}] for operation in found)
    assert all(operation["summary"] and len(operation["tags"]) == 1 for operation in found)
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    tags = {tag["name"] for tag in document["tags"]}
    assert {operation["tags"][0] for operation in found} == tags


def test_every_post_takes_a_key_and_every_put_answers_201_and_200(interface: Interface) -> None:
    for method, path, operation in operations(interface.description.document):
        keys = [p for p in operation["parameters"] if p["name"] == KEY and p["required"]]
        assert len(keys) == (method == "POST"), path
        assert method != "PUT" or {"200", "201"} <= operation["responses"].keys(), path
        assert method == "GET" or "409" in operation["responses"], path


def test_no_id_is_a_number(interface: Interface) -> None:
    for name, schema in interface.description.document["components"]["schemas"].items():
        for field, said in schema.get("properties", {}).items():
            kinds = [each.get("type") for each in (said, *said.get("anyOf", ()))]
            is_id = field == "id" or field.endswith("_id") or field == "replaces"
            assert not is_id or "string" in kinds, (name, field)
            assert not is_id or "integer" not in kinds, (name, field)
