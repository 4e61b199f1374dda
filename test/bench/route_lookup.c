/*
 * route_lookup.c - longest-prefix matches a second, many at once
 *
 * usage: route_lookup ROUTES
 *
 * Prints millions a second, the median of five runs.
 */

#include <stdio.h>

#include "core/lpm.h"
#include "test/bench/routes.h"
#include "test/bench/timing.h"

static double
look_up(const struct lpm *t, const struct ip *ip)
{
	static volatile uint32_t sink;
	double began = seconds();
	uint32_t value[BULK], sum = 0;

	for (size_t i = 0; i < LOOKUPS; i += BULK) {
		lpm_lookup_many(t, ip + i, value, BULK);
		sum += value[0];
	}
	sink = sum;
	(void)sink;
	return LOOKUPS / (seconds() - began) / 1e6;
}

int
main(int argc, char **argv)
{
	unsigned long n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct arena *a = arena_new();
	struct lpm_entry *e;
	struct rng r = { 1 };
	struct lpm *t;
	struct ip *ip;
	double run[RUNS];

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
	t = lpm_new(a, e, n);
	ip = arena_alloc(a, LOOKUPS * sizeof(*ip));
	for (size_t i = 0; i < LOOKUPS; i++)
		ip[i] = ip_from4((uint32_t)rng_next(&r));
	for (int i = 0; i < RUNS; i++)
		run[i] = look_up(t, ip);
	printf("%.1f\n", median(run));
	arena_free(a);
	return 0;
}
