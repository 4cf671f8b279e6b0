#!/bin/sh
# SPDX-License-Identifier: MIT
# 照 yibentong-deploy(7) 的步骤做一台机器的磁盘：Debian 12 最小系统、内核、软件包、yibentong-deploy --apply。要 root。
#
#   tests/vm/image.sh FOLDER
#
# FOLDER 里得到 disk.img、vmlinuz、initrd.img。先运行 scripts/package.sh。
# shellcheck disable=SC2016
set -eu
top=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")")
. "$top/scripts/common.sh"
. "$top/scripts/chroot.sh"

out=$1
root=$out/root
packages=$top/build-check/package
if ! ls "$packages"/yibentong_*.deb >/dev/null 2>&1; then
    say "还没有软件包；请先运行 scripts/package.sh"
    exit "$EX_UNAVAILABLE"
fi
mkdir -p "$out"

# A machine as the installer leaves it, kept for the next time: the kernel and what comes with it takes minutes.
if [ ! -f "$out/machine.tar" ]; then
    chroot_base "$out/base.tar"
    rm -rf "$root"
    mkdir "$root"
    tar -C "$root" -xf "$out/base.tar"
    chroot_run "$root" apt-get -q update
    chroot_run "$root" apt-get -q install -y --no-install-recommends linux-image-amd64 initramfs-tools zstd systemd-sysv udev dbus \
        openssh-server kmod procps
    # With the graphics driver of the emulated card in the first image, as a hall's machine has its own.
    tar -C "$root" -cf "$out/machine.tar.new" .
    mv "$out/machine.tar.new" "$out/machine.tar"
fi

rm -rf "$root"
mkdir "$root"
tar -C "$root" -xf "$out/machine.tar"

# The manual's steps.
cp "$packages"/yibentong_*.deb "$packages"/yibentong-handbook-jilin_*.deb "$root/root/"
chroot_run "$root" sh -euc 'apt-get -q install -y --no-install-recommends /root/yibentong_*.deb /root/yibentong-handbook-jilin_*.deb'
ln -sfn /usr/share/zoneinfo/Asia/Shanghai "$root/etc/localtime"
chroot_run "$root" yibentong-deploy --apply

# What only the test needs: the journal on the serial line, and every second which console is shown.
mkdir -p "$root/etc/systemd/journald.conf.d"
cat >"$root/etc/systemd/journald.conf.d/vm.conf" <<'TEXT'
[Journal]
ForwardToConsole=yes
TTYPath=/dev/ttyS0
MaxLevelConsole=info
TEXT
cat >"$root/etc/systemd/system/vm-report.service" <<'TEXT'
[Service]
ExecStart=/bin/sh -c 'while :; do echo "VM console=$$(cat /sys/class/tty/tty0/active) logins=$$(pgrep -c getty) boots=$$(cat /proc/sys/kernel/random/boot_id) kiosk=$$(systemctl show -P MainPID yibentong-kiosk) restarts=$$(systemctl show -P NRestarts yibentong-kiosk)" >/dev/ttyS0; sleep 1; done'
[Install]
WantedBy=multi-user.target
TEXT
ln -sfn ../vm-report.service "$root/etc/systemd/system/multi-user.target.wants/vm-report.service"
echo '/dev/vda / ext4 defaults 0 1' >"$root/etc/fstab"
rm -f "$root/usr/sbin/policy-rc.d" "$root"/root/*.deb

cp "$root"/boot/vmlinuz-* "$out/vmlinuz"
cp "$root"/boot/initrd.img-* "$out/initrd.img"
rm -f "$out/disk.img"
truncate -s 3G "$out/disk.img"
mke2fs -q -t ext4 -d "$root" "$out/disk.img"
rm -rf "$root"
