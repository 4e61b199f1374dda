/*
 * progress.c - how far long work is: a bar on standard error
 */

#include "tools/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 30, TENTH = 100000000, HALF = 500000000 };

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void
progress_init(struct progress *p, const char *what, bool wanted)
{
	*p = (struct progress){ .on = wanted && isatty(STDERR_FILENO),
		.what = what };
	p->begin = p->on ? now() : 0;
	p->next = p->begin + HALF;
}

static void
put_rate(uint64_t items, double seconds, const char *what)
{
	double rate = (double)items / seconds;

	if (rate >= 1e6)
		fprintf(stderr, " %.1f M %s/s", rate / 1e6, what);
	else if (rate >= 1e3)
		fprintf(stderr, " %.1f k %s/s", rate / 1e3, what);
	else
		fprintf(stderr, " %.0f %s/s", rate, what);
}

static void
put_bar(double share)
{
	char bar[BAR + 1];

	memset(bar, '.', BAR);
	memset(bar, '#', (size_t)(share * BAR));
	bar[BAR] = '\0';
	fprintf(stderr, "[%s] %3.0f%%", bar, share * 100);
}

static void
put_left(double seconds)
{
	long left = (long)(seconds + 0.5);

	fprintf(stderr, ", %ld:%02ld:%02ld left", left / 3600, left / 60 % 60,
	    left % 60);
}

void
progress_show(struct progress *p, uint64_t items, uint64_t done, uint64_t total)
{
	int64_t t = p->on ? now() : 0;
	double seconds = (double)(t - p->begin) / 1e9;
	double share = total ? (double)done / (double)total : 0;

	if (!p->on || t < p->next)
		return;
	p->next = t + TENTH;
	p->drawn = true;
	fputc('\r', stderr);
	if (total && share <= 1)
		put_bar(share);
	else
		fprintf(stderr, "%" PRIu64 " %s", items, p->what);
	put_rate(items, seconds, p->what);
	if (total && share > 0 && share <= 1)
		put_left(seconds / share - seconds);
	fputs("\033[K", stderr);
	fflush(stderr);
}

void
progress_fini(struct progress *p)
{
	if (p->drawn)
		fputs("\r\033[K", stderr);
	p->on = p->drawn = false;
}
