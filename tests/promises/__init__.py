"""The promises of docs/promises.md: what the database refuses, and cuts that tests notice."""
