/*
 * flow_logs.c - the flow logs that listen to a simulation
 */

#include "dataplane/records/flow_logs.h"

#include <stdlib.h>

#include "core/arena.h"
#include "dataplane/tables/states.h"

struct flow_logs {
	const struct model *model;
	uint64_t seed;
	struct log_interfaces interfaces;
	struct flow_logger **v;
	size_t n;
	struct sighting *taken; /* of the packet in hand */
	size_t size;
};

struct flow_logs *
flow_logs_new(const struct model *m, uint64_t seed)
{
	struct flow_logs *logs = xcalloc(1, sizeof(*logs));

	logs->model = m;
	logs->seed = seed;
	log_interfaces_init(&logs->interfaces, m);
	return logs;
}

void
flow_logs_free(struct flow_logs *logs)
{
	if (logs == NULL)
		return;
	for (size_t i = 0; i < logs->n; i++)
		flow_logger_free(logs->v[i]);
	log_interfaces_fini(&logs->interfaces);
	free(logs->taken);
	free(logs->v);
	free(logs);
}

void
flow_logs_add(struct flow_logs *logs, const struct flow_log *log,
    unsigned version, flow_log_fn *tell, void *aux)
{
	struct flow_logger_terms t = { .interfaces = &logs->interfaces,
		.log = log,
		.version = version,
		.seed = logs->seed,
		.tell = tell,
		.aux = aux };

	logs->v = xrealloc(logs->v, (logs->n + 1) * sizeof(*logs->v));
	logs->v[logs->n++] = flow_logger_new(logs->model, &t);
}

void
flow_logs_watch(struct flow_logs *logs, struct sim *sim)
{
	struct sightings *s = sim_table(sim, STATE_SIGHTINGS);

	s->wanted = logs->n > 0;
}

/* Those of one packet; what others on links have met with stays. */
static size_t
take(struct flow_logs *logs, struct sightings *s, uint64_t packet)
{
	size_t n = 0, kept = 0;

	if (logs->size < s->n) {
		logs->size = s->size;
		logs->taken =
		    xrealloc(logs->taken, s->size * sizeof(*logs->taken));
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].packet == packet)
			logs->taken[n++] = s->v[i];
		else
			s->v[kept++] = s->v[i];
	s->n = kept;
	return n;
}

void
flow_logs_verdict(
    struct flow_logs *logs, struct sim *sim, const struct verdict *v)
{
	struct sightings *s = sim_table(sim, STATE_SIGHTINGS);
	size_t n = take(logs, s, v->id);

	for (size_t i = 0; i < logs->n; i++)
		flow_logger_packet(
		    logs->v[i], sim_snap(sim), logs->taken, n, v);
}

void
flow_logs_forget(struct sim *sim)
{
	struct sightings *s = sim_table(sim, STATE_SIGHTINGS);

	s->n = 0;
}

void
flow_logs_finish(struct flow_logs *logs)
{
	for (size_t i = 0; i < logs->n; i++)
		flow_logger_finish(logs->v[i]);
}
