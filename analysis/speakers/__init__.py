"""Quotes -> attributions: who said each quote, by which words, cue and rule.

cues.py finds verbs of saying and their subjects (syntax); mentions.py keeps who is in view where, references.py tells which person a
subject is (discourse), phrases.py what a noun phrase says; attribution.py gives each quote the cheapest cue and joins split and continued
quotes.
"""

from analysis.speakers.attribution import attribute_quotes

__all__ = ["attribute_quotes"]
