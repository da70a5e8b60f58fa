"""Who and where: people, places, households, cards."""
