/*
 * pace.c - packets at the speed of their capture's clock
 *
 * What is due is reckoned from the first packet, so that lateness does not add
 * up.  A packet that is earlier than the one before it does not wait.
 */

#include "tools/pace.h"

#include <ev.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "tools/stop.h"

struct pace {
	struct ev_loop *loop;
	ev_timer due;
	ev_async stop;
	double speed;
	bool begun;
	vtime first;
	ev_tstamp start;
};

static struct pace *current;

static void
on_due(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)w;
	(void)events;
	ev_break(loop, EVBREAK_ALL);
}

static void
on_stop(struct ev_loop *loop, ev_async *w, int events)
{
	(void)w;
	(void)events;
	ev_break(loop, EVBREAK_ALL);
}

static void
wake(void)
{
	ev_async_send(current->loop, &current->stop);
}

struct pace *
pace_new(double speed)
{
	struct pace *p = xcalloc(1, sizeof(*p));

	p->loop = ev_loop_new(EVFLAG_AUTO);
	p->speed = speed;
	ev_async_init(&p->stop, on_stop);
	ev_async_start(p->loop, &p->stop);
	ev_timer_init(&p->due, on_due, 0., 0.);
	current = p;
	stop_wake(wake);
	return p;
}

void
pace_free(struct pace *p)
{
	if (p == NULL)
		return;
	stop_wake(NULL);
	current = NULL;
	ev_loop_destroy(p->loop);
	free(p);
}

void
pace_wait(struct pace *p, vtime t)
{
	ev_tstamp wait;

	if (!p->begun) {
		p->begun = true;
		p->first = t;
		p->start = ev_time();
		return;
	}
	wait = p->start + (double)(t.ns - p->first.ns) / 1e9 / p->speed -
	    ev_time();
	if (wait <= 0 || stop_wanted())
		return;
	ev_now_update(p->loop);
	ev_timer_set(&p->due, wait, 0.);
	ev_timer_start(p->loop, &p->due);
	ev_run(p->loop, 0);
	ev_timer_stop(p->loop, &p->due);
}

double
pace_parse(const char *s)
{
	char *end;
	double speed = strtod(s, &end);

	if (end == s || (*end != '\0' && strcmp(end, "x") != 0) ||
	    !isfinite(speed) || speed < 1e-6 || speed > 1e9)
		return 0;
	return speed;
}
