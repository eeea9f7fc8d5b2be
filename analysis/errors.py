"""What can go wrong on a user's input. The page and the command line catch AnalysisError; everything else is a defect."""


class AnalysisError(Exception):
    """Says what was found, where, what was expected and what to do."""


class ArticleError(AnalysisError):
    """A file that holds no readable article."""


class ModelError(AnalysisError):
    """A model that cannot be loaded or whose labels do not map to negative, neutral, positive."""


class ExportError(AnalysisError):
    """A table that cannot be written where or as asked."""


class CorrectionsError(AnalysisError):
    """A file of corrections that cannot be opened, read or written."""


class EvaluationError(AnalysisError):
    """Annotations that cannot be read, or have no article."""
