/*
 * flow_log_file.c - flow logs as a file: --flow-logs
 *
 * A line with the names of the fields, then records as their windows end.  If
 * the model has one flow log it is that one's; if it has none, every interface
 * is logged.
 */

#include "tools/flow_log_file.h"

#include <string.h>

#include "dataplane/records/flow_log_line.h"
#include "tools/exit.h"
#include "tools/message.h"

static void
write_line(struct flow_log_file *f, const char *line)
{
	out_string(f->out, line);
	out_char(f->out, '\n');
	out_commit(f->out);
}

static void
write_record(void *aux, const struct flow_log_view *v)
{
	struct flow_log_file *f = aux;

	arena_reset(f->scratch);
	write_line(f, flow_log_line(v, &f->format, f->scratch));
}

/* -1: *log is the one that is meant, or null: of all interfaces. */
static int
choose_log(const struct flow_log_options *o, const struct command *cmd,
    const struct model *m, const struct flow_log **log)
{
	const char *near;

	*log = NULL;
	if (o->log && strcmp(o->log, "all") == 0)
		return -1;
	if (o->log == NULL && m->nflow_logs > 1)
		return options_misused(cmd,
		    "the model has several flow logs; which one, --flow-log "
		    "%s, ... or all?",
		    m->flow_logs[0]->o.name);
	if (o->log == NULL) {
		*log = m->nflow_logs ? m->flow_logs[0] : NULL;
		return -1;
	}
	*log = (const struct flow_log *)model_find(
	    m, NULL, 1u << OBJ_FLOW_LOG, o->log, NULL);
	if (*log)
		return -1;
	near = model_nearest(m, 1u << OBJ_FLOW_LOG, o->log);
	message_error("there is no flow log \"%s\"%s%s%s", o->log,
	    near ? "; did you mean \"" : "", near ? near : "",
	    near ? "\"?" : "");
	return EXIT_INVALID;
}

static int
choose_format(const struct flow_log_options *o, const struct command *cmd,
    const struct flow_log *log, struct flow_log_format *f)
{
	bool tgw = log && flow_log_is_tgw(log->resource.object);
	char why[FLOW_LOG_WHY];

	flow_log_format_of(log, f);
	if (o->format == NULL ||
	    flow_log_format_read(
		o->format, tgw ? FLOW_LOG_TGW : FLOW_LOG_VPC, f, why) == 0)
		return -1;
	return options_misused(cmd, "--flow-log-format: %s", why);
}

static bool
ends_in_gz(const char *path)
{
	size_t n = strlen(path);

	return n > 3 && strcmp(path + n - 3, ".gz") == 0;
}

int
flow_log_file_open(struct flow_log_file *f, const struct flow_log_options *o,
    const struct command *cmd, const struct model *m, uint64_t seed)
{
	const struct flow_log *log;
	int status;

	*f = (struct flow_log_file){ .out = NULL };
	if (o->file == NULL)
		return o->log || o->format
		    ? options_misused(cmd,
			  "--flow-log and --flow-log-format "
			  "are for --flow-logs FILE")
		    : -1;
	status = choose_log(o, cmd, m, &log);
	if (status < 0)
		status = choose_format(o, cmd, log, &f->format);
	if (status >= 0)
		return status;
	f->out = ends_in_gz(o->file) ? out_open_gzip(o->file)
				     : out_open(o->file, false);
	if (f->out == NULL)
		return EXIT_ENVIRONMENT;
	f->scratch = arena_new();
	f->logs = flow_logs_new(m, seed);
	flow_logs_add(f->logs, log, f->format.version, write_record, f);
	write_line(f, flow_log_header(&f->format, f->scratch));
	return -1;
}

int
flow_log_file_close(struct flow_log_file *f)
{
	int status;

	if (f->out == NULL)
		return EXIT_DONE;
	flow_logs_finish(f->logs);
	flow_logs_free(f->logs);
	status = out_close(f->out);
	arena_free(f->scratch);
	f->out = NULL;
	return status;
}
