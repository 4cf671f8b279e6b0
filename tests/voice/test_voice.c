/* SPDX-License-Identifier: MIT */
/* The voice and a speech-dispatcher that is played: what goes over the socket, and that nobody
 * waits for it. */
#include "kiosk/voice/voice.h"
#include "tests/voice/fake.h"

#include "base/error.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define LIMIT_SECONDS 20

static struct voice *open_voice(const char *socket)
{
    struct voice *voice;
    assert_int_equal(voice_new(&voice, socket, -20), 0);
    assert_false(voice_is_speaking(voice));
    return voice;
}

/* Until it speaks, or is silent. */
static void wait_until(struct voice *voice, bool speaking)
{
    time_t limit = time(NULL) + LIMIT_SECONDS;
    while (voice_is_speaking(voice) != speaking) {
        if (time(NULL) > limit)
            fail_msg("never %s", speaking ? "speaking" : "silent");
        sched_yield();
    }
}

static void a_text_is_said_in_chinese_by_lines_made_speakable(void **state)
{
    (void)state;
    struct fake *fake = fake_open(FAKE_PATIENT);
    struct voice *voice = open_voice(fake_socket(fake));
    assert_int_equal(voice_say(voice, "首先确认：\n1、查询“学信档案”，网址 my.chsi.com.cn。\n"), 0);
    assert_true(voice_is_speaking(voice));
    fake_expect(fake, "CLIENT_NAME");
    fake_expect(fake, "LANGUAGE zh");
    fake_expect(fake, "SYNTHESIS_VOICE Chinese (Mandarin, latin as Pinyin)");
    fake_expect(fake, "RATE -20");
    fake_expect(fake, "speak\n首先确认：\n1、查询学信档案，网址 m y 点 c h s i 点 c o m 点 c n。\n.\n");
    wait_until(voice, true);
    fake_end(fake);
    wait_until(voice, false);
    assert_int_equal(voice_trouble(voice), 0);
    voice_free(voice);
    fake_close(fake);
}

static void it_falls_silent_when_it_is_told_and_speaks_again(void **state)
{
    (void)state;
    struct fake *fake = fake_open(FAKE_PATIENT);
    struct voice *voice = open_voice(fake_socket(fake));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(voice_say(voice, "一段很长的话。"), 0);
        fake_expect(fake, "一段很长的话。\n.\n");
        voice_stop(voice);
        assert_false(voice_is_speaking(voice)); /* at once, for whoever asks */
        fake_expect(fake, "CANCEL");
        wait_until(voice, false);
    }
    voice_free(voice);
    fake_close(fake);
}

static void a_new_text_takes_the_place_of_the_one_before(void **state)
{
    (void)state;
    struct fake *fake = fake_open(FAKE_PATIENT);
    struct voice *voice = open_voice(fake_socket(fake));
    assert_int_equal(voice_say(voice, "第一段。"), 0);
    fake_expect(fake, "第一段。\n.\n");
    assert_int_equal(voice_say(voice, "第二段。"), 0);
    fake_expect(fake, "CANCEL");
    fake_expect(fake, "第二段。\n.\n");
    wait_until(voice, true);
    fake_end(fake);
    wait_until(voice, false);
    voice_free(voice);
    fake_close(fake);
}

static void a_message_that_ends_before_it_is_known_is_over(void **state)
{
    (void)state;
    struct fake *fake = fake_open(FAKE_QUICK);
    struct voice *voice = open_voice(fake_socket(fake));
    for (int i = 0; i < 20; i++) {
        assert_int_equal(voice_say(voice, "短。"), 0);
        fake_expect(fake, "短。\n.\n");
        wait_until(voice, false);
    }
    voice_free(voice);
    fake_close(fake);
}

static void a_line_of_one_dot_does_not_end_the_text(void **state)
{
    (void)state;
    struct fake *fake = fake_open(FAKE_QUICK);
    struct voice *voice = open_voice(fake_socket(fake));
    assert_int_equal(voice_say(voice, "前\n.\nQUIT\n后"), 0);
    fake_expect(fake, "前\n.\nQUIT\n后\n.\n"); /* what follows the dot is no command */
    assert_int_equal(voice_trouble(voice), 0);
    wait_until(voice, false);
    voice_free(voice);
    fake_close(fake);
}

static void a_speaker_that_was_started_anew_is_found_again(void **state)
{
    (void)state;
    struct fake *fake = fake_open(FAKE_QUICK);
    struct voice *voice = open_voice(fake_socket(fake));
    assert_int_equal(voice_say(voice, "之前。"), 0);
    fake_expect(fake, "之前。\n.\n");
    wait_until(voice, false);
    fake_hang_up(fake);
    assert_int_equal(voice_say(voice, "之后。"), 0);
    fake_expect(fake, "CLIENT_NAME");
    fake_expect(fake, "之后。\n.\n");
    wait_until(voice, false);
    assert_int_equal(voice_trouble(voice), 0);
    voice_free(voice);
    fake_close(fake);
}

static void where_nobody_listens_it_is_silent_and_says_why(void **state)
{
    (void)state;
    struct voice *voice = open_voice("/nonexistent/speechd.sock");
    assert_int_equal(voice_say(voice, "有人吗？"), 0);
    wait_until(voice, false);
    assert_int_equal(voice_trouble(voice), -ECONNREFUSED);
    voice_free(voice);
}

static void a_speaker_that_is_stuck_holds_nobody_up(void **state)
{
    (void)state;
    struct fake *fake = fake_open(FAKE_SILENT);
    struct voice *voice = open_voice(fake_socket(fake));
    assert_int_equal(voice_say(voice, "有人吗？"), 0);
    fake_expect(fake, "CLIENT_NAME");
    voice_stop(voice);
    assert_false(voice_is_speaking(voice));
    assert_int_equal(voice_say(voice, "还有人吗？"), 0);
    voice_stop(voice);
    voice_free(voice); /* the thread is left behind, and goes when the connection does */
    fake_close(fake);
}

static void nothing_is_tried_before_something_is_said(void **state)
{
    (void)state;
    struct fake *fake = fake_open(FAKE_QUICK);
    struct voice *voice = open_voice(fake_socket(fake));
    voice_stop(voice);
    wait_until(voice, false);
    voice_free(voice);
    assert_false(fake_heard(fake, "CLIENT_NAME"));
    fake_close(fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_said_in_chinese_by_lines_made_speakable),
        cmocka_unit_test(it_falls_silent_when_it_is_told_and_speaks_again),
        cmocka_unit_test(a_new_text_takes_the_place_of_the_one_before),
        cmocka_unit_test(a_message_that_ends_before_it_is_known_is_over),
        cmocka_unit_test(a_line_of_one_dot_does_not_end_the_text),
        cmocka_unit_test(a_speaker_that_was_started_anew_is_found_again),
        cmocka_unit_test(where_nobody_listens_it_is_silent_and_says_why),
        cmocka_unit_test(a_speaker_that_is_stuck_holds_nobody_up),
        cmocka_unit_test(nothing_is_tried_before_something_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
