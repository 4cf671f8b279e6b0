#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `yibentong print` promises: whose slip, on what paper, to which printer, and what it says when it cannot.

  test_print.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import pathlib
import sys
import tempfile
import unittest

from program import SCHOOL, Case, on_terminal, published, run

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'paper'))
import escpos  # noqa: E402

USAGE, UNAVAILABLE, CANNOT_CREATE, TRY_LATER, NO_INPUT = 64, 69, 73, 75, 66
OUTCOME = ['--answers', 'issue-date=unsure']
NOTHING = '[kiosk]\n'


class PrintTest(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def settings(self, text):
        path = self.folder / 'yibentong.conf'
        path.write_text(text, 'utf-8')
        return ['--config', str(path)]

    def slip(self, *words, settings=NOTHING, paper='80', charset='GB18030'):
        """The lines of the slip that --output writes."""
        path = self.folder / 'slip'
        self.assertEqual(self.fine(run('print', *words, '--output', str(path), *self.settings(settings))), '')
        read = escpos.Printer(path.read_bytes(), paper, charset).run()
        return [piece.text for piece in read if isinstance(piece, escpos.Line)]

    def test_an_answer_is_printed_on_80_millimetres_without_further_words(self):
        lines = self.slip('6')
        self.assertEqual(''.join(lines[:2]).replace(' ', ''), '学历证书发放条件是什么？遗失或损坏了怎么办？')

    def test_a_narrow_roll_has_narrow_lines(self):
        self.assertGreater(len(self.slip('6', '--paper', '58', paper='58')), len(self.slip('6')))

    def test_an_outcome_is_printed_with_what_to_do(self):
        text = ''.join(self.slip('7', *OUTCOME))
        self.assertIn('依次办理', text)
        self.assertIn('以学信网页面和学校规定为准', text)
        self.assertNotIn('您的回答', text)

    def test_the_day_is_that_of_today_or_of_the_option(self):
        self.assertIn('2026-02-03 打印', ''.join(self.slip('6', '--today', '2026-02-03')))

    def test_a_school_that_said_whom_to_see_is_on_the_slip(self):
        answers = 'school-listed=found,admitted-by-rules=yes,admission-year=2025,account-details=same'
        without = ''.join(self.slip('2', '--answers', answers))
        self.assertIn('请向本校学籍学历管理部门咨询', without.replace(' ', ''))
        text = ''.join(self.slip('2', '--answers', answers, '--site', self.hall(SCHOOL)))
        for words in ('长春大学', '学籍科', '主楼 203'):
            self.assertIn(words, text)
            self.assertNotIn(words, without)

    def test_the_schools_own_words_are_those_on_the_question_where_the_guide_ended(self):
        words = ['9', '--answers', 'graduation-year=1998,bound-before=no', '--today', '2026-11-23']
        text = ''.join(self.slip(*words, '--site', self.hall(published(8, '认证窗口在二楼'), published(9, '学位另说'))))
        self.assertIn('认证窗口在二楼', text)
        self.assertNotIn('学位另说', text)

    def test_a_hall_whose_data_cannot_be_read_still_prints(self):
        path = self.folder / 'site.db'
        path.write_bytes(b'not a database' * 100)
        slip = self.folder / 'slip'
        result = run('print', '6', '--output', str(slip), '--site', str(path), *self.settings(NOTHING))
        self.assertEqual(result.returncode, 0)
        self.assertIn('site.db', result.stderr.decode())
        escpos.Printer(slip.read_bytes(), '80', 'GB18030').run()

    def test_a4_is_a_pdf(self):
        path = self.folder / 'slip.pdf'
        self.fine(run('print', '6', '--paper', 'a4', '--output', str(path), *self.settings(NOTHING)))
        self.assertEqual(path.read_bytes()[:5], b'%PDF-')

    def test_a_printer_of_the_settings_gets_the_slip_in_its_own_paper_and_charset(self):
        settings = f'[printer 一号]\nwhere = file:{self.folder}/one\npaper = 58\ncharset = GBK\n' \
                   f'[printer 二号]\nwhere = file:{self.folder}/two\n'
        self.fine(run('print', '6', *self.settings(settings)))
        escpos.Printer((self.folder / 'one').read_bytes(), '58', 'GBK').run()
        self.assertFalse((self.folder / 'two').exists())
        self.fine(run('print', '6', '--printer', '二号', *self.settings(settings)))
        escpos.Printer((self.folder / 'two').read_bytes(), '80', 'GB18030').run()

    def test_without_a_printer_it_says_what_to_do(self):
        self.refused(run('print', '6', *self.settings(NOTHING)), UNAVAILABLE, '--output', 'yibentong.conf')

    def test_an_unknown_printer_is_refused(self):
        self.refused(run('print', '6', '--printer', '三号', *self.settings(NOTHING)), USAGE, '三号')

    def test_a_printer_that_is_not_there_is_told_and_nothing_hangs(self):
        settings = f'[printer 一号]\nwhere = {self.folder}/lp0\n'
        result = run('print', '6', *self.settings(settings))
        self.refused(result, TRY_LATER, '一号', '找不到', 'ls /dev/usb')
        self.assertNotIn('自己变过来', result.stderr.decode())  # which is for visitors

    def test_pages_do_not_go_to_what_takes_a_roll(self):
        for where in ('/dev/null', 'tcp:127.0.0.1:9'):
            result = run('print', '6', '--paper', 'a4', *self.settings(f'[printer 一号]\nwhere = {where}\nstatus = no\n'))
            self.refused(result, USAGE, '一号', 'cups:', 'file:')

    def test_answers_that_do_not_suffice_say_what_is_missing(self):
        self.refused(run('print', '7', '--answers', 'issue-date=2026-06-30', *self.settings(NOTHING), '--output', '-'),
                     USAGE, 'at-hand')

    def test_answers_that_nobody_can_give_are_refused(self):
        self.refused(run('print', '7', '--answers', 'issue-date=gestern', *self.settings(NOTHING), '--output', '-'),
                     USAGE, 'gestern')

    def test_paper_and_question_are_checked(self):
        self.refused(run('print', '6', '--paper', '76'), USAGE, '58', '80', 'a4')
        self.refused(run('print', '13'), USAGE, '13')
        self.refused(run('print'), USAGE, 'print')

    def test_bytes_for_a_printer_do_not_go_to_a_terminal(self):
        result = on_terminal(24, 80, 'print', '6', '--output', '-', *self.settings(NOTHING))
        self.assertEqual(result.returncode, USAGE)
        self.assertIn('终端', (result.stdout + (result.stderr or b'')).decode())

    def test_a_folder_that_is_not_there_is_told(self):
        self.refused(run('print', '6', '--output', f'{self.folder}/no/slip', *self.settings(NOTHING)), CANNOT_CREATE, 'no')

    def test_settings_that_cannot_be_read_are_told(self):
        self.refused(run('print', '6', '--config', f'{self.folder}/no.conf'), NO_INPUT, 'no.conf')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
