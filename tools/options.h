#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

/*
 * options.h - the options of the command line
 *
 * Options are a table: each says where its value goes.  Those that all
 * commands share are in options.c; a command adds its own.  A command's
 * settings begin with a struct options, and places count from its beginning.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "dataplane/records/facts.h"

struct command;

enum option_kind {
	OPTION_FLAG,   /* bool: true */
	OPTION_OFF,    /* bool: false */
	OPTION_TEXT,   /* const char * */
	OPTION_LIST,   /* struct words: may be given several times */
	OPTION_NUMBER, /* int64_t, from min to max */
	OPTION_MEANS,  /* const char *: the words of `means` */
	OPTION_COUNT,  /* int: how many times */
};

struct option_spec {
	const char *name; /* without the dashes */
	char letter;      /* or 0 */
	enum option_kind kind;
	const char *value; /* what it takes: "FILE"; null: nothing */
	const char *help;
	size_t at;
	int64_t min, max;
	const char *means;
};

struct words {
	char **v;
	size_t n;
};

enum format {
	FORMAT_TEXT = 0,
	FORMAT_JSON = 1,
	FORMAT_JSONL = 2,
	FORMAT_MARKDOWN = 4,
};

struct options {
	struct arena *arena;
	struct words models; /* -s */
	struct words sets;   /* --set */
	struct words operands;
	const char *format_name; /* as written, or null */
	enum format format;
	const char *output; /* -o, or null */
	bool quiet;
	int verbose;
	const char *color_name;
	bool color; /* of the output */
	bool no_progress;
	int64_t jobs, seed;
	bool strict;
	const char *ip_ranges;
	bool watched; /* a command's own: flow logs are wanted */
	const char *private_name;
	enum private_means private_means;
};

/*
 * Reads the arguments of a command into its settings, which the caller has
 * zeroed or given defaults.  -1: go on.  Else it is over, with this exit
 * status: help was asked for, or something is wrong and has been said.
 */
int
options_read(struct options *, const struct command *, int argc, char **argv);
void options_fini(struct options *);

/* Says what is wrong with the usage of a command; returns EXIT_INVALID. */
int options_misused(const struct command *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The help of a command, on standard output. */
int options_help(const struct command *);

#endif /* TOOLS_OPTIONS_H */
