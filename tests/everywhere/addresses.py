"""Every method and address of the app, pages and interface, from its own address book."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from app.door.paths import API_PREFIX
from app.door.routes import Mark, mark_of
from app.registry.accounts.permissions import PERMISSIONS, Role

READING = "GET"
ROLES = tuple(role for role in Role if role is not Role.CONSOLE)


@dataclass(frozen=True)
class Address:
    """A method, an address with names for what stands in it, and who may call it."""

    method: str
    rule: str
    endpoint: str
    arguments: frozenset[str]
    mark: Mark

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def writes(self) -> bool:
        """Whether calling it may change something."""
        return self.method != READING

    @property
    def is_api(self) -> bool:
        """Whether it belongs to the interface, which is called with a token and answers JSON."""
        return self.rule.startswith(API_PREFIX)

    def lets_in(self, role: Role | None) -> bool:
        """Whether its mark lets somebody with this role call it; None has not signed in."""
        if self.mark.public:
            return True
        if role is None:
            return False
        return not self.mark.any_of or bool(PERMISSIONS[role].intersection(self.mark.any_of))

    def at(self, app: Flask, values: Mapping[str, object]) -> str:
        """The address with values in it."""
        given = {name: values[name] for name in self.arguments}
        return app.url_map.bind("localhost").build(self.endpoint, given, self.method)


def addresses_of(app: Flask) -> list[Address]:
    """All of them, in the order of the address book."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        mark = mark_of(app.view_functions[rule.endpoint])
        assert mark is not None, f"{rule.rule} does not say who may call it"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            arguments = frozenset(rule.arguments)
            found.append(Address(method, rule.rule, rule.endpoint, arguments, mark))
    return found
