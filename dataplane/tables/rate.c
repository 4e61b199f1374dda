/*
 * rate.c - packets in a second
 */

#include "dataplane/tables/rate.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/table.h"
#include "dataplane/drop.h"
#include "dataplane/tables/states.h"

enum { RATE_WITHIN, RATE_EXCEEDED };

static const struct fact facts[] = {
	[RATE_WITHIN] = { NULL, 0, false },
	[RATE_EXCEEDED] = { "more than 1,024 packets in this second",
	    DROP_LINKLOCAL_PPS, false },
};

struct bucket {
	uint64_t node; /* the key */
	int64_t second;
	uint32_t packets;
};

static void *
rate_new(uint64_t seed, struct pulses *pulses)
{
	struct table *t = xmalloc(sizeof(*t));

	(void)pulses;
	table_init(t, sizeof(uint64_t), sizeof(struct bucket), seed);
	return t;
}

static void
rate_free(void *table)
{
	table_fini(table);
	free(table);
}

const struct state_class rate_state = { .name = "rates",
	.table_new = rate_new,
	.table_free = rate_free };

static struct outcome
rate_run(const struct step_call *c)
{
	uint64_t key = c->node;
	int64_t second = c->now.ns / 1000000000;
	struct bucket *b = table_have(c->table, &key, c->now);

	if (b->second != second) {
		b->second = second;
		b->packets = 0;
	}
	if (b->packets >= c->arg)
		return (struct outcome){ REFUSED, RATE_EXCEEDED };
	b->packets++;
	return (struct outcome){ PASS, RATE_WITHIN };
}

const struct step linklocal_rate_step = { "link-local allowance", rate_run,
	facts, STATE_RATE };
