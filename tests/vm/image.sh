#!/bin/sh
# SPDX-License-Identifier: MIT
# 做一台机器的磁盘：装程序装出来的 Debian 12（内核、GRUB、ssh），装好软件包 yibentong，还没有运行 yibentong-deploy。要 root。
#
#   tests/vm/image.sh FOLDER
#
# FOLDER 里得到 disk.img、vmlinuz、initrd.img。磁盘已经是这样的，就不再做。
# shellcheck disable=SC2016
set -eu
top=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")")
. "$top/scripts/common.sh"
. "$top/scripts/chroot.sh"

# What is on a machine that the installer has made, with the graphics driver of the emulated card.
MACHINE="linux-image-amd64 initramfs-tools zstd systemd-sysv udev dbus openssh-server kmod procps grub-pc"
UUID=6f2b1c9e-0a53-4f0e-9a57-2d1d7b6f0c12
SECTOR=2048

here=$top/tests/vm
out=$1
root=$out/root
packages=$top/build-check/package
"$top/scripts/package.sh" --if-changed
mkdir -p "$out"

begin() {
    rm -rf "$root"
    mkdir "$root"
    tar -C "$root" -xf "$1"
}

# Kept for the next time: the kernel and what comes with it takes minutes.
make_machine() {
    if [ -f "$out/machine.tar" ] && [ "$(cat "$out/machine.list" 2>/dev/null)" = "$MACHINE" ]; then return 0; fi
    chroot_base "$out/base.tar"
    begin "$out/base.tar"
    chroot_run "$root" apt-get -q update
    echo 'grub-pc grub-pc/install_devices_empty boolean true' >"$root/root/answers"
    chroot_run "$root" debconf-set-selections /root/answers
    rm "$root/root/answers"
    # shellcheck disable=SC2086
    chroot_run "$root" apt-get -q install -y --no-install-recommends $MACHINE
    tar -C "$root" -cf "$out/machine.tar.new" .
    mv "$out/machine.tar.new" "$out/machine.tar"
    printf '%s\n' "$MACHINE" >"$out/machine.list"
}

# The packages of every display are there, so that the machine needs no network.
install_packages() {
    cp "$packages"/yibentong_*.deb "$packages"/yibentong-handbook-jilin_*.deb "$root/root/"
    chroot_run "$root" sh -euc 'apt-get -q install -y --no-install-recommends /root/yibentong_*.deb /root/yibentong-handbook-jilin_*.deb'
    rm -f "$root"/root/*.deb
    ln -sfn /usr/share/zoneinfo/Asia/Shanghai "$root/etc/localtime"
    for display in x cage kmscon; do
        chroot_run "$root" yibentong-deploy --apply --display "$display"
        chroot_run "$root" yibentong-deploy --undo
    done
    chroot_run "$root" systemctl disable kmsconvt@.service
}

# What only the test needs: the journal on the first serial line, and every second which console is shown; on the second
# one root's hand, which does what run.py writes. None of it is started in another target.
install_test() {
    mkdir -p "$root/etc/systemd/journald.conf.d" "$root/usr/local/sbin"
    cp "$here/vm-hand" "$here/vm-report" "$root/usr/local/sbin/"
    cat >"$root/etc/systemd/journald.conf.d/vm.conf" <<'TEXT'
[Journal]
ForwardToConsole=yes
TTYPath=/dev/ttyS0
MaxLevelConsole=info
TEXT
    for name in vm-hand vm-report; do
        printf '[Service]\nExecStart=/usr/local/sbin/%s\nRestart=always\n' "$name" >"$root/etc/systemd/system/$name.service"
        ln -sfn "../$name.service" "$root/etc/systemd/system/multi-user.target.wants/$name.service"
    done
    echo "UUID=$UUID / ext4 defaults 0 1" >"$root/etc/fstab"
    echo 'GRUB_TERMINAL=console' >>"$root/etc/default/grub"
    echo 'root:root' | chroot "$root" chpasswd
    rm -f "$root/usr/sbin/policy-rc.d"
}

make_disk() {
    cp "$root"/boot/vmlinuz-* "$out/vmlinuz"
    cp "$root"/boot/initrd.img-* "$out/initrd.img"
    rm -f "$out/disk.img" "$out/part.img"
    truncate -s 4G "$out/part.img"
    mke2fs -q -t ext4 -U "$UUID" -d "$root" "$out/part.img"
    truncate -s 4100M "$out/disk.img"
    printf 'label: dos\nstart=%s, type=83, bootable\n' "$SECTOR" | sfdisk -q "$out/disk.img"
    dd if="$out/part.img" of="$out/disk.img" bs=1M seek=$((SECTOR / 2048)) conv=notrunc,sparse status=none
    rm -rf "$root" "$out/part.img"
    python3 -B "$here/install.py" "$out"
}

# All that the disk is made of.
sum=$(cat "$packages/sources.sha256" "$here"/image.sh "$here"/install.py "$here"/vm-* "$top/scripts/chroot.sh" | sha256sum)
if [ "$(cat "$out/disk.sha256" 2>/dev/null)" = "$sum" ]; then exit 0; fi
rm -f "$out/disk.sha256"
make_machine
begin "$out/machine.tar"
install_packages
install_test
make_disk
printf '%s\n' "$sum" >"$out/disk.sha256"
