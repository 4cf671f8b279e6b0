#!/bin/sh
# SPDX-License-Identifier: MIT
# 下载 Debian 12 的内核（linux-image-cloud-amd64），解开到文件夹里，不安装。./torture power 用 QEMU 启动它。
#
#   tests/torture/kernel.sh FOLDER
#
# FOLDER 里得到 boot/ 和 lib/；已经有了就什么也不做。
set -eu
top=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")")
. "$top/scripts/common.sh"

META=linux-image-cloud-amd64
folder=$1
if [ -e "$folder/boot" ]; then exit 0; fi

kernel_name() {
    apt-cache depends --no-suggests "$META" 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1
}

explain() {
    say "下载不到 Debian 12 的内核（$META），原因见上面。断电的试验要用它在 QEMU 里启动；请检查网络和软件源（/etc/apt），再运行一次。"
    exit "$EX_UNAVAILABLE"
}

if [ "$(dpkg --print-architecture 2>/dev/null)" != amd64 ]; then
    say "断电的试验只能在 amd64 的 Debian 12 上做。"
    exit "$EX_UNAVAILABLE"
fi
rm -rf "$folder.new"
mkdir -p "$folder.new"
say "需要先下载内核（约 27 MB，只解开，不安装）"
# What the lists know may be gone from the archive by now.
if ! (cd "$folder.new" && apt-get -q download "$(kernel_name)") >&2; then
    apt_get update || explain
    (cd "$folder.new" && apt-get -q download "$(kernel_name)") >&2 || explain
fi
dpkg-deb -x "$folder.new"/*.deb "$folder.new" || explain
rm "$folder.new"/*.deb
mv "$folder.new" "$folder"
