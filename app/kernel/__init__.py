"""What every wing stands on; no word of the village is in here."""
