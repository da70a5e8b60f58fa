"""Files for paper and for Excel, opened again and read as their receiver would."""
