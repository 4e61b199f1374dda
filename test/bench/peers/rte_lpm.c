/*
 * rte_lpm.c - DPDK's longest-prefix matches a second, in bulk
 *
 * usage: rte_lpm ROUTES
 *
 * The same routes and addresses as route_lookup's.  Prints millions a second,
 * the median of five runs.
 */

#include <rte_eal.h>
#include <rte_lpm.h>
#include <stdio.h>
#include <stdlib.h>

#include "test/bench/routes.h"

static uint32_t ip[LOOKUPS];

static void
look_up(const void *table, size_t i, uint32_t *value)
{
	rte_lpm_lookup_bulk((struct rte_lpm *)table, ip + i, value, BULK);
}

int
main(int argc, char **argv)
{
	char *eal[] = { "rte_lpm", "--no-huge", "--no-pci", "--no-telemetry",
		"--log-level=3", "-m", "1024", NULL };
	struct rte_lpm_config config = { .max_rules = ROUTES_MOST,
		.number_tbl8s = 1024 };
	unsigned long n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct rng r = { 1 };
	struct rte_lpm *t;

	if (n == 0 || n > ROUTES_MOST) {
		fprintf(stderr, "usage: rte_lpm ROUTES\n");
		return 2;
	}
	if (rte_eal_init(7, eal) < 0 ||
	    (t = rte_lpm_create("bench", 0, &config)) == NULL)
		return 1;
	for (uint32_t i = 0; i < n; i++) {
		struct bench_route b = some_route(&r);

		rte_lpm_add(t, b.addr, b.len, i);
	}
	for (size_t i = 0; i < LOOKUPS; i++)
		ip[i] = (uint32_t)rng_next(&r);
	printf("%.1f\n", lookup_rate(t, look_up));
	return 0;
}
