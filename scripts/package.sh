#!/bin/sh
# SPDX-License-Identifier: MIT
# 制作 Debian 软件包，并用 lintian 检查。包放在 build-check/package/；源代码目录里什么都不留下。
#
#   scripts/package.sh [--tests | --if-changed]
#
# --tests       制作时把测试也编译、运行一遍（./check 已经测过，不必）
# --if-changed  源代码和上次制作时一样，就不再制作
set -eu
top=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
. "$top/scripts/common.sh"

out=$top/build-check/package

# What is in the checkout, changes that are not committed included, without what builds left there.
sources() {
    tar -C "$top" --exclude=./.git --exclude='./build*' --exclude=__pycache__ "$@" .
}

# One number for all that packages are made of: names, modes and contents, not times and owners.
sum_of_sources() {
    sources --exclude=./tests/vm --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - | sha256sum
}

if [ "${1:-}" = --if-changed ] && [ "$(cat "$out/sources.sha256" 2>/dev/null)" = "$(sum_of_sources)" ]; then
    say "软件包就是这份源代码的：$out/"
    exit 0
fi

options=nocheck
lists="packages-run.txt packages-package.txt"
if [ "${1:-}" = --tests ]; then
    options=
    lists="$lists packages-check.txt"
fi
# shellcheck disable=SC2086
(cd "$top/scripts" && packages_install $lists)
for tool in dpkg-buildpackage dh lintian; do
    if ! command -v "$tool" >/dev/null; then
        say "没有 $tool，做不了软件包；要在 Debian 12 上，先装好 scripts/packages-package.txt 里的软件包。"
        exit "$EX_UNAVAILABLE"
    fi
done

rm -rf "$out"
mkdir -p "$out/yibentong"
sum=$(sum_of_sources)
sources -cf - | tar -xf - -C "$out/yibentong"

cd "$out/yibentong"
export DEB_BUILD_OPTIONS="$options" DEB_BUILD_PROFILES="$options" LC_ALL=C.UTF-8
if ! dpkg-buildpackage --unsigned-source --unsigned-changes --build=full >"$out/build.log" 2>&1; then
    tail -n 60 "$out/build.log"
    say "软件包没有做成，原因见上面；全部输出在 $out/build.log"
    exit 1
fi

cd "$out"
lintian --no-cfg --fail-on error,warning --tag-display-limit 0 --allow-root ./*.changes >lintian.log 2>&1 || {
    cat lintian.log
    say "lintian 有意见，见上面。"
    exit 1
}
if ! "$top/scripts/hardening.sh" "$out"/yibentong_*.deb; then exit 1; fi
printf '%s\n' "$sum" >"$out/sources.sha256"
say "软件包在 $out/ 里："
ls -- ./*.deb
