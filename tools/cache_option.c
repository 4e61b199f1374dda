/*
 * cache_option.c - --cache: are segments remembered from packet to packet?
 */

#include "tools/cache_option.h"

#include <string.h>

int
cache_option(
    const char *how, const struct command *command, enum cache_mode *mode)
{
	static const char *const names[] = { [CACHE_ON] = "on",
		[CACHE_OFF] = "off",
		[CACHE_VERIFY] = "verify" };

	if (how == NULL)
		return -1;
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], how) == 0) {
			*mode = (enum cache_mode)i;
			return -1;
		}
	return options_misused(
	    command, "--cache is on, off or verify, not \"%s\"", how);
}
