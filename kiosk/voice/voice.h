/* SPDX-License-Identifier: MIT */
/*
 * The voice of the kiosk, where [speech] is set: reads aloud what a screen shows, by a speech-dispatcher that
 * runs already. A thread speaks, so that nothing ever waits for it; one that is stuck is left behind.
 *
 * The connection is made when something is first said, and made anew when it was lost.
 */
#ifndef KIOSK_VOICE_VOICE_H
#define KIOSK_VOICE_VOICE_H

#include <stdbool.h>
#include <stddef.h>

struct voice;

/* The socket that is meant by "": the user's own if there is one, else the machine's. */
void voice_usual_socket(char *out, size_t size);

/* Whether the module and the library that it needs are there. */
bool voice_can_load(void);

/* socket "": the usual one; rate -100 to 100. Nothing is tried yet.
 * -ENOMEM, -errno of the system's refusal. */
int voice_new(struct voice **out, const char *socket, int rate);
void voice_free(struct voice *voice); /* falls silent; waits for nobody. NULL is fine */

/* Says the text instead of what is being said: lines as ui/spoken.h has them, which it makes speakable.
 * -ENOMEM. */
int voice_say(struct voice *voice, const char *text);
void voice_stop(struct voice *voice);

/* Whether something is being said, or about to be. False soon after it could not be. */
bool voice_is_speaking(struct voice *voice);

/* Why nothing was said when it was last tried: 0, -ENOSYS no module or library,
 * -ECONNREFUSED nobody listens. */
int voice_trouble(struct voice *voice);

#endif
