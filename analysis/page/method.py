"""What the numbers mean and what they do not; how often they are right; every label in plain words."""

import html

import pandas as pd
import streamlit as st

from analysis import evaluation
from analysis.page.filters import Screen
from analysis.page.labels import CAPACITIES, ROLES
from analysis.schema import CLOSE

MEANS = """
- **Sentiment** is the polarity of the quoted words alone, from -1 to 1, for a reader who does not know the case. An apology scores negative: it says
  *sorry*, *wrong*, *hurt*. It does not say whether the apology is good.
- **Stance** is how a quote stands toward the other side: conciliatory or in favour above zero, against it below. It follows from what the quote does
  (its role) and from the model's reading of the words.
- **Role** is what the quote does; **capacity** is in which relation to the act its speaker stands. "Accused" and "harmed" say nothing of proof.
- **Completeness** counts which of six components an apology holds (regret, explanation, responsibility, repentance, repair, a request for
  forgiveness), **flags** what weakens it. Both are shown with the words that decided.
- **Certainty** is how sure the machine is of a quote's labels. The least certain come first on the page *Review*.
- **Cannot tell** is an answer: where nothing in the article decides, the label stays empty and is shown as such; a sentiment or stance whose two
  likeliest classes lie less than CLOSE apart is shown so too, because at least half of such answers are wrong. Its score still counts in the means.
""".replace("CLOSE", str(CLOSE))
NOT = """
- No number here judges **sincerity**, truth, or guilt.
- A mean of few quotes is a mean of few quotes: *n* stands beside every mean, and below five quotes no interval is drawn.
- What an article quotes is a choice of its writers. Counts of quotes are not counts of opinions.
- Paragraphs and quotes are scored apart and never averaged together: a quote lies inside its paragraph.
- Labels are a machine's proposals. A correction changes every chart, table and file at once; the machine's value stays beside it.
"""


SETS = {"seeds": "articles that came with it", "dev": "articles read while it was built", "held_out": "fiction nobody had seen", "held_out_news": "news-like articles nobody had seen"}


def show_accuracy() -> None:
    """What was measured on annotated articles, with intervals."""
    sets = evaluation.measured()
    if not sets:
        return
    st.subheader("How often the machine is right", anchor=False)
    st.html(f"<p>{html.escape(evaluation.accuracy_in_words())} What is asked of your own articles most resembles the last column.</p>")
    names = [n for n in SETS if n in sets]
    rows = {evaluation.NAMES.get(key, key.replace("_", " ")): [str(sets[n].measures.get(key, "-")) for n in names] for key in sets[names[-1]].measures}
    table = pd.DataFrame(rows, index=[f"{SETS[n]} ({sets[n].articles})" for n in names]).T
    first = [label for label in evaluation.NAMES.values() if label in table.index]
    st.table(table.loc[first])
    with st.expander("All measures"):
        st.table(table)


def show(screen: Screen | None) -> None:
    """Meaning, limits, accuracy, labels."""
    st.header("What these numbers mean", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("They mean", anchor=False)
        st.markdown(MEANS)
    with right:
        st.subheader("They do not mean", anchor=False)
        st.markdown(NOT)
    show_accuracy()
    if screen:
        st.caption(f"Model: {screen.view.model}. Everything runs on this computer; no text leaves it.")
    st.subheader("Labels in plain words", anchor=False)
    roles, capacities = st.columns(2, gap="large")
    roles.table(pd.DataFrame({"role": [r.replace("_", " ") for r in ROLES], "meaning": list(ROLES.values())}).set_index("role"))
    capacities.table(pd.DataFrame({"capacity": [n for n, _ in CAPACITIES.values()], "meaning": [m for _, m in CAPACITIES.values()]}).set_index("capacity"))
