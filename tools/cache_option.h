#ifndef TOOLS_CACHE_OPTION_H
#define TOOLS_CACHE_OPTION_H

/*
 * cache_option.h - --cache: are segments remembered from packet to packet?
 */

#include "core/sim.h"
#include "tools/options.h"

#define CACHE_OPTION(place)                                                     \
	{                                                                       \
		"cache", 0, OPTION_TEXT, "HOW",                                 \
		    "what was resolved before: on (usual), off, or verify: it " \
		    "is checked each time",                                     \
		    .at = (place)                                               \
	}

/* -1: go on; null is "on".  Else an exit status: it has been said that how is
 * no such word. */
int cache_option(const char *how, const struct command *, enum cache_mode *);

#endif /* TOOLS_CACHE_OPTION_H */
