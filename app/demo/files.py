"""The files that the practice district is made from; they lie beside this module."""

from importlib.resources import files


def text_of(name: str) -> str:
    """A file of the demo, as text."""
    return (files("app.demo") / name).read_text(encoding="utf-8")


def bytes_of(name: str) -> bytes:
    """A file of the demo, as it is."""
    return (files("app.demo") / name).read_bytes()
