/*
 * diff_input.c - questions of a file
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/diff.h"
#include "tools/exit.h"
#include "tools/lines.h"
#include "tools/message.h"
#include "tools/trace_batch.h"

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
