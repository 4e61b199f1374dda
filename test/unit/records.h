#ifndef TEST_UNIT_RECORDS_H
#define TEST_UNIT_RECORDS_H

/*
 * records.h - the records of all flows of a replay, as one text
 */

#include <stdlib.h>

#include "core/arena.h"
#include "tools/out.h"
#include "tools/replay_json.h"

/* The caller frees it. */
static inline char *
records(const struct snap *snap, struct replay *r)
{
	struct replay_run run = { .snap = snap,
		.replay = r,
		.names = host_names_new(),
		.notes = flow_notes_new() };
	struct replay_view view = { .run = &run };
	struct out *out = out_open_memory(false);
	struct replay_json json;
	uint64_t number = 0;
	size_t len;
	char *text;

	replay_json_begin(&json, out, &view, false);
	while ((number = replay_next(r, number)) != 0)
		replay_json_flow(&json, replay_flow(r, number));
	replay_json_end(&json);
	text = xstrdup(out_memory(out, &len));
	out_close(out);
	host_names_free(run.names);
	flow_notes_free(run.notes);
	return text;
}

#endif /* TEST_UNIT_RECORDS_H */
