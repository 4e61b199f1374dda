/*
 * timed_path.c - packets a second over three links that take time
 *
 * usage: timed_path PACKETS
 *
 * Each link has 10 Gbit/s and 1 ms; a packet is sent each 10 microseconds.
 * Prints millions a second, the median of five runs.
 */

#include <stdio.h>

#include "core/arena.h"
#include "core/sim.h"
#include "test/bench/timing.h"

enum { LINKS = 3, NODES = LINKS + 1 };

static const uint32_t numbers[NODES] = { 0, 1, 2, 3 };

/* Nodes in a row; the last one keeps what comes. */
static void
resolve_node(struct resolver *r, const void *cfg)
{
	uint32_t self = *(const uint32_t *)cfg;

	r_way(r, self);
	if (self == LINKS) {
		r_deliver(r, 0);
		return;
	}
	r_goto(r, self + 1, 0);
}

static uint32_t
link_of(const struct snap *s, const struct place *to)
{
	(void)s;
	return to->from;
}

static const struct node_class class = { "node", resolve_node };

static void
count(void *aux, const struct verdict *v)
{
	*(unsigned long *)aux += v->delivered;
}

static double
carry(const struct snap *snap, unsigned long packets)
{
	unsigned long arrived = 0;
	struct sim *s = sim_new(snap, NULL, 0, 1, count, &arrived);
	double began = seconds();
	struct packet p = { .len = 128 };

	for (unsigned long i = 0; i < packets; i++)
		sim_send(s, (vtime){ (int64_t)i * 10000 }, &p);
	sim_run(s, VTIME_NEVER);
	began = seconds() - began;
	sim_free(s);
	if (arrived != packets)
		exit(1);
	return (double)packets / began / 1e6;
}

int
main(int argc, char **argv)
{
	unsigned long packets = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct node node[NODES];
	struct link_spec link[LINKS];
	struct snap snap = { .node = node,
		.nnode = NODES,
		.link = link,
		.nlink = LINKS,
		.link_to = link_of };
	double run[RUNS];

	if (packets == 0) {
		fprintf(stderr, "usage: timed_path PACKETS\n");
		return 2;
	}
	for (int i = 0; i < NODES; i++)
		node[i] = (struct node){
			.class = &class, .name = "node", .cfg = &numbers[i]
		};
	for (int i = 0; i < LINKS; i++)
		link[i] = (struct link_spec){ .latency = { 1000000 },
			.bits_per_second = 10000000000 };
	for (int i = 0; i < RUNS; i++)
		run[i] = carry(&snap, packets);
	printf("%.3f\n", median(run));
	return 0;
}
