#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""GRUB is put onto the machine's disk from inside, as the installer does.

  install.py FOLDER_OF_IMAGE
"""
import sys

import machine


def main(folder):
    it = machine.Machine(f'{folder}/disk.img', kernel=folder, words='root=/dev/vda1 rw quiet', keep=True)
    try:
        machine.until(it.reports, 'the machine is up', it, machine.BOOT_SECONDS)
        it.do('grub-install /dev/vda && update-grub && sync', machine.BOOT_SECONDS)
        it.start('systemctl poweroff')
        machine.until(lambda: it.count('SHUTDOWN'), 'the machine is off', it, machine.BOOT_SECONDS)
    except Exception:
        print(it.log()[-4000:], file=sys.stderr)
        raise
    finally:
        it.close()


if __name__ == '__main__':
    main(sys.argv[1])
