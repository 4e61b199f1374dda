/*
 * cmd_schema.c - vpcsim schema: the scenario language for editors
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dataplane/load/schema.h"
#include "tools/command.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/options.h"
#include "tools/out.h"

/* The loader writes to a stdio stream; the output is ours to check. */
static int
write_schema(const struct options *o)
{
	struct out *out;
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	if (f == NULL || schema_write(f) != 0 || fclose(f) != 0) {
		message_error("cannot make the schema: %s", strerror(errno));
		return EXIT_INTERNAL;
	}
	out = out_open(o->output, false);
	if (out)
		out_write(out, text, len);
	free(text);
	return out ? out_close(out) : EXIT_ENVIRONMENT;
}

static int
schema_run(int argc, char **argv)
{
	struct options o = { 0 };
	int status = options_read(&o, &schema_command, argc, argv);

	if (status >= 0)
		return status;
	if (o.operands.n == 1 && strcmp(o.operands.v[0], "scenario") == 0)
		status = write_schema(&o);
	else
		status = options_misused(
		    &schema_command, "which schema?  There is \"scenario\"");
	options_fini(&o);
	return status;
}

const struct command schema_command = {
	.name = "schema",
	.summary = "write the JSON Schema of the scenario language",
	.operands = "scenario",
	.about =
	    "JSON Schema, draft-07, for editors: they complete keys and mark "
	    "mistakes by it.\nBegin a scenario with the line\n\n  "
	    "# yaml-language-server: $schema=scenario.schema.json",
	.examples = "  vpcsim schema scenario -o scenario.schema.json\n",
	.formats = FORMAT_JSON,
	.run = schema_run,
};
