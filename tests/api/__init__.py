"""The JSON interface, as phones, tills and scripts meet it."""
