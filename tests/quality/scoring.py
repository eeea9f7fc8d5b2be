"""The gold sets shipped here, measured: articles read and scored, then analysis.evaluation."""

import pathlib

from analysis.articles import read_articles
from analysis.evaluation import Evaluation, evaluate, read_gold, texts_of
from analysis.pipeline import analyse
from analysis.scores import Scorer

HERE = pathlib.Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"


def measure(name: str, scorer: Scorer) -> Evaluation:
    """What a gold set gives: its articles lie beside the annotations, or in seeds/."""
    folder = HERE / "gold" / name
    golds = read_gold(folder)
    found = analyse(read_articles(texts_of(golds, [folder, SEEDS, SEEDS / "fictional"])), scorer)
    return evaluate(found.passages, found.statements, golds)
