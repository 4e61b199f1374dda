/*
 * message.c - sentences for the one who runs the program
 */

#include "tools/message.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static bool quiet;

static void __attribute__((format(printf, 1, 0)))
say(const char *fmt, va_list ap)
{
	fputs("vpcsim: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

void
message_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void
message_note(const char *fmt, ...)
{
	va_list ap;

	if (quiet)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void
message_be_quiet(void)
{
	quiet = true;
}
