#!/usr/bin/env bash
# From YAML to answers and pictures, on the samples of 旭川市 and 吹田市. Run by `make demo`.
#
# Every plan is evaluated and its answer verified without a solver; one plan of each sample is also
# told in full, in the month of its first cutover: what is mixed, which bridges stand, which tests
# are due, and a picture. Answers and pictures go to out/ (or to $OUT).
set -euo pipefail
cd "$(dirname "$0")/.."
OUT=${OUT:-out}
if [ -t 1 ]; then BOLD=$'\033[1m' PLAIN=$'\033[0m'; else BOLD='' PLAIN=''; fi

# ask COMMAND…: shows a command, runs it, and returns its exit code; anything above 1 ends the demo.
# (0: done; 1: done, and something is broken, as a plan that breaks a rule is.)
ask() {
  local code=0
  printf '\n%s$ %s%s\n' "$BOLD" "$*" "$PLAIN"
  "$@" || code=$?
  if [ "$code" -gt 1 ]; then
    echo "demo: exit code $code" >&2
    exit "$code"
  fi
  return "$code"
}

# The month of a plan's first cutover, in which the landscape is usually mixed.
first_cutover() { sed -nE 's/^ +[^#]*: *"?([0-9]{4}-[0-9]{2})"?.*/\1/p' "$1" | sort | head -n 1; }

# evaluate_and_verify SAMPLE PLAN: the answer as a file, re-checked by code that shares nothing with the solvers.
evaluate_and_verify() {
  local folder=sample_landscapes/$1 evaluated=0 verified=0
  local answer=$OUT/$1/$2.json
  ask kakehashi evaluate "$folder/landscape.yaml" "$folder/plans/$2.yaml" --format json -o "$answer" || evaluated=$?
  ask kakehashi verify "$folder/landscape.yaml" "$answer" || verified=$?
  if [ "$evaluated" != "$verified" ]; then
    echo "demo: evaluate ended with $evaluated, but verify with $verified" >&2
    exit 1
  fi
}

# tell SAMPLE PLAN: one plan in words and pictures.
tell() {
  local landscape=sample_landscapes/$1/landscape.yaml plan=sample_landscapes/$1/plans/$2.yaml month format
  month=$(first_cutover "$plan")
  ask kakehashi evaluate "$landscape" "$plan" || true
  ask kakehashi status "$landscape" --plan "$plan" --month "$month" || true
  ask kakehashi bridges "$landscape" "$plan" || true
  ask kakehashi tests "$landscape" "$plan" --month "$month" || true
  for format in svg png; do
    ask kakehashi diagram "$landscape" --plan "$plan" --month "$month" -o "$OUT/$1/$2-$month.$format"
  done
}

# demo SAMPLE PLAN: all plans of a sample, and PLAN in full.
demo() {
  local plan
  printf '\n━━ %s\n' "$1"
  mkdir -p "$OUT/$1"
  ask kakehashi validate "sample_landscapes/$1/landscape.yaml"
  for plan in sample_landscapes/"$1"/plans/*.yaml; do
    evaluate_and_verify "$1" "$(basename "$plan" .yaml)"
  done
  tell "$1" "$2"
}

# order SAMPLE: the patterns of the order of migration side by side, with a picture; the plan of least cost, verified.
order() {
  local landscape=sample_landscapes/$1/landscape.yaml
  ask kakehashi compare "$landscape" --picture "$OUT/$1/comparison.svg"
  ask kakehashi optimize "$landscape" --format json -o "$OUT/$1/optimum.json"
  ask kakehashi verify "$landscape" "$OUT/$1/optimum.json"
}

# what_if SAMPLE PLAN: the plan kept under each scenario that stands beside the sample.
what_if() {
  local landscape=sample_landscapes/$1/landscape.yaml plan=sample_landscapes/$1/plans/$2.yaml
  ask kakehashi whatif "$landscape" "$plan" --scenarios "sample_landscapes/$1/scenarios.yaml" || true
}

# hand_out SAMPLE PLAN VENDOR: what the vendor is asked, and what it is handed.
hand_out() {
  local landscape=sample_landscapes/$1/landscape.yaml plan=sample_landscapes/$1/plans/$2.yaml
  ask kakehashi questions "$landscape" --vendor "$3"
  ask kakehashi pack "$landscape" "$plan" --vendor "$3" -o "$OUT/$1/$3.zip"
}

demo asahikawa actual
what_if asahikawa actual
hand_out asahikawa actual vendor-x
demo suita p3a
order suita

printf '\n━━ answers and pictures\n'
find "$OUT/asahikawa" "$OUT/suita" -type f | sort
