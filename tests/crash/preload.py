"""Imported once by the process that the others are forked from: it builds what they all need."""

from tests.crash.children import ready_app

ready_app()
