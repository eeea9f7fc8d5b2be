"""Articles read and scored outside the script thread: one job a session, results kept for all sessions."""

import collections
import hashlib
import threading
from collections.abc import Callable

from analysis.errors import AnalysisError
from analysis.pipeline import Analysis, analyse
from analysis.schema import Article
from analysis.scores import Scorer

KEPT = 5000  # analyses; the oldest are dropped first


class Stopped(Exception):
    """The reader stopped the job."""


class Results:
    """Analyses by key, and the one scorer; shared by all sessions and threads. Two sessions that open the same article do the work once."""

    def __init__(self, load: Callable[[], Scorer]) -> None:
        self._load = load
        self._scorer: Scorer | None = None
        self._found: collections.OrderedDict[str, Analysis] = collections.OrderedDict()
        self._loading = threading.Lock()
        self._reading: dict[str, threading.Lock] = {}

    def scorer(self) -> Scorer:
        """The scorer, loaded on first use."""
        with self._loading:
            self._scorer = self._scorer or self._load()
        return self._scorer

    def get(self, key: str) -> Analysis | None:
        """The analysis, None where there is none yet."""
        return self._found.get(key)

    def make(self, key: str, article: Article, progress: Callable[[str, int, int], None]) -> None:
        """Reads and scores one article unless another session just has."""
        scorer = self.scorer()
        with self._reading.setdefault(key, threading.Lock()):
            progress("reading", 0, 1)
            if key not in self._found:
                self._found[key] = analyse([article], scorer, progress=progress)
                while len(self._found) > KEPT:
                    self._found.popitem(last=False)


def key_of(article: Article) -> str:
    """Tells articles apart by all that the tables show of them."""
    return hashlib.sha256(f"{article.id}\0{article.fictional}\0{article.text}".encode(errors="surrogatepass")).hexdigest()


class Job(threading.Thread):
    """Articles read one after the other in a thread. `done` of `total`; `doing` says what is under way; `failures` maps a key to a message."""

    def __init__(self, articles: list[Article], results: Results) -> None:
        super().__init__(daemon=True)
        self.articles, self.results = articles, results
        self.total, self.done, self.doing = len(articles), 0, "Loading the model"
        self.share = 0.0  # of the article under way
        self.failures: dict[str, str] = {}
        self._stop_asked = threading.Event()

    @property
    def stopped(self) -> bool:
        """Whether the reader stopped it."""
        return self._stop_asked.is_set()

    def stop(self) -> None:
        """Gives the job up; what is done stays. The thread itself ends at its next report of progress."""
        self._stop_asked.set()

    def _progress(self, what: str, done: int, of: int) -> None:
        if self.stopped:
            raise Stopped
        self.share = 0.5 * done / max(of, 1) + 0.5 if what.startswith("scoring") else 0.1

    def run(self) -> None:
        """Works through the articles; one that fails is noted and the others go on."""
        for article in self.articles:
            if self.stopped:
                return
            self.doing, self.share = f"Reading {article.headline}", 0.0
            try:
                self.results.make(key_of(article), article, self._progress)
            except Stopped:
                return
            except AnalysisError as error:
                self.failures[key_of(article)] = f"{article.id}: {error}"
            except Exception as error:  # a defect in one article must not take the others along; it is shown, with what it was
                self.failures[key_of(article)] = f"{article.id}: could not be analysed ({type(error).__name__}: {error}). The other articles are shown; please report this one."
            self.done += 1
