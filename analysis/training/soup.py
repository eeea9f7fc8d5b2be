"""Averages the weights of several runs from the same base ("model soup", Wortsman et al. 2022) into one run.

    python -m analysis.training.soup --run RUN_A --run RUN_B [--share 0.5] --out RUN

--share is the part of the first run; a soup of a run with and one without the corpus keeps the benchmarks of the one and the register of
the other.
"""

import argparse
import pathlib
import shutil

import torch
import transformers


def main() -> None:
    """Command line of the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=pathlib.Path, action="append", required=True)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    first, *others = [transformers.AutoModelForSequenceClassification.from_pretrained(run / "model") for run in args.run]
    rest = (1 - args.share) / len(others)
    with torch.no_grad():
        for name, weight in first.named_parameters():
            weight.mul_(args.share)
            for other in others:
                weight.add_(other.get_parameter(name), alpha=rest)
    args.out.mkdir(parents=True, exist_ok=True)
    shutil.copytree(args.run[0] / "model", args.out / "model", dirs_exist_ok=True)
    first.save_pretrained(args.out / "model")
    shutil.copy(args.run[-1] / "log.jsonl", args.out / "log.jsonl")


if __name__ == "__main__":
    main()
