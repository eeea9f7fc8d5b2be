"""How the bundled weights were made: data -> train -> export -> card. Nothing in the product imports this package.

    python -m analysis.training.train  --data DATA --base BASE --out RUN     fine-tune, one checkpoint an epoch, resumable
    python -m analysis.training.export --run RUN --name NAME                 ONNX, int8, into analysis/models/NAME
    python -m analysis.training.card   --data DATA --run RUN --name NAME     measure on the dev sets, write CARD.md

DATA is a folder of data sets laid out as in its INDEX.json; BASE a folder with the base encoder. Needs .training/requirements.txt.
"""
