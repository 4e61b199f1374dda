#ifndef TOOLS_STOP_H
#define TOOLS_STOP_H

/*
 * stop.h - an end that the user asks for (Ctrl-C)
 *
 * The first signal asks for an end with what has been done so far; a second
 * one ends the program at once.
 */

#include <signal.h>
#include <stdbool.h>

/* From now on SIGINT and SIGTERM ask. */
void stop_listen(void);

bool stop_wanted(void);

/* For those that wait, and look by themselves. */
const volatile sig_atomic_t *stop_flag(void);

/* Called by the signal handler; null: nobody. */
void stop_wake(void (*wake)(void));

#endif /* TOOLS_STOP_H */
