#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A machine is set up by yibentong-deploy in QEMU, and a person set on breaking out of it tries everything.

  run.py FOLDER_OF_IMAGE PICTURES_FOLDER PART...

FOLDER_OF_IMAGE is what image.sh made. The machine reports once a second on its serial line which console is shown, how many
login prompts there are, which boot this is and which process the kiosk is; what is seen is photographed, and the code of an
answer is read back from the photograph. A part is a machine of its own. "plain" is the control: what the others withstand has
to break a machine that was not set up. The last line is "N passed, N failed".
"""
import sys

import kiosk
import lines
import look
import plain
from checks import Checks

PARTS = {'plain': plain.try_all, 'x': kiosk.try_x, 'cage': kiosk.try_cage, 'kmscon': kiosk.try_kmscon, 'lines': lines.try_all,
         'boot': kiosk.try_boot}


def main(image, pictures, *parts):
    for part in parts:
        if part not in PARTS:
            sys.exit(f'没有“{part}”；有 {"、".join(PARTS)}')
    checks = Checks(image, pictures)
    for part in parts or PARTS:
        print(f'== {part}', flush=True)
        try:
            PARTS[part](checks)
        except Exception as error:  # what is left of the part is lost, what was found is not
            checks.check(f'{part} 没有做完', False, repr(error))
            checks.photograph(f'{part}-end')
        finally:
            checks.close(part)
    print(f'\n{checks.passed} passed, {checks.failed} failed')
    return 1 if checks.failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
