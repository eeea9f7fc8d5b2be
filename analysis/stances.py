"""Role and model -> stance: how a quote stands toward its target, by what it does and by its words.

The label scheme ties stance closely to role (a demand is against, an acceptance in favour, an apology conciliatory unless flagged), and a
sentence model reads "I forgive her" better than "I got to be second". So the roles give the prior, each with its probability and its stances as counted on
the annotated corpus, and the model's probabilities move it.
"""

import numpy as np

from analysis.schema import Role

COUNTED = {
    Role.APOLOGY: (12, 178, 608),
    Role.JUSTIFICATION: (15, 215, 63),
    Role.DENIAL: (232, 90, 0),
    Role.CORRECTIVE_ACTION: (0, 0, 112),
    Role.HARM_ACCOUNT: (357, 0, 0),
    Role.CRITICISM: (786, 1, 1),
    Role.ACCOUNTABILITY_DEMAND: (204, 5, 0),
    Role.ACCEPTANCE: (0, 1, 256),
    Role.SUPPORT_FOR_VICTIM: (0, 0, 163),
    Role.SUPPORT_FOR_ACCUSED: (0, 0, 317),
    Role.OFFENCE_QUOTE: (278, 18, 13),
    Role.NEUTRAL: (0, 383, 0),
}
"""Quotes of the corpus (analysis/training/corpus) by role: negative, neutral, positive stance."""
SHARES = np.array([COUNTED[role] for role in Role], dtype=np.float64)
SHARES /= SHARES.sum(axis=1, keepdims=True)
SMOOTHING, MODEL_SHARE = 0.1, 0.5  # added to each share; exponent of the model's probabilities. The best of 20 pairs on 39 articles unseen by the reading model


def combine_stance(roles: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Stance probabilities, shape (n, 3), rows sum to 1, from each quote's role probabilities, shape (n, 12), and the model's probabilities of the
    stances, shape (n, 3)."""
    weighted = (roles @ SHARES + SMOOTHING) * np.maximum(probabilities, 1e-3) ** MODEL_SHARE
    return np.asarray(weighted / weighted.sum(axis=1, keepdims=True))
