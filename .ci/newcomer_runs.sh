#!/usr/bin/env bash
# The README's first set-up line, word for word, and what it must leave behind.
set -euo pipefail

line=$(grep -- '-m venv' README.md | sed -n 1p)
echo "\$ $line"
bash -euo pipefail -c "$line" | tee "$REPORTS/first_run.txt"

grep -q '2014-01' "$REPORTS/first_run.txt" || { echo "no table was printed"; exit 1; }
for kind in trajectory.parquet provenance.json '*.png'; do
    found=$(find results -name "$kind" -size +0 | head -n 1)
    [ -n "$found" ] || { echo "the run left no $kind"; exit 1; }
    echo "found $found"
done
leftover=$(find results -name '*.tmp' -o -name '*.part' -o -name '.*.parquet*')
[ -z "$leftover" ] || { echo "half-written files: $leftover"; exit 1; }
if [ -e .git ]; then
    [ -z "$(git status --porcelain)" ] || { git status --short; echo "the run left files that git does not ignore"; exit 1; }
fi

echo "every command answers:"
for command in "check scenarios/*.yaml scenarios/policies/*.yaml experiments/*/study.yaml" parameters outcomes levers programmes \
    schema "schema programme" "schema study" "schema county" \
    "check --explain scenarios/hamlet.yaml --policy scenarios/policies/village_sites.yaml"; do
    # The pattern in the first one is meant to expand.
    # shellcheck disable=SC2086
    .venv/bin/ruralsim $command >"$REPORTS/command.txt"
    echo "ruralsim $command: $(wc -l <"$REPORTS/command.txt") lines"
done

echo "a study of one's own can be checked, compared and handed on:"
mine="$REPORTS/../mine"
compared="$REPORTS/../compared"
.venv/bin/ruralsim new "$mine"
.venv/bin/ruralsim check "$mine"/*.yaml "$mine"/policies/*.yaml
.venv/bin/ruralsim compare "$mine/study.yaml" --draws 1 --replicates 2 --out "$compared" >"$REPORTS/comparison.txt"
.venv/bin/ruralsim table "$compared" --as csv,xlsx,dta
.venv/bin/ruralsim table "$compared/money" --as tex,docx
for name in differences.parquet money.csv provenance.json tables/differences.dta tables/money.docx tables/codebook.csv; do
    [ -s "$compared/$name" ] || { echo "the comparison left no $name"; exit 1; }
    echo "found $name"
done
