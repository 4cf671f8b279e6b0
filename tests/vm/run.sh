#!/bin/sh
# SPDX-License-Identifier: MIT
# 用 QEMU 启动一台照手册设好的机器，按下所有能绕开别的终端的键，杀程序、插 U 盘、改启动命令、弄坏磁盘，看它还在不在。
# 要 root（做磁盘）。软件包、磁盘不是这份源代码的，先重新制作。图片和机器的日志在 build-check/vm/pictures/。
#
#   tests/vm/run.sh [plain|x|cage|kmscon|lines|boot]...
#
# plain   没有部署的机器：同样的办法都该得逞，不然这些检查就是摆设
# x       Xorg 上的 xterm；cage、kmscon 是另外两种显示方式
# lines   纯文字的机器，给用点显器的人
# boot    启动菜单、救援命令行、撤销
# 没有 KVM，每一样十来分钟；不写，就一样一样都试。最后一行是 "N passed, N failed"。
set -eu
top=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")")
. "$top/scripts/common.sh"

packages_install "$top/scripts/packages-vm.txt" "$top/scripts/packages-chroot.txt"
"$top/tests/vm/image.sh" "$top/build-check/vm"
exec python3 -B "$top/tests/vm/run.py" "$top/build-check/vm" "$top/build-check/vm/pictures" "$@"
