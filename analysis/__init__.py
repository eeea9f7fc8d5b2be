"""Article file -> quotes -> speakers -> people (capacity) -> roles -> apology statements -> scores -> tables, charts, exports.

from analysis import read_articles, load_scorer, analyse
"""

from analysis.articles import read_articles
from analysis.pipeline import Analysis, analyse
from analysis.scores import load_scorer

__all__ = ["Analysis", "analyse", "load_scorer", "read_articles"]
