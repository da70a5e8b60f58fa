"""Walks over the whole address book of the app: every route, every form, every answer."""
