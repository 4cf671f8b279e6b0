# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# A bare Debian 12 in a folder, from the archive that this machine's apt uses; for scripts/test-package.sh and
# tests/vm/. Needs root. The caller has set $top and has read scripts/common.sh.
# shellcheck disable=SC2154,SC2016

SUITE=bookworm

# The archives of Debian that apt knows, "URI SUITE" a line.
chroot_archives() {
    apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' 'Origin: Debian' |
        sort -u | grep -E " $SUITE(-|\$)"
}

# chroot_base FILE: makes the archive of a bare system if it is not there, or older than a week.
chroot_base() {
    if [ -n "$(find "$1" -mtime -7 2>/dev/null)" ]; then return 0; fi
    mirror=$(chroot_archives | sed -n "s/ $SUITE\$//p" | head -n 1)
    if [ -z "$mirror" ]; then
        say "本机的 apt 没有配置 Debian 12 的软件源，装不出测试用的系统。"
        return "$EX_UNAVAILABLE"
    fi
    folder=$(mktemp -d)
    chmod 0755 "$folder"
    if ! debootstrap --variant=minbase "$SUITE" "$folder" "$mirror" >"$1.log" 2>&1; then
        tail -n 20 "$1.log"
        say "debootstrap 没有成功，原因见上面。"
        rm -rf "$folder"
        return "$EX_UNAVAILABLE"
    fi
    chroot_archives | sed 's/^\([^ ]*\) \(.*\)$/deb \1 \2 main/' >"$folder/etc/apt/sources.list"
    chroot "$folder" apt-get clean
    tar -C "$folder" -cf "$1.new" .
    mv "$1.new" "$1"
    rm -rf "$folder"
}

# chroot_run FOLDER COMMAND…: with /proc and a way to the archive, without starting services; nothing stays mounted.
chroot_run() {
    inside=$1
    shift
    cp -L /etc/resolv.conf "$inside/etc/resolv.conf"
    printf '#!/bin/sh\nexit 101\n' >"$inside/usr/sbin/policy-rc.d"
    chmod 0755 "$inside/usr/sbin/policy-rc.d"
    unshare --mount --fork env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root \
        ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} \
        sh -euc 'mount -t proc proc "$1/proc"; mount -t devtmpfs dev "$1/dev" 2>/dev/null || mount --rbind /dev "$1/dev"
            root=$1; shift; exec chroot "$root" "$@"' sh "$inside" "$@" </dev/null
}
