#!/bin/sh
# SPDX-License-Identifier: MIT
# 用 QEMU 启动一台照手册设好的机器，按下所有能绕开别的终端的键，看它还在不在。要 root（做磁盘）和几分钟。
# 图片和机器的日志在 build-check/vm/pictures/。
set -eu
top=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")")
. "$top/scripts/common.sh"

packages_install "$top/scripts/packages-vm.txt" "$top/scripts/packages-chroot.txt"
if [ ! -d "$top/build-check/package" ]; then "$top/scripts/package.sh"; fi
"$top/tests/vm/image.sh" "$top/build-check/vm"
exec python3 -B "$top/tests/vm/run.py" "$top/build-check/vm" "$top/build-check/vm/pictures"
