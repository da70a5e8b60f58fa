"""Seals: what happened is digested and chained; a row that is changed or lost is found."""
