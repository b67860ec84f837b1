#!/bin/sh
# setup.sh build|test|full - installs what is missing, and says what and why. Where all is there it asks nobody.
# build: what the program is made of. test: what its tests need too. full: a browser, an office suite and a web server too.
set -eu
cd "$(dirname "$0")/.."
level=${1:-build}
npm_dir=build/npm
spec_dir=build/spec
missing=

# need PACKAGE WHY PROBE...: notes the package where the probe fails.
need() {
    package=$1 why=$2
    shift 2
    "$@" >/dev/null 2>&1 && return
    missing="$missing $package"
    reasons="${reasons:-}  $package: $why
"
}

cmd() { command -v "$1"; }
pc() { pkg-config --exists "$1"; }
fuzzer() { echo 'int LLVMFuzzerTestOneInput(const char *s, long n) { return !s || !n; }' | clang -fsanitize=fuzzer -x c - -o /dev/null; }
header() { printf '#include <%s>\n' "$1" | cc -E -x c -; }

need_build() {
    need gcc "trình biên dịch C" cmd cc
    need libc6-dev "thư viện chuẩn của C" header stdio.h
    need binutils "gói các phần của chương trình (ar)" cmd ar
    need pkg-config "tìm các thư viện dưới đây" cmd pkg-config
    need libcmark-gfm-dev "đọc Markdown" pc libcmark-gfm
    need libcmark-gfm-extensions-dev "bảng và chú thích cuối trang trong Markdown" header cmark-gfm-core-extensions.h
    need liblua5.4-dev "chạy giao diện và phần mở rộng" pc lua5.4
    need libyaml-dev "đọc YAML" pc yaml-0.1
    need libpcre2-dev "biểu thức chính quy" pc libpcre2-8
    need libutf8proc-dev "chuẩn hóa chữ tiếng Việt" pc libutf8proc
    need libxxhash-dev "dấu vân tay của tệp" pc libxxhash
    need libjansson-dev "đọc JSON" pc jansson
    need libqrencode-dev "mã QR trên bản in" pc libqrencode
}

need_test() {
    need libcmocka-dev "kiểm thử từng phần" pc cmocka
    need python3 "chạy các bộ kiểm thử" cmd python3
    need lua5.4 "kiểm thử phần mở rộng" cmd lua5.4
    need nodejs "bộ ví dụ CommonMark, kiểm tra HTML" cmd node
    need npm "cài các gói của Node.js" cmd npm
    need ca-certificates "tải gói một cách an toàn" test -e /etc/ssl/certs/ca-certificates.crt
}

# On Ubuntu chromium is a snap, which does not run everywhere: there its tests are skipped.
chromium_is_deb() { ! grep -qs '^ID=ubuntu' /etc/os-release; }

need_full() {
    if chromium_is_deb; then need chromium "xem trang như người đọc" cmd chromium; fi
    need poppler-utils "đọc bản in PDF" cmd pdftotext
    need zbar-tools "đọc mã QR trên tờ niêm yết" cmd zbarimg
    need libreoffice-calc "mở bảng CSV" cmd soffice
    need xlsx2csv "nhập bảng tính .xlsx" cmd xlsx2csv
    need nginx "thử cấu hình máy chủ" test -x /usr/sbin/nginx
    need default-jre-headless "bộ kiểm tra HTML của W3C" cmd java
    need cppcheck "soát mã C" cmd cppcheck
    need lua-check "soát mã Lua" cmd luacheck
    need valgrind "soát bộ nhớ" cmd valgrind
    need clang "thử dữ liệu ngẫu nhiên" cmd clang
    need libclang-rt-dev "thử dữ liệu ngẫu nhiên" fuzzer
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi
}

cannot() {
    printf '%s Xin hãy cài các gói sau (tên của Debian) rồi chạy lại:\n %s\n' "$1" "$missing" >&2
    exit 2
}

# Asks for fresh lists only where the packages are unknown or their files are gone.
apt_install() {
    command -v apt-get >/dev/null || cannot "Máy này không có apt-get."
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || cannot "Cần quyền root, mà máy này không có sudo."
    printf 'Cài các gói còn thiếu:\n%s' "$reasons"
    # shellcheck disable=SC2086
    if ! apt-cache show $missing >/dev/null 2>&1 || ! apt_get install $missing; then
        apt_get update || true # one list that does not answer is no reason to give up
        apt_get install $missing || cannot "apt-get không cài được."
    fi
}

apt_get() {
    verb=$1
    shift
    as_root env DEBIAN_FRONTEND=noninteractive apt-get "$verb" -y -q=2 --no-install-recommends "$@"
}

# Node packages at the exact versions of package.json, outside of what git tracks.
npm_install() {
    [ -e "$npm_dir/$1" ] && cmp -s tests/package.json "$npm_dir/package.json" && return
    mkdir -p "$npm_dir"
    cp tests/package.json "$npm_dir/package.json"
    echo "Cài các gói của Node.js cho kiểm thử vào $npm_dir"
    if ! (cd "$npm_dir" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error ${2:+"$2"}); then
        echo "npm không cài được các gói; kiểm thử nào cần chúng sẽ được bỏ qua." >&2
        return
    fi
    rm -f "$npm_dir/test" "$npm_dir/full"
    touch "$npm_dir/$1" "$npm_dir/test"
}

# The cases of GitHub's dialect, out of Debian's source package of the library that we use.
gfm_spec() {
    [ -s "$spec_dir/gfm.txt" ] && return
    if ! command -v apt-get >/dev/null || ! tests/debian-source.sh cmark-gfm test/spec.txt "$spec_dir/gfm.txt"; then
        echo "Không tải được mã nguồn cmark-gfm; các ví dụ GFM sẽ được bỏ qua." >&2
    fi
}

need_build
[ "$level" = build ] || need_test
[ "$level" != full ] || need_full
[ -z "$missing" ] || apt_install
case $level in
test) npm_install test --omit=dev ;;
full) npm_install full ;;
esac
[ "$level" = build ] || gfm_spec
