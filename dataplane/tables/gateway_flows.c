/*
 * gateway_flows.c - which target of a Gateway Load Balancer has which flow
 *
 * A flow's key is the same for both of its directions: its ends are in order.
 * Fragments are known by addresses and protocol, for only the first has ports.
 */

#include "dataplane/tables/gateway_flows.h"

#include <stdlib.h>
#include <xxhash.h>

#include "core/arena.h"
#include "core/table.h"
#include "dataplane/tables/states.h"
#include "dataplane/world.h"

static const vtime other_idle = VTIME_SECONDS(120);

enum { FLOW_NEW, FLOW_KNOWN, FLOW_MOVED, FLOW_OPEN };

static const struct fact facts[] = {
	[FLOW_NEW] = { "new flow, a target by its hash", 0, false, 0 },
	[FLOW_KNOWN] = { "the flow keeps its target", 0, false, 0 },
	[FLOW_MOVED] = { "its target has failed: the flow moves", 0, false, 0 },
	[FLOW_OPEN] = { "no target is healthy: any may get the flow", 0, false,
	    0 },
};

struct end {
	struct ip ip;
	uint64_t port;
};

struct gateway_flow_key {
	struct end low, high;
	uint32_t node, endpoint;
	uint64_t proto;
};

struct gateway_flow {
	struct gateway_flow_key key;
	vtime last, idle;
	uint16_t target;
};

static bool
is_over(const struct gateway_flow *f, vtime now)
{
	return now.ns - f->last.ns >= f->idle.ns;
}

static bool
dead(void *aux, void *entry, vtime now)
{
	(void)aux;
	return is_over(entry, now);
}

static void *
flows_new(uint64_t seed, struct pulses *pulses)
{
	struct table *t = xmalloc(sizeof(*t));

	(void)pulses;
	table_init(t, sizeof(struct gateway_flow_key),
	    sizeof(struct gateway_flow), seed);
	table_reclaims(t, dead, NULL);
	return t;
}

static void
flows_free(void *table)
{
	table_fini(table);
	free(table);
}

const struct state_class gateway_flows_state = {
	.name = "flows of Gateway Load Balancers",
	.table_new = flows_new,
	.table_free = flows_free,
};

static bool
counts_ports(const struct flow_key *k, enum flow_tuple tuple)
{
	return tuple == FLOW_5_TUPLE && k->fragment == FRAG_NONE &&
	    (k->proto == PROTO_TCP || k->proto == PROTO_UDP);
}

static struct gateway_flow_key
key_of(const struct step_call *c)
{
	const struct gateway_flows_cfg *cfg = c->self->cfg;
	/* An error goes where the packet went that it is about. */
	const struct flow_key *k =
	    c->packet->quote ? c->packet->quote : &c->packet->key;
	bool ports = counts_ports(k, cfg->tuple);
	struct end a = { k->src, ports ? k->sport : 0 };
	struct end b = { k->dst, ports ? k->dport : 0 };
	bool swap =
	    ip_less(b.ip, a.ip) || (ip_eq(a.ip, b.ip) && b.port < a.port);

	return (struct gateway_flow_key){
		.low = swap ? b : a,
		.high = swap ? a : b,
		.node = c->node,
		.endpoint = c->arg,
		.proto = cfg->tuple == FLOW_2_TUPLE ? 0 : k->proto,
	};
}

/* Says whether the chosen one is healthy. */
static bool
choose(const struct gateway_flows_cfg *cfg, struct gateway_flow *f)
{
	const struct gateway_choice *choice = &cfg->choice[f->key.endpoint];
	struct gateway_flow_key key = f->key;

	/* What else is in the model makes no difference. */
	key.node = 0;
	f->target = choice->target[XXH3_64bits(&key, sizeof(key)) % choice->n];
	return cfg->healthy[f->target];
}

static struct outcome
run(const struct step_call *c)
{
	const struct gateway_flows_cfg *cfg = c->self->cfg;
	struct gateway_flow_key key = key_of(c);
	struct gateway_flow *f = table_have(c->table, &key, c->now);
	struct outcome o = { REWRITTEN, FLOW_KNOWN };

	if (f->idle.ns == 0 || is_over(f, c->now))
		o.fact = choose(cfg, f) ? FLOW_NEW : FLOW_OPEN;
	else if (cfg->rebalance && !cfg->healthy[f->target])
		o.fact = choose(cfg, f) ? FLOW_MOVED : FLOW_OPEN;
	f->last = c->now;
	f->idle =
	    c->packet->key.proto == PROTO_TCP ? cfg->tcp_idle : other_idle;
	*c->side = side_of(cfg->side_kind, f->target);
	return o;
}

const struct step gateway_choose_step = { "Gateway Load Balancer", run, facts,
	STATE_GATEWAY_FLOWS };
