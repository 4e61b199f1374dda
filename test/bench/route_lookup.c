/*
 * route_lookup.c - longest-prefix matches a second, many at once
 *
 * usage: route_lookup ROUTES
 *
 * Prints millions a second, the median of five runs.
 */

#include <stdio.h>
#include <stdlib.h>

#include "core/lpm.h"
#include "test/bench/routes.h"

static struct ip ip[LOOKUPS];

static void
look_up(const void *table, size_t i, uint32_t *value)
{
	lpm_lookup_many(table, ip + i, value, BULK);
}

int
main(int argc, char **argv)
{
	unsigned long n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct arena *a = arena_new();
	struct lpm_entry *e;
	struct rng r = { 1 };

	if (n == 0 || n > ROUTES_MOST) {
		fprintf(stderr, "usage: route_lookup ROUTES\n");
		return 2;
	}
	e = arena_alloc(a, n * sizeof(*e));
	for (uint32_t i = 0; i < n; i++) {
		struct bench_route b = some_route(&r);

		e[i] = (struct lpm_entry){
			prefix_of(ip_from4(b.addr), (uint8_t)(96 + b.len)), i
		};
	}
	for (size_t i = 0; i < LOOKUPS; i++)
		ip[i] = ip_from4((uint32_t)rng_next(&r));
	printf("%.1f\n", lookup_rate(lpm_new(a, e, n), look_up));
	arena_free(a);
	return 0;
}
