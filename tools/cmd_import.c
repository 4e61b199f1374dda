/*
 * cmd_import.c - vpcsim import: what a model was made from, and the model as a
 * scenario
 *
 * Without -o it lists what was read and what was left out.  With -o it writes
 * the model as a scenario: loading that gives the same model again.
 */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/err.h"
#include "dataplane/load/load.h"
#include "dataplane/load/write.h"
#include "tools/command.h"
#include "tools/exit.h"
#include "tools/import_aws.h"
#include "tools/import_list.h"
#include "tools/message.h"
#include "tools/model_in.h"
#include "tools/options.h"
#include "tools/out.h"

struct settings {
	struct options o;
	bool commands;
};

static const char *
folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ".";
	return arena_printf(a, "%.*s/", (int)(slash - path), path);
}

/* In the heap. */
static char *
scenario_of(const struct model *m, const struct options *o, size_t *n,
    struct errs *errs)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, n);

	write_scenario(f, m, folder_of(o->arena, o->output), errs);
	fclose(f);
	return text;
}

static int
save(const struct options *o, const char *text, size_t n)
{
	struct out *out = out_open(o->output, false);

	if (out == NULL)
		return EXIT_ENVIRONMENT;
	out_write(out, text, n);
	out_commit(out);
	return out_close(out);
}

/* What is written is what was read: before model_link() adds to it.  But a
 * model with errors is not written. */
static int
import_read(struct model *m, struct options *o, struct errs *errs)
{
	bool wanted = o->output && o->format == FORMAT_TEXT;
	struct import_list *list = import_list_new(m, o->arena);
	size_t n = 0;
	char *text = wanted ? scenario_of(m, o, &n, errs) : NULL;
	int status = EXIT_INVALID;

	load_link(m, errs);
	if (errs_count(errs) == 0)
		status = wanted ? save(o, text, n)
				: import_list_write(list, errs, o);
	if (status == EXIT_DONE && o->strict && m->notes.n > 0)
		status = EXIT_ASSUMED;
	/* The list has told the warnings already. */
	if (errs_count(errs) || wanted)
		model_in_report(errs, o);
	else
		errs_free(errs);
	free(text);
	return status;
}

static int
import_model(struct options *o, const struct words *paths)
{
	struct errs *errs = errs_new();
	struct model_in in;
	int status;

	if (model_in_read(&in, o, paths->v, paths->n, errs) != 0)
		return model_in_report(errs, o);
	status = import_read(in.model, o, errs);
	model_in_close(&in);
	return status;
}

static int
import(struct settings *s)
{
	struct options *o = &s->o;
	const struct words *paths = o->operands.n ? &o->operands : &o->models;
	bool is_aws =
	    o->operands.n == 1 && strcmp(o->operands.v[0], "aws") == 0;

	if (is_aws && s->commands)
		return import_aws_commands(o);
	if (is_aws && access("aws", F_OK) != 0)
		return options_misused(&import_command,
		    "AWS is not asked from here; \"vpcsim import aws "
		    "--commands\" prints a script that does");
	if (s->commands)
		return options_misused(&import_command,
		    "--commands is for \"vpcsim import aws --commands\"");
	if (paths->n == 0)
		return options_misused(&import_command,
		    "what?  Name a folder or file of describe output, "
		    "Terraform JSON or a scenario");
	return import_model(o, paths);
}

static int
import_run(int argc, char **argv)
{
	struct settings s = { .commands = false };
	int status = options_read(&s.o, &import_command, argc, argv);

	if (status >= 0)
		return status;
	status = import(&s);
	options_fini(&s.o);
	return status;
}

static const struct option_spec options[] = {
	{ "commands", 0, OPTION_FLAG, NULL,
	    "with \"aws\": print the script that collects an account",
	    offsetof(struct settings, commands), 0, 0, NULL },
	{ 0 },
};

const struct command import_command = {
	.name = "import",
	.summary = "list what a model is made from, or write it as a scenario",
	.operands = "DIR|FILE... | aws --commands",
	.about =
	    "Reads describe dumps, Terraform JSON or scenarios, which together "
	    "are one model,\nand lists what was read, what was left out and "
	    "why.  With -o FILE it writes the\nmodel as a scenario instead; "
	    "\"-o -\" is standard output.\n\n\"vpcsim import aws --commands\" "
	    "prints a shell script of AWS CLI calls that\ncollects what is "
	    "read; it needs read access only.\n\nExit status: 0 done, 2 "
	    "something cannot be read, 5 with --strict if anything was\nleft "
	    "out or is unknown.",
	.examples = "  vpcsim import dump/\n"
		    "  vpcsim import dump/ -o net.yaml\n"
		    "  vpcsim import aws --commands > collect.sh\n",
	.formats = FORMAT_JSON,
	.options = options,
	.run = import_run,
};
