"""Sentences in English and Chinese, made from the numbers of a comparison."""
