"""Codes become sentences, in Chinese and in English: for every refusal, state and role."""
