/* SPDX-License-Identifier: MIT */
#include "tests/printer/room.h"

#include "base/error.h"
#include "ui/paper/escpos.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#define STEP_MS 10
#define WIRE_US 200 /* the loopback's own time, on a machine with much else to do */
#define CALL_US_MAX 50000
#define FREE_US_MAX 900000 /* threads that are stuck are left behind after half a second */
#define TURNS_MAX 2000000

/* What cairo and fontconfig keep of a thread that has made a page is theirs. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so\nleak:libfontconfig.so\n";
}

struct moment {
    int64_t us;
    long waits;
};

static int64_t real_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* A call that has given the processor away of its own will has waited for something; one that was only put
 * off by a machine with much to do has not. */
static struct moment begin(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return (struct moment){.us = real_us(), .waits = usage.ru_nvcsw};
}

static void measured(struct room *room, struct moment before)
{
    struct moment after = begin();
    int64_t took = after.us - before.us;
    if (after.waits > before.waits && took > room->slowest_us)
        room->slowest_us = took;
}

const struct print_state *room_state(const struct room *room)
{
    return printing_state(room->printing);
}

void room_set_codes(struct room *room, int codes)
{
    char id[] = "chsi-home", purpose[] = "学信网", url[] = "https://www.chsi.com.cn/",
         host[] = "www.chsi.com.cn";
    char grade[] = "A", checked[] = "2026-11-23";
    struct link link = {
        .id = id, .purpose = purpose, .url = url, .host = host, .grade = grade, .checked = checked};
    document_free(room->document);
    assert_int_equal(document_new(&room->document, "一本通 问题6"), 0);
    document_add(room->document, PIECE_TITLE, "毕业证书丢了怎么办");
    document_add_labelled(room->document, PIECE_NUMBERED, "1", "向毕业学校申请补办学历证明书。");
    for (int i = 0; i < codes; i++)
        document_add_code(room->document, &link);
    document_add(room->document, PIECE_SMALL, "以学信网页面和学校规定为准");
    assert_int_equal(document_error(room->document), 0);
    room_renew(room);
}

void room_renew(struct room *room)
{
    struct escpos_options options = printer_escpos(&room->printer);
    free(room->bytes);
    room->bytes = NULL;
    if (room->printer.paper != PAPER_A4)
        assert_int_equal(escpos_render(&room->bytes, &room->n, room->document, &options), 0);
    printing_free(room->printing);
    assert_int_equal(printing_new(&room->printing, &room->printer, clock_from_manual(&room->clock)), 0);
}

void room_open(struct room *room, enum fake_wire wire)
{
    *room = (struct room){.clock = {.ms = 5000, .seconds = 1795402800}};
    assert_int_equal(fake_open(&room->fake, wire), 0);
    room->printer = (struct printer){.name = "大厅",
                                     .kind = wire == FAKE_TERMINAL ? PRINTER_DEVICE : PRINTER_NETWORK,
                                     .port = room->fake.port,
                                     .paper = PAPER_80,
                                     .charset = "GB18030",
                                     .cut = true,
                                     .status = true};
    strcpy(room->printer.where, wire == FAKE_TERMINAL ? room->fake.path : "127.0.0.1");
    room_set_codes(room, 1);
}

void room_close(struct room *room)
{
    struct moment before = begin();
    printing_free(room->printing);
    bool threads = room->printer.kind == PRINTER_QUEUE || room->printer.kind == PRINTER_FILE;
    if (!threads)
        measured(room, before);
    assert_in_range(real_us() - before.us, 0, FREE_US_MAX);
    fake_close(&room->fake);
    document_free(room->document);
    free(room->bytes);
    assert_in_range(room->slowest_us, 0, CALL_US_MAX);
}

void room_open_without_fake(struct room *room, enum printer_kind kind, const char *where, enum paper paper)
{
    *room = (struct room){.clock = {.ms = 5000, .seconds = 1795402800},
                          .fake = {.master = -1, .listener = -1, .connection = -1}};
    room->printer =
        (struct printer){.name = "大厅", .kind = kind, .paper = paper, .charset = "GB18030", .cut = true};
    strcpy(room->printer.where, where);
    room_set_codes(room, 1);
}

static bool is_due(const struct room *room)
{
    int64_t deadline = printing_deadline(room->printing);
    return deadline >= 0 && deadline <= room->clock.ms;
}

/* As the loop does it: served when a descriptor is ready or a time has come. When nothing happens, time goes
 * on. */
void room_turn(struct room *room)
{
    struct pollfd fds[PRINTING_FDS];
    bool played = fake_serve(&room->fake);
    int n = printing_fds(room->printing, fds);
    assert_in_range(n, 0, PRINTING_FDS);
    struct timespec wait = {.tv_nsec = room->fake.wire == FAKE_SOCKET && !played ? WIRE_US * 1000 : 0};
    bool ready = n > 0 && ppoll(fds, (nfds_t)n, &wait, NULL) > 0;
    assert_in_range(++room->turns, 1, TURNS_MAX);
    if (ready || is_due(room)) {
        struct moment before = begin();
        printing_serve(room->printing);
        measured(room, before);
    }
    if (!ready && !played)
        room->clock.ms += STEP_MS;
}

void room_run_until(struct room *room, bool (*is_so)(const struct room *room), int64_t ms)
{
    int64_t end = room->clock.ms + ms;
    while (!is_so(room)) {
        assert_in_range(room->clock.ms, 0, end);
        room_turn(room);
    }
}

void room_run_for(struct room *room, int64_t ms)
{
    for (int64_t end = room->clock.ms + ms; room->clock.ms < end;)
        room_turn(room);
}

/* real_start, start: the same moment on both clocks. */
static void wait_once(struct room *room, int64_t real_start, int64_t start)
{
    struct pollfd fds[PRINTING_FDS];
    poll(fds, (nfds_t)printing_fds(room->printing, fds), 20);
    struct moment before = begin();
    room->clock.ms = start + (before.us - real_start) / 1000;
    printing_serve(room->printing);
    measured(room, before);
}

void room_wait_until(struct room *room, bool (*is_so)(const struct room *room), int64_t ms)
{
    int64_t real_start = real_us(), start = room->clock.ms;
    while (!is_so(room)) {
        assert_in_range(room->clock.ms, 0, start + ms);
        wait_once(room, real_start, start);
    }
}

void room_wait_for(struct room *room, int64_t ms)
{
    int64_t real_start = real_us(), start = room->clock.ms;
    while (room->clock.ms < start + ms)
        wait_once(room, real_start, start);
}

void room_watch(struct room *room, bool watch)
{
    struct moment before = begin();
    printing_watch(room->printing, watch);
    measured(room, before);
}

int room_start(struct room *room)
{
    struct moment before = begin();
    int error = printing_start(room->printing, room->document);
    measured(room, before);
    return error;
}

bool room_has_answer(const struct room *room)
{
    return room_state(room)->condition != PRINTER_ASKING;
}

bool room_is_ready(const struct room *room)
{
    return room_state(room)->condition == PRINTER_READY;
}

bool room_has_result(const struct room *room)
{
    enum print_progress progress = room_state(room)->progress;
    return progress == PRINT_DONE || progress == PRINT_FAILED;
}

void room_open_watched(struct room *room, enum fake_wire wire)
{
    room_open_codes(room, wire, 1);
}

void room_open_codes(struct room *room, enum fake_wire wire, int codes)
{
    room_open(room, wire);
    room_set_codes(room, codes);
    room_watch(room, true);
    room_run_until(room, room_has_answer, 3000);
}

void room_assert_whole(const struct room *room)
{
    const struct fake *fake = &room->fake;
    assert_int_equal(fake->n - fake->slip_at, room->n);
    assert_memory_equal(fake->data + fake->slip_at, room->bytes, room->n);
}

void room_assert_done(const struct room *room)
{
    assert_int_equal(room_state(room)->progress, PRINT_DONE);
    assert_int_equal(room_state(room)->percent, 100);
    room_assert_whole(room);
}
