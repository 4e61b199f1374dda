/*
 * fuzz_flow_log.c - formats of flow logs: what is read is a format, and written
 * again reads as the same
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "dataplane/model/flow_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const char *text, enum flow_log_of of)
{
	char why[FLOW_LOG_WHY], again[FLOW_LOG_MOST * 64] = "";
	struct flow_log_format f, g;

	if (flow_log_format_read(text, of, &f, why) != 0) {
		if (strlen(why) == 0 || strlen(why) >= sizeof(why))
			abort();
		return;
	}
	for (size_t i = 0; i < f.n; i++) {
		strcat(again, "${");
		strcat(again, flow_log_field_info[f.field[i]].name);
		strcat(again, "}");
	}
	if (flow_log_format_read(again, of, &g, why) != 0 || g.n != f.n ||
	    g.version != f.version || memcmp(f.field, g.field, f.n) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xmalloc(size + 1);

	memcpy(text, data, size);
	text[size] = '\0';
	check(text, FLOW_LOG_VPC);
	check(text, FLOW_LOG_TGW);
	free(text);
	return 0;
}
