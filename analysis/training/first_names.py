"""Makes analysis/first_names.json: first names by usual gender, from the Latin-script locales of Faker (MIT licence).

    python -m pip install faker==40.54.0 && python -m analysis.training.first_names

Only names that no locale lists for the other gender are kept: the speaker rules use a name as evidence, never as proof.
"""

import importlib
import json
import pathlib
import pkgutil
import re
import unicodedata

NAME = re.compile(r"[a-z\u00c0-\u024f'-]{2,}")


def names_of(provider: object, attribute: str) -> set[str]:
    """The lower-case names under one attribute of a locale's provider, with and without accents."""
    names = {str(n).lower() for n in getattr(provider, attribute, ())}
    plain = {"".join(c for c in unicodedata.normalize("NFD", n) if not unicodedata.combining(c)) for n in names}
    return {n for n in names | plain if NAME.fullmatch(n)}


def main() -> None:
    """Writes the file next to the package's modules."""
    import faker.providers.person

    female: set[str] = set()
    male: set[str] = set()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for suffix in ("", "_latin", "_romanized", "_en"):
            female |= names_of(provider, f"first_names_female{suffix}") | names_of(provider, f"first_romanized_names_female{suffix}")
            male |= names_of(provider, f"first_names_male{suffix}") | names_of(provider, f"first_romanized_names_male{suffix}")
    table = {"source": "Faker 40.54.0, MIT licence", "f": sorted(female - male), "m": sorted(male - female)}
    path = pathlib.Path(__file__).parents[1] / "first_names.json"
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
