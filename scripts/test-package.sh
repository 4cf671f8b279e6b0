#!/bin/sh
# SPDX-License-Identifier: MIT
# 在一个刚装好的 Debian 12（chroot）里安装、部署、撤销、升级、卸载、清除软件包，逐项检查。要 root。
# 软件包不是这份源代码的，先重新制作。
# 最后一行是 "N passed, N failed"。
# shellcheck disable=SC2016
set -eu
top=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
. "$top/scripts/common.sh"
. "$top/scripts/chroot.sh"

packages=$top/build-check/package
work=$top/build-check/chroot
root=$work/root
passed=0
failed=0

if [ "$(id -u)" -ne 0 ]; then
    say "要管理员权限：sudo scripts/test-package.sh"
    exit "$EX_NOPERM"
fi

packages_install "$top/scripts/packages-chroot.txt"

inside() {
    chroot_run "$root" "$@"
}

# check WORDS COMMAND…
check() {
    words=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        printf '通过  %s\n' "$words"
        passed=$((passed + 1))
    else
        printf '失败  %s\n' "$words"
        sed 's/^/      /' "$work/output" | tail -n 20
        failed=$((failed + 1))
    fi
}

is_absent() {
    [ ! -e "$root$1" ] && [ ! -L "$root$1" ]
}

contains() {
    grep -qF -- "$2" "$root$1"
}

is_not() {
    ! "$@"
}

# Whether a command inside says no, and not that it could not be run: chroot and sh say that with 125 to 127.
refuses() {
    code=0
    inside "$@" || code=$?
    [ "$code" -ne 0 ] && [ "$code" -lt 125 ]
}

# finds_nothing SCRIPT: lists what should not be there; it has to run to its end and to list nothing.
finds_nothing() {
    inside sh -euc "$1" >"$work/found" || return 1
    cat "$work/found"
    [ ! -s "$work/found" ]
}

says() {
    grep -qF -- "$1" "$work/said"
}

mode_is() {
    [ "$(inside stat -c '%a %U %G' "$1")" = "$2" ]
}

# What find is to say of the files of the system; not of what apt and dpkg note for themselves.
find_files() {
    find . -xdev \( -path ./proc -o -path ./dev -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/apt -o -path ./var/lib/dpkg \
        -o -path ./run -o -path ./tmp \) -prune -o "$@"
}

# Every file of the system with type, mode, owner and target, and the sum of its content, "./path …" a line.
snapshot() {
    (cd "$root" && find_files -printf '%p %y %m %U:%G %l\n' && find_files -type f -exec sha256sum {} + | sed 's/^\([0-9a-f]*\)  \(.*\)$/\2 \1/') |
        sort >"$1"
}

# Of those, what yibentong-deploy has written down, its own list included.
snapshot_deployed() {
    snapshot "$1.all"
    sed -n 's/^\(new\|saved\) //p' "$root/var/lib/yibentong-deploy/changes" | sed 's/.*/.& /' >"$1.names"
    echo ./var/lib/yibentong-deploy >>"$1.names"
    grep -F -f "$1.names" "$1.all" >"$1"
}

# The package once more, as a later version with another conffile, as an upgrade would bring it.
make_upgrade() {
    rm -rf "$work/upgrade"
    dpkg-deb -R "$packages"/yibentong_*.deb "$work/upgrade"
    sed -i 's/^Version: .*/&+1/' "$work/upgrade/DEBIAN/control"
    echo '# 新版本多了一行' >>"$work/upgrade/etc/yibentong/yibentong.conf"
    (cd "$work/upgrade" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | xargs -0 md5sum >DEBIAN/md5sums)
    dpkg-deb --root-owner-group -b "$work/upgrade" "$root/root/upgrade.deb" >/dev/null
}

begin() {
    mkdir -p "$work"
    chroot_base "$work/base.tar"
    rm -rf "$root"
    mkdir "$root"
    tar -C "$root" -xf "$work/base.tar"
    cp "$packages"/yibentong_*.deb "$packages"/yibentong-handbook-jilin_*.deb "$root/root/"
    inside apt-get -q update >"$work/update.log" 2>&1
}

test_install() {
    inside sh -c 'apt-get -q install -y --no-install-recommends /root/yibentong_*.deb /root/yibentong-handbook-jilin_*.deb' \
        >"$work/install.log" 2>&1 || tail -n 20 "$work/install.log"
    check "装上了" inside dpkg-query -W -f '${db:Status-Status}\n' yibentong
    check "程序能回答" inside sh -c '[ "$(yibentong list | wc -l)" -eq 12 ]'
    check "以自助终端的用户也能" inside runuser -u yibentong -- yibentong show 6
    check "库都找得到" inside sh -c '! ldd /usr/bin/yibentong | grep "not found"'
    check "没有中文字体，A4 不做，说要装什么" inside sh -c 'yibentong print 6 --paper a4 --output /root/6.pdf 2>&1 | grep "请安装 fonts-noto-cjk\$"'
    check "用户没有 shell" inside sh -c 'getent passwd yibentong yibentong-display | grep -c ":/usr/sbin/nologin$" | grep -qx 2'
    check "用户没有口令" inside sh -c 'grep -E "^yibentong(-display)?:[!*]" /etc/shadow | wc -l | grep -qx 2'
    check "用户在组 lp 里" inside sh -c 'id -nG yibentong | grep -qw lp'
    check "数据目录归它" mode_is /var/lib/yibentong "2770 yibentong yibentong"
    check "公钥目录归 root" mode_is /etc/yibentong/keys "755 root root"
    check "没有自己打开自助终端" finds_nothing 'find /etc/systemd -name "yibentong*"'
    check "手册内容可读" inside yibentong --content /usr/share/yibentong/handbook.db list
    check "man 页都在" inside sh -c 'ls /usr/share/man/man1/yibentong.1.gz /usr/share/man/man7/yibentong-deploy.7.gz'
    check "没有留下不属于软件包的文件" finds_nothing \
        'find /usr /lib /etc -path "*yibentong*" ! -type d | while read -r f; do dpkg -S "$f" "${f#/usr}" 2>/dev/null | grep -q . || echo "$f"; done'
}

test_deploy() {
    check "没有 ssh 的，不设" refuses yibentong-deploy --apply
    check "也就什么都没有改" is_absent /var/lib/yibentong-deploy
    inside yibentong-deploy --apply --without-ssh >"$work/said" 2>&1 || tail -n 20 "$work/said"
    check "部署装上了显示用的软件包" inside dpkg-query -W xserver-xorg-core xterm fonts-noto-cjk
    check "systemd 对装好的单元没有意见" inside sh -c \
        'out=$(systemd-analyze verify --man=no /lib/systemd/system/yibentong-*.service /lib/systemd/system/yibentong-x.socket 2>&1); echo "$out"; [ -z "$out" ]'
    check "登录提示都屏蔽了" inside sh -c '[ "$(readlink /etc/systemd/system/getty@.service)" = /dev/null ]'
    inside yibentong-deploy --undo >/dev/null 2>&1
    mkdir -p "$root/etc/default" "$root/etc/grub.d"
    echo 'GRUB_TIMEOUT=5' >"$root/etc/default/grub"
    snapshot "$work/before"
    check "部署" inside yibentong-deploy --apply --without-ssh
    snapshot "$work/applied"
    check "部署改了文件" is_not cmp -s "$work/before" "$work/applied"
    check "撤销" inside yibentong-deploy --undo
    snapshot "$work/after"
    check "撤销以后每个文件都和以前一样" diff "$work/before" "$work/after"
}

test_upgrade() {
    echo '# 大厅自己改的一行' >>"$root/etc/yibentong/yibentong.conf"
    make_upgrade
    inside yibentong-deploy --apply --without-ssh >/dev/null 2>&1
    snapshot_deployed "$work/applied"
    check "升级" inside apt-get -q install -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold /root/upgrade.deb
    check "版本换了" inside sh -c "dpkg-query -W -f '\${Version}' yibentong | grep -q '+1\$'"
    check "改过的设置还在" contains /etc/yibentong/yibentong.conf 大厅自己改的一行
    check "新版本的设置放在旁边" contains /etc/yibentong/yibentong.conf.dpkg-dist 新版本多了一行
    snapshot_deployed "$work/after"
    check "有部署过的文件可以比" test -s "$work/applied"
    check "升级不动部署" diff "$work/applied" "$work/after"
}

test_remove() {
    echo 大厅 >"$root/var/lib/yibentong/site.db"
    echo 内容 >"$root/var/lib/yibentong/content/000001.ybt"
    check "卸载" inside apt-get -q remove -y yibentong
    check "卸载先撤销了部署" is_absent /etc/systemd/system/getty@.service
    check "程序没有了" is_absent /usr/bin/yibentong
    check "设置还在" contains /etc/yibentong/yibentong.conf 大厅自己改的一行
    check "数据还在" contains /var/lib/yibentong/site.db 大厅
    check "重新装上，数据和设置都还在" inside sh -c \
        'apt-get -q install -y --no-install-recommends /root/upgrade.deb && grep 大厅 /etc/yibentong/yibentong.conf /var/lib/yibentong/site.db'
}

test_purge() {
    inside apt-get -q purge -y yibentong yibentong-handbook-jilin >"$work/said" 2>&1 || true
    check "清除" finds_nothing "dpkg-query -W -f '\${db:Status-Status}' yibentong 2>/dev/null || [ \$? -eq 1 ]"
    check "设置没有了" is_absent /etc/yibentong
    check "装过的内容没有了" is_absent /var/lib/yibentong/content
    check "大厅自己的数据还在" contains /var/lib/yibentong/site.db 大厅
    check "说了数据在哪里" says /var/lib/yibentong
    check "别的什么都没有留下" finds_nothing 'find /etc /usr /var/lib -path "*yibentong*" ! -path "/var/lib/yibentong*" ! -path "/var/lib/dpkg/*" ! -path "/var/lib/apt/*"'
    inside apt-get -q install -y --no-install-recommends /root/upgrade.deb >/dev/null 2>&1
    rm -f "$root/var/lib/yibentong/site.db"
    inside apt-get -q purge -y yibentong >"$work/said" 2>&1 || true
    check "没有数据的，目录也没有了" is_absent /var/lib/yibentong
    check "也就不说" is_not says "大厅自己的数据"
}

"$top/scripts/package.sh" --if-changed
begin
test_install
test_deploy
test_upgrade
test_remove
test_purge
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
