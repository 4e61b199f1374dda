/*
 * traffic_take.c - a scenario's traffic, or one entry of it, by name
 */

#include "tools/traffic_take.h"

#include <string.h>

#include "core/spell.h"
#include "dataplane/world.h"

static bool
has_name(const struct traffic *t, const char *name)
{
	return t->name && strcmp(t->name, name) == 0;
}

static const char *
nearest(const struct model *m, const char *name)
{
	const char *best = NULL;
	unsigned least = 0;

	for (size_t i = 0; i < m->ntraffic; i++) {
		const char *n = m->traffic[i].name;
		unsigned d = n ? spell_distance(name, n) : 0;

		if (n && spell_near(name, n) && (best == NULL || d < least)) {
			best = n;
			least = d;
		}
	}
	return best;
}

static int
check_name(const struct model *m, const char *name, struct errs *errs)
{
	struct where none = { 0 };
	const char *near;

	for (size_t i = 0; i < m->ntraffic; i++)
		if (has_name(&m->traffic[i], name))
			return 0;
	near = nearest(m, name);
	if (near)
		errs_add(errs, none, "no traffic \"%s\"; did you mean \"%s\"?",
		    name, near);
	else
		errs_add(errs, none, "no traffic \"%s\"", name);
	return -1;
}

int
traffic_take(const struct snap *s, const char *name, struct arena *a,
    struct traffic_packets *p, struct errs *errs)
{
	if (name && check_name(world_of(s)->model, name, errs) != 0)
		return -1;
	return traffic_packets(s, name, a, p, errs);
}
