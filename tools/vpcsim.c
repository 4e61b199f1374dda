/*
 * vpcsim.c - the program: a table of commands
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/spell.h"
#include "tools/command.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/options.h"
#include "tools/out.h"

/* In the order in which one meets them. */
static const struct command *const commands[] = {
	&check_command,
	&trace_command,
	&replay_command,
	&test_command,
	&gen_command,
	&import_command,
	&diff_command,
	&explain_command,
	&schema_command,
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const struct command *
find(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static const char *
nearest(const char *name)
{
	const char *best = NULL;
	unsigned least = 0;

	for (int i = 0; i < COMMANDS; i++) {
		unsigned d = spell_distance(name, commands[i]->name);

		if (spell_near(name, commands[i]->name) &&
		    (best == NULL || d < least)) {
			best = commands[i]->name;
			least = d;
		}
	}
	return best;
}

static int
unknown(const char *name)
{
	const char *near = nearest(name);

	if (near)
		message_error(
		    "no command \"%s\"; did you mean \"%s\"?", name, near);
	else
		message_error("no command \"%s\"", name);
	fprintf(stderr, "Try \"vpcsim --help\".\n");
	return EXIT_INVALID;
}

static int
help(void)
{
	struct out *o = out_open(NULL, false);

	out_string(o,
	    "Usage: vpcsim COMMAND [options]\n\n"
	    "Simulates the data plane of AWS VPCs, packet by packet: which "
	    "path a flow\ntakes, what decides on the way, and whether it "
	    "leaves the AWS network.\n\nCommands\n");
	for (int i = 0; i < COMMANDS; i++)
		out_printf(
		    o, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
	out_string(o,
	    "\n\"vpcsim help COMMAND\" or \"vpcsim COMMAND --help\" tells of "
	    "one command,\nwith examples.  Manuals: vpcsim(1), "
	    "vpcsim-scenario(5), vpcsim-model(7).\n\nExamples\n"
	    "  vpcsim trace -s net.yaml --from app-1 --to "
	    "s3.us-east-1.amazonaws.com:443/tcp\n"
	    "  vpcsim replay -s net.yaml --map 192.168.7.20=app-1 "
	    "capture.pcapng\n"
	    "  vpcsim test scenarios/\n");
	return out_close(o);
}

static int
help_on(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2)
		return help();
	c = find(argv[1]);
	return c ? options_help(c) : unknown(argv[1]);
}

static int
version(void)
{
	struct out *o = out_open(NULL, false);

	out_string(o, "vpcsim " VERSION "\n");
	return out_close(o);
}

int
main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	const struct command *c;

	signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		message_error("which command?");
		fprintf(stderr, "Try \"vpcsim --help\".\n");
		return EXIT_INVALID;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		return help();
	if (strcmp(name, "--version") == 0)
		return version();
	if (strcmp(name, "help") == 0)
		return help_on(argc - 1, argv + 1);
	c = find(name);
	return c ? c->run(argc - 1, argv + 1) : unknown(name);
}
