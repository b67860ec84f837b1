#!/bin/sh
# The examples of CommonMark and of GitHub's dialect, as setup.sh fetched them.
status=0
for case in "commonmark $CCHC_NPM/node_modules/commonmark-spec/spec.txt" "gfm $CCHC_SPEC/gfm.txt"; do
    # shellcheck disable=SC2086
    "$BUILD/tests/spec/spec_runner" $case tests/spec/differences.txt || status=1
done
exit $status
