#!/bin/sh
# SPDX-License-Identifier: MIT
# 检查软件包里的每个程序和模块，是不是按加固的选项编译的。
#
#   scripts/hardening.sh PACKAGE.deb
#
# Position independent, all symbols bound at the start and then read-only, no executable stack, checked string functions.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dpkg-deb -x "$1" "$folder"

wrong=0
complain() {
    printf '%s：%s\n' "${file#"$folder"}" "$1"
    wrong=1
}

find "$folder/usr" -type f \( -path '*/bin/*' -o -name '*.so' \) >"$folder/list"
[ -s "$folder/list" ] || { echo "$1：一个程序都没有"; exit 1; }
while IFS= read -r file; do
    readelf -hlW "$file" >"$folder/elf"
    readelf -dW "$file" >"$folder/dynamic"
    grep -q 'Type: *DYN' "$folder/elf" || complain "不是位置无关的（PIE）"
    grep -q GNU_RELRO "$folder/elf" || complain "没有 RELRO"
    grep -Eq 'BIND_NOW|FLAGS.*NOW' "$folder/dynamic" || complain "没有立即绑定（BIND_NOW）"
    if grep -q 'GNU_STACK.*E ' "$folder/elf"; then complain "栈可以执行"; fi
    case $file in
    */bin/*) readelf --dyn-syms -W "$file" | grep -q '_chk@' || complain "没有检查字符串函数（_FORTIFY_SOURCE）" ;;
    esac
done <"$folder/list"
exit "$wrong"
