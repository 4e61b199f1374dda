/*
 * drop.c - why packets are dropped and requests refused, with the words for it
 */

#include "dataplane/drop.h"

#include <string.h>

static const struct drop_info infos[] = {
	[DROP_LOOP] = { "VSIM_LOOP", "the packet goes round in a circle",
	    "look at the routes of the appliances and gateways on its path" },
	[DROP_QUEUE_FULL] = { "VSIM_QUEUE_FULL",
	    "more packets wait for a link than its queue holds",
	    "send less at once, or have a link with more bandwidth" },
#define DROP(NAME, CODE, MEANS, CHANGE) [DROP_##NAME] = { CODE, MEANS, CHANGE },
#include "dataplane/drop.def"
#include "dataplane/refusal.def"
#undef DROP
};

const struct drop_info *
drop_info(drop_code c)
{
	return c == DROP_NONE || c >= DROP_END ? NULL : &infos[c];
}

drop_code
drop_find(const char *code)
{
	for (unsigned c = DROP_LOOP; c < DROP_END; c++)
		if (strcmp(infos[c].code, code) == 0)
			return (drop_code)c;
	return DROP_NONE;
}
