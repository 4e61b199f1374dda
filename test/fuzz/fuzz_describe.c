/*
 * fuzz_describe.c - a describe dump out of any bytes: load, link, check,
 * compile, trace
 *
 * Whatever the bytes are, there is a model that carries packets, or there are
 * errors, and no crash: what is missing or odd in a dump degrades.
 */

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/compile.h"
#include "dataplane/exchange.h"
#include "dataplane/load/describe/describe.h"
#include "dataplane/model/model.h"
#include "dataplane/traffic.h"

enum { FLOWS = 16 };

static const char *const ends[] = { "internet", "10.0.1.10", "10.0.2.10",
	"198.51.100.10", "10.1.0.10", "52.216.0.10" };

static void
trace(const struct snap *s, const char *from, const char *to, int proto)
{
	struct arena *a = arena_new();
	struct errs *errs = errs_new();
	struct flow_spec f = { .from = { .s = from },
		.to = { .s = to },
		.proto = proto,
		.port = proto == PROTO_TCP ? 443 : -1,
		.sport = -1,
		.ttl = -1 };
	struct flow_start start;
	struct exchange x;

	if (flow_start(s, &f, a, &start, errs) == 0 &&
	    start.target.code == DROP_NONE)
		exchange_run(
		    s, 1, &start.packet, &(struct exchange_how){ 0 }, &x);
	errs_free(errs);
	arena_free(a);
}

static void
carry(const struct model *m)
{
	struct arena *a = arena_new();
	const struct snap *s = compile(m, a);
	size_t flows = 0;

	for (size_t i = 0; i < m->nobjects && flows < FLOWS; i++) {
		if (m->objects[i]->kind != OBJ_INTERFACE)
			continue;
		for (size_t j = 0; j < sizeof(ends) / sizeof(ends[0]); j++) {
			trace(s, m->objects[i]->name, ends[j], PROTO_TCP);
			trace(s, ends[j], m->objects[i]->name, PROTO_ICMP);
		}
		flows++;
	}
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model *m = model_new(NULL);
	struct errs *errs = errs_new(), *objections = errs_new();

	if (describe_load_memory(m, "fuzz", (const char *)data, size, errs) ==
	    0) {
		model_link(m, objections);
		model_check(m, objections);
		carry(m);
	}
	errs_free(objections);
	errs_free(errs);
	model_free(m);
	return 0;
}
