# SPDX-License-Identifier: MIT
"""How each terminal is started for a hall, and what it is called in TERM at each number of colours.

A terminal's function takes a Job, writes what configuration it needs into the job's folder and returns its command line.
Every one of them is told the same: this font, this size in cells, no border, no scrollbar, no blinking.
"""
import collections
import dataclasses
import os
import pathlib
import shlex


@dataclasses.dataclass
class Look:
    font: str = 'DejaVu Sans Mono'           # draws block characters exactly
    wide: str = 'Noto Sans Mono CJK SC'      # beside it: alone, it would double every cell
    pixels: int = 16
    pixels_wide: int = 16
    border: int = 0
    ground: str = '#ffffff'
    ink: str = '#000000'
    own_lines: bool = False                  # xterm draws the lines of frames itself (+fbx)

    def cell(self):
        """Width and height of a cell of DejaVu Sans Mono, about."""
        return [round(0.602 * self.pixels), round(1.164 * self.pixels)]


@dataclasses.dataclass
class Job:
    cols: int
    rows: int
    command: list      # what runs inside
    folder: str
    look: Look
    term: str


Terminal = collections.namedtuple(
    'Terminal', 'start terms lang environment unprivileged mouse console', defaults=['zh_CN.UTF-8', {}, False, True, False])


def write(job, name, *lines):
    file = pathlib.Path(job.folder, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(''.join(line + '\n' for line in lines), 'utf-8')
    return str(file)


def xterm(job, *options, command=None):
    look = job.look
    return ['xterm', *options, '-tn', job.term if command is None else 'xterm-256color',
            '-geometry', f'{job.cols}x{job.rows}+0+0', '-fa', f'{look.font}:pixelsize={look.pixels}',
            '-fd', f'{look.wide}:pixelsize={look.pixels_wide}', '-b', str(look.border), '-bw', '0', '+sb',
            *(['+fbx'] if look.own_lines else []), '-bg', look.ground, '-fg', look.ink, '-e', *(command or job.command)]


def urxvt(job):
    look = job.look
    fonts = f'xft:{look.font}:pixelsize={look.pixels},xft:{look.wide}:pixelsize={look.pixels_wide}'
    return ['urxvt', '-geometry', f'{job.cols}x{job.rows}+0+0', '-fn', fonts, '-fb', fonts, '-b', str(look.border),
            '-w', '0', '+sb', '+bc', '-pe', '', '-tn', job.term, '-bg', look.ground, '-fg', look.ink, '-e', *job.command]


def mlterm(job):
    look = job.look
    write(job, '.mlterm/aafont', f'DEFAULT={look.font}', f'ISO10646_UCS4_1={look.font}',
          f'ISO10646_UCS4_1_FULLWIDTH={look.wide}')
    write(job, '.mlterm/main', 'type_engine=xft', 'use_anti_alias=true', f'fontsize={look.pixels}',
          f'inner_border={look.border}', 'outer_border=0', 'scrollbar_mode=none', 'input_method=none',
          'only_use_unicode_font=true',
          'blink_cursor=false', f'bg_color={look.ground}', f'fg_color={look.ink}', f'termtype={job.term}')
    return ['mlterm', f'--geometry={job.cols}x{job.rows}+0+0', '-e', *job.command]


def foot(job):
    """In cage, the compositor of one window; here that draws into a window on X (WLR_BACKENDS)."""
    look = job.look
    settings = write(job, 'foot.ini', f'font={look.font}:pixelsize={look.pixels},{look.wide}:pixelsize={look.pixels_wide}',
                     'pad=0x0', 'dpi-aware=no', f'term={job.term}', '[cursor]', 'blink=no', '[colors]',
                     'foreground=' + look.ink[1:], 'background=' + look.ground[1:])
    return ['cage', '-d', '--', 'foot', '-c', settings, *job.command]


def tmux(job):
    settings = write(job, 'tmux.conf', 'set -g status off', 'set -g mouse on', f'set -g default-terminal {job.term}',
                     'set -s escape-time 0', 'set -g destroy-unattached on')
    return xterm(job, '-u8', command=['tmux', '-S', os.path.join(job.folder, 'socket'), '-f', settings, 'new-session',
                                      shlex.join(job.command)])


def screen(job, *settings):
    folder = pathlib.Path(job.folder, 'screens')
    folder.mkdir(mode=0o700)
    file = write(job, 'screenrc', 'startup_message off', 'altscreen on', *settings)
    return xterm(job, '-u8', command=['env', f'SCREENDIR={folder}', 'screen', '-c', file, '-T', job.term, *job.command])


def kmscon(job):
    """On a console of its own; framebuffer.c stands in for the graphics card."""
    look = job.look
    return ['kmscon', '--no-drm', '--font-engine', 'pango', '--font-name', look.font,
            '--font-size', str(round(look.pixels * 0.75)), '--sb-size', '0', '--term', job.term, '--no-reset-env', '-l', '--',
            *job.command]


CAGE = {'WLR_BACKENDS': 'x11', 'WLR_RENDERER': 'pixman', 'WLR_X11_OUTPUTS': '1'}
XTERMS = {8: 'xterm', 16: 'xterm-16color', 256: 'xterm-256color'}
RXVTS = {8: 'rxvt', 16: 'rxvt-16color', 256: 'rxvt-unicode-256color'}
MLTERMS = {8: 'mlterm', 16: 'xterm-16color', 256: 'mlterm-256color'}
SCREENS = {8: 'screen', 16: 'screen-16color', 256: 'screen-256color'}
GB = 'zh_CN.GB18030'

TERMINALS = {
    'xterm': Terminal(lambda job: xterm(job, '-u8'), XTERMS),
    'xterm -cjk_width': Terminal(lambda job: xterm(job, '-u8', '-cjk_width'), XTERMS),
    'xterm, luit': Terminal(lambda job: xterm(job, '-lc'), XTERMS, GB),
    'urxvt': Terminal(urxvt, RXVTS),
    'urxvt, GB18030': Terminal(urxvt, RXVTS, GB),
    'mlterm': Terminal(mlterm, MLTERMS),
    'mlterm, GB18030': Terminal(mlterm, MLTERMS, GB),
    'foot': Terminal(foot, {8: 'xterm', 16: 'xterm-16color', 256: 'foot'}, environment=CAGE, unprivileged=True),
    'tmux': Terminal(tmux, {8: 'screen', 16: 'screen-16color', 256: 'tmux-256color'}),
    'screen': Terminal(screen, SCREENS, mouse=False),
    'screen, cjkwidth off': Terminal(lambda job: screen(job, 'cjkwidth off'), SCREENS, mouse=False),
    'kmscon': Terminal(kmscon, XTERMS, mouse=False, console=True),
}
