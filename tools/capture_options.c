/*
 * capture_options.c - how captures are read: --map, --filter, ...
 */

#include "tools/capture_options.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tools/exit.h"
#include "tools/message.h"
#include "tools/model_in.h"

static int
read_midstream(
    const char *how, const struct command *cmd, struct replay_options *o)
{
	if (how == NULL || strcmp(how, "established") == 0)
		return -1;
	o->midstream_strict = true;
	if (strcmp(how, "strict") == 0)
		return -1;
	return options_misused(
	    cmd, "--midstream is established or strict, not \"%s\"", how);
}

int
capture_options_apply(const struct capture_options *c, const struct options *o,
    const struct snap *snap, const struct command *cmd, struct replay_job *job)
{
	struct address_map *map = address_map_new(o->arena);
	struct errs *errs = errs_new();
	int status;

	job->snap = snap;
	job->filter = c->filter;
	job->map = map;
	job->options.seed = (uint64_t)o->seed;
	job->progress = !o->no_progress && !o->quiet;
	job->tell_aside = o->verbose > 0;
	for (size_t i = 0; i < c->map.n; i++)
		address_map_add_text(map, snap, c->map.v[i], errs);
	status = model_in_report(errs, o);
	if (status != EXIT_DONE)
		return status;
	status = cache_option(c->cache, cmd, &job->options.cache);
	if (status >= 0)
		return status;
	return read_midstream(c->midstream, cmd, &job->options);
}

int
capture_options_files(const struct words *captures)
{
	for (size_t i = 0; i < captures->n; i++) {
		const char *path = captures->v[i];

		if (strcmp(path, "-") == 0 || access(path, R_OK) == 0)
			continue;
		message_error("cannot read %s: %s", path, strerror(errno));
		return errno == EACCES ? EXIT_ENVIRONMENT : EXIT_INVALID;
	}
	return -1;
}
