"""The month: what is scored, the visits, and the round from the door to the ledger."""
