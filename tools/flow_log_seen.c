/*
 * flow_log_seen.c - the flow log records of a test, kept to be looked at
 */

#include "tools/flow_log_seen.h"

#include "dataplane/records/flow_log_line.h"

static void
keep(void *aux, const struct flow_log_view *v)
{
	struct flow_log_seen *s = aux;
	struct flow_log_view *mine = ARENA_PUSH(s->arena, s->v, s->n);

	*mine = *v;
	mine->record = arena_copy(s->arena, v->record, sizeof(*v->record));
}

static void
add(struct flow_log_seen *s, const struct flow_log *log)
{
	struct flow_log_format f;

	flow_log_format_of(log, &f);
	flow_logs_add(s->logs, log, f.version, keep, s);
}

void
flow_log_seen_begin(struct flow_log_seen *s, const struct model *m,
    uint64_t seed, struct arena *a)
{
	*s = (struct flow_log_seen){ .logs = flow_logs_new(m, seed),
		.arena = a };
	for (size_t i = 0; i < m->nflow_logs; i++)
		add(s, m->flow_logs[i]);
	if (m->nflow_logs == 0)
		add(s, NULL);
}

void
flow_log_seen_finish(struct flow_log_seen *s)
{
	if (s->logs)
		flow_logs_finish(s->logs);
}

void
flow_log_seen_end(struct flow_log_seen *s)
{
	flow_logs_free(s->logs);
	s->logs = NULL;
}
