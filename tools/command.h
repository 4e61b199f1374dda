#ifndef TOOLS_COMMAND_H
#define TOOLS_COMMAND_H

/*
 * command.h - a command of the program
 *
 * Each is one file, cmd_NAME.c, that ends in its struct command; the list of
 * them is in vpcsim.c.
 */

#include <stddef.h>

struct option_spec;

struct command {
	const char *name;
	const char *summary;  /* one line */
	const char *operands; /* behind the options: "CAPTURE..." */
	const char *about;    /* paragraphs, each line ended */
	const char *examples; /* lines, each ended */
	unsigned formats;     /* FORMAT_... bits besides text */
	const struct option_spec *options; /* its own; a null name ends it */
	int (*run)(int argc, char **argv); /* the exit status */
};

extern const struct command check_command, diff_command, explain_command,
    gen_command, import_command, replay_command, schema_command, test_command,
    trace_command;

#endif /* TOOLS_COMMAND_H */
