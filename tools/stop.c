/*
 * stop.c - an end that the user asks for (Ctrl-C)
 */

#include "tools/stop.h"

#include <stddef.h>

static volatile sig_atomic_t wanted;
static void (*volatile wake_up)(void);

static void
ask(int signal_number)
{
	(void)signal_number;
	wanted = 1;
	if (wake_up)
		wake_up();
}

void
stop_listen(void)
{
	struct sigaction a = { .sa_handler = ask,
		.sa_flags = (int)SA_RESETHAND };

	sigemptyset(&a.sa_mask);
	sigaction(SIGINT, &a, NULL);
	sigaction(SIGTERM, &a, NULL);
}

bool
stop_wanted(void)
{
	return wanted != 0;
}

const volatile sig_atomic_t *
stop_flag(void)
{
	return &wanted;
}

void
stop_wake(void (*wake)(void))
{
	wake_up = wake;
}
