#!/bin/sh
# Runs test programs and adds up what cmocka says of each:
#     sh tests/run.sh BUILD TESTPROGRAM...
# Last line: "N passed, N failed". Exit status 0 only if nothing failed and something passed.

if [ $# -lt 2 ]; then
    echo "usage: sh tests/run.sh BUILD TESTPROGRAM..." >&2
    exit 2
fi

cd "$(dirname "$0")/.." || exit 2
MARSAD_TESTS=tests
MARSAD_DATA=.
MARSAD_BUILD=$1
LC_ALL=C.UTF-8
LSAN_OPTIONS=suppressions=$(pwd)/tests/lsan.txt:print_suppressions=0${LSAN_OPTIONS:+:$LSAN_OPTIONS}
export MARSAD_TESTS MARSAD_DATA MARSAD_BUILD LC_ALL LSAN_OPTIONS
shift

output=$(mktemp) || exit 2
trap 'rm -f "$output"' EXIT
trap 'exit 130' INT TERM

# Sum of the numbers in the summary lines that begin with this word: "[  PASSED  ] 12 test(s).".
count() {
    sed -n "s/^\[ *$1 *\] \([0-9][0-9]*\) test(s).*/\1/p" "$output" |
        { sum=0; while read -r number; do sum=$((sum + number)); done; echo "$sum"; }
}

# What is wrong with a program that ends with this status after so many tests, beyond failed tests.
ending() { # STATUS PASSED FAILED SKIPPED
    if [ "$1" -gt 128 ] && [ "$1" -ne "$3" ]; then
        echo "crashed (signal $(($1 - 128)))"
    elif [ $(($2 + $3 + $4)) -eq 0 ]; then
        echo "ran no test (exit status $1)"
    elif [ "$1" -ne 0 ] && [ "$3" -eq 0 ]; then
        echo "exit status $1 though no test failed"
    fi
}

all_passed=0
all_failed=0
for program in "$@"; do
    name=$(basename "$program")
    "$program" >"$output" 2>&1
    status=$?
    passed=$(count PASSED)
    failed=$(count FAILED)
    skipped=$(count SKIPPED)
    trouble=$(ending "$status" "$passed" "$failed" "$skipped")
    if [ -n "$trouble" ]; then
        failed=$((failed + 1))
    fi
    all_passed=$((all_passed + passed))
    all_failed=$((all_failed + failed))
    line="$name: $passed passed"
    [ "$failed" -eq 0 ] || line="$line, $failed failed"
    [ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
    [ -z "$trouble" ] || line="$line, $trouble"
    if [ "$failed" -eq 0 ]; then
        echo "ok    $line"
    else
        echo "FAIL  $line"
        grep -v -e '^\[ RUN      \]' -e '^\[       OK \]' "$output"
    fi
done

echo "$all_passed passed, $all_failed failed"
[ "$all_failed" -eq 0 ] && [ "$all_passed" -gt 0 ]
