/*
 * flow_log_window.c - the records of a window of time, as packets add up
 */

#include "dataplane/records/flow_log_window.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

struct indexed {
	struct flow_log_key key;
	uint64_t number;
};

static void
index_init(struct flow_log_window *w)
{
	table_init(&w->index, sizeof(struct flow_log_key),
	    sizeof(struct indexed), w->seed);
}

void
flow_log_window_init(struct flow_log_window *w, vtime length,
    size_t ninterfaces, size_t most, uint64_t seed)
{
	*w = (struct flow_log_window){
		.length = length,
		.ninterfaces = ninterfaces,
		.most = most,
		.seed = seed,
	};
	w->seen = xcalloc(ninterfaces + 1, sizeof(*w->seen));
	index_init(w);
}

void
flow_log_window_fini(struct flow_log_window *w)
{
	table_fini(&w->index);
	free(w->seen);
	free(w->v);
}

bool
flow_log_window_is_over(const struct flow_log_window *w, vtime now)
{
	return w->open && now.ns - w->begin.ns >= w->length.ns;
}

void
flow_log_window_open(struct flow_log_window *w, vtime now)
{
	int64_t into = now.ns % w->length.ns;

	if (w->open)
		return;
	w->open = true;
	w->begin.ns = now.ns - (into < 0 ? into + w->length.ns : into);
}

void
flow_log_window_clear(struct flow_log_window *w)
{
	w->open = false;
	w->n = 0;
	memset(w->seen, 0, w->ninterfaces * sizeof(*w->seen));
	table_fini(&w->index);
	index_init(w);
}

static void
mark(struct flow_log_window *w, uint32_t interface, enum log_seen seen)
{
	if (interface != LOG_INTERFACE_NONE && w->seen[interface] < seen)
		w->seen[interface] = (uint8_t)seen;
}

static struct flow_log_record *
add(struct flow_log_window *w, const struct flow_log_key *key, vtime now)
{
	struct indexed *x = table_insert(&w->index, key, now);

	x->number = w->n;
	if (w->n == w->size) {
		w->size = w->size ? 2 * w->size : 64;
		w->v = xrealloc(w->v, w->size * sizeof(*w->v));
	}
	w->v[w->n] =
	    (struct flow_log_record){ .key = *key, .start = now, .end = now };
	return &w->v[w->n++];
}

struct flow_log_record *
flow_log_window_record(
    struct flow_log_window *w, const struct flow_log_key *key, vtime now)
{
	const struct indexed *x = table_find(&w->index, key);

	if (x == NULL && w->n == w->most) {
		mark(w, key->interface, SEEN_SKIPPED);
		return NULL;
	}
	mark(w, key->interface, SEEN_SOME);
	return x ? &w->v[x->number] : add(w, key, now);
}
