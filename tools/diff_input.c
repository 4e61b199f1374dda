/*
 * diff_input.c - questions of a file, and the flows of captures
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/map.h"
#include "tools/diff.h"
#include "tools/exit.h"
#include "tools/lines.h"
#include "tools/message.h"
#include "tools/replay_run.h"
#include "tools/stop.h"
#include "tools/trace_batch.h"

/* --- a file of questions ------------------------------------------------ */

static void
ask_line(struct diff *d, const char *line, size_t len, uint64_t number)
{
	struct arena *a = arena_new();
	struct flow_spec f;
	char *id;
	const char *wrong = trace_batch_read(line, len, &f, &id, a);
	uint64_t invalid = d->invalid;

	if (wrong)
		d->invalid++;
	else
		diff_ask(d, id, (const struct flow_spec *[]){ &f, &f }, NULL);
	if (wrong)
		message_error(
		    "line %llu: %s", (unsigned long long)number, wrong);
	else if (d->invalid > invalid)
		message_error("line %llu: neither model has both ends",
		    (unsigned long long)number);
	free(id);
	arena_free(a);
}

int
diff_batch(struct diff *d, const char *path)
{
	struct lines *lines = lines_open(path);
	uint64_t number = 0;
	char *line;
	size_t len;
	int status = -1;

	if (lines == NULL) {
		message_error("cannot read %s: %s", path, strerror(errno));
		return errno == EACCES ? EXIT_ENVIRONMENT : EXIT_INVALID;
	}
	while ((line = lines_next(lines, &len))) {
		number++;
		if (line[strspn(line, " \t\r")])
			ask_line(d, line, len, number);
	}
	if (lines_error(lines)) {
		message_error(
		    "cannot read %s: %s", path, strerror(lines_error(lines)));
		status = EXIT_ENVIRONMENT;
	}
	lines_close(lines);
	return status;
}

/* --- captures ----------------------------------------------------------- */

struct pairing {
	struct diff *d;
	const struct replay_run *const *run;
	uint64_t flow[SIDES]; /* 0: the model left it aside */
};

static bool
ask_replay(
    void *aux, int side, struct arena *a, struct tracing *t, const char **why)
{
	const struct pairing *p = aux;

	if (p->flow[side] == 0) {
		*why = "where packets enter";
		return false;
	}
	tracing_of_flow(&p->d->ask[side], p->run[side], p->flow[side], a, t);
	return true;
}

/* What two flows of one capture share; a key may come again later. */
static const char *
key_text(struct arena *a, const struct flow *f)
{
	const struct flow_key *k = &f->key;
	char src[IP_STRLEN], dst[IP_STRLEN];

	return arena_printf(a, "%s %u %s %u %u %u %lld", ip_format(k->src, src),
	    k->sport, ip_format(k->dst, dst), k->dport, k->proto, k->icmp_type,
	    (long long)f->start.ns);
}

static struct map *
index_flows(struct arena *a, struct replay *r)
{
	struct map *m = map_new();

	for (uint64_t n = 0; (n = replay_next(r, n)) != 0;) {
		uint64_t *at = arena_alloc(a, sizeof(*at));

		*at = n;
		map_set(m, key_text(a, replay_flow(r, n)), at);
	}
	return m;
}

static void
compare_pair(struct pairing *p)
{
	char id[24];

	snprintf(id, sizeof(id), "%llu",
	    (unsigned long long)(p->flow[BEFORE] ? p->flow[BEFORE]
						 : p->flow[AFTER]));
	diff_compare(p->d, id, &(struct diff_asker){ ask_replay, p });
}

/* A replay keeps so many flows at a time. */
static void
tell_forgotten(const struct replay *r)
{
	if (replay_forgotten(r) > 0)
		message_note("%llu flows had to make room for others and are "
			     "not compared",
		    (unsigned long long)replay_forgotten(r));
}

void
diff_replays(struct diff *d, const struct replay_run *const run[SIDES])
{
	struct arena *a = arena_new();
	struct pairing p = { .d = d, .run = run };
	struct replay *r[SIDES] = { run[BEFORE]->replay, run[AFTER]->replay };
	struct map *after = index_flows(a, r[AFTER]);
	bool *taken = xcalloc(replay_flows(r[AFTER]) + 1, sizeof(*taken));

	for (uint64_t n = 0; (n = replay_next(r[BEFORE], n)) != 0;) {
		const uint64_t *other =
		    map_get(after, key_text(a, replay_flow(r[BEFORE], n)));

		p.flow[BEFORE] = n;
		p.flow[AFTER] = other ? *other : 0;
		taken[p.flow[AFTER]] = true;
		compare_pair(&p);
	}
	p.flow[BEFORE] = 0;
	for (uint64_t n = 0; (n = replay_next(r[AFTER], n)) != 0;) {
		p.flow[AFTER] = n;
		if (!taken[n])
			compare_pair(&p);
	}
	tell_forgotten(r[BEFORE]);
	free(taken);
	map_free(after);
	arena_free(a);
}
