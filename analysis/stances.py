"""Role and model -> stance: how a quote stands toward its target, by what it does and by its words.

The label scheme ties stance closely to role (a demand is against, an acceptance in favour, an apology conciliatory unless flagged), and a
sentence model reads "I forgive her" better than "I got to be second". So the role gives the prior, counted on the annotated corpus, and the
model's probabilities move it.
"""

import numpy as np

from analysis.schema import Role

COUNTED = {
    Role.APOLOGY: (2, 33, 191),
    Role.JUSTIFICATION: (3, 61, 16),
    Role.DENIAL: (79, 23, 0),
    Role.CORRECTIVE_ACTION: (0, 0, 44),
    Role.HARM_ACCOUNT: (122, 0, 0),
    Role.CRITICISM: (176, 0, 0),
    Role.ACCOUNTABILITY_DEMAND: (71, 0, 0),
    Role.ACCEPTANCE: (1, 0, 88),
    Role.SUPPORT_FOR_VICTIM: (0, 0, 59),
    Role.SUPPORT_FOR_ACCUSED: (0, 0, 88),
    Role.OFFENCE_QUOTE: (79, 5, 3),
    Role.NEUTRAL: (0, 99, 0),
}
"""Quotes of the corpus (analysis/training/corpus, 84 articles) by role: negative, neutral, positive stance."""
SMOOTHING = 8.0  # quotes added to each cell: the role itself is right only two times in three
MODEL_SHARE = 0.25  # exponent of the model's probabilities beside the prior; of 0.25, 0.5, 1 the best on seeds/fictional and the dev articles


def combine_stance(roles: list[Role], probabilities: np.ndarray) -> np.ndarray:
    """Stance probabilities, shape (n, 3), rows sum to 1, from each quote's role and the model's probabilities of the same shape."""
    if not roles:
        return probabilities
    prior = np.array([COUNTED[role] for role in roles], dtype=np.float64) + SMOOTHING
    weighted = prior / prior.sum(axis=1, keepdims=True) * np.maximum(probabilities, 1e-3) ** MODEL_SHARE
    return np.asarray(weighted / weighted.sum(axis=1, keepdims=True))
