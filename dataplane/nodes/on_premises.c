/*
 * on_premises.c - a site of the customer's own network
 *
 * Every address of its prefixes answers.  What it sends to AWS goes by a
 * connection that announces the destination: Direct Connect before a Connect
 * peer, that before a VPN over Direct Connect, a VPN, a public virtual
 * interface; then the shorter AS path, the lower MED, the first.  Those over
 * which a transit gateway shares the traffic the site shares too, by the same
 * hash.  If none announces it, the first that is written takes it, unless it has
 * a list of allowed prefixes: the site sends all that it does not know to AWS.
 */

#include "dataplane/nodes/on_premises.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/announced.h"
#include "dataplane/nodes/connection.h"
#include "dataplane/nodes/flow_hash.h"

struct way {
	uint32_t connection; /* node */
	unsigned rank;
	int64_t as_path, med;
	bool shares;
};

struct on_premises_cfg {
	const struct way *way; /* in the order of preference */
	size_t n;
	uint32_t rest; /* for what none of them announces; or NODE_NONE */
	bool missing;  /* what it announces is not known */
};

static int
compare(const struct way *a, const struct way *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->as_path != b->as_path)
		return a->as_path < b->as_path ? -1 : 1;
	return a->med < b->med ? -1 : a->med > b->med;
}

static bool
leads(const struct resolver *r, const struct way *w)
{
	return connection_leads(r, w->connection, r_key(r)->dst);
}

/* From this one on those that are as good, too; the wanted one of them. */
static size_t
sharers(const struct resolver *r, const struct on_premises_cfg *c, size_t first,
    size_t wanted, uint32_t *connection)
{
	size_t n = 0;

	for (size_t i = first; i < c->n; i++) {
		const struct way *w = &c->way[i];

		if (compare(w, &c->way[first]) != 0 || !w->shares)
			break;
		if (leads(r, w) && n++ == wanted)
			*connection = w->connection;
	}
	return n;
}

static uint32_t
choose(const struct resolver *r, const struct on_premises_cfg *c)
{
	uint32_t connection;
	size_t i = 0, n;

	while (i < c->n && !leads(r, &c->way[i]))
		i++;
	if (i == c->n)
		return c->rest;
	connection = c->way[i].connection;
	n = sharers(r, c, i, 0, &connection);
	if (n > 1)
		sharers(
		    r, c, i, flow_hash(r_key(r), HASH_ECMP) % n, &connection);
	return connection;
}

static void
on_premises_resolve(struct resolver *r, const void *cfg)
{
	const struct on_premises_cfg *c = cfg;
	uint32_t self = r_at(r).node, connection;

	if (c->missing)
		r_mark(r, MARK_ASSUMED(ASSUME_NOT_IN_DUMP));
	if (r_at(r).side == SIDE_IN) {
		r_way(r, self);
		r_deliver(r, ON_PREMISES_SEND);
		return;
	}
	connection = choose(r, c);
	r_hop(r, self, ACT_SEND);
	if (connection == NODE_NONE) {
		r_drop(r, DROP_NO_ROUTE, self);
		return;
	}
	r_way(r, self);
	r_goto(r, connection, CONNECTION_UP);
}

/* --- compilation -------------------------------------------------------- */

static unsigned
rank_of(const struct connection *c)
{
	switch (c->terms.type) {
	case CONNECT_DIRECT_CONNECT:
		return 0;
	case CONNECT_GRE:
		return 1;
	case CONNECT_VPN:
		return connection_is_public(c) ? 3 : 2;
	default:
		return 4;
	}
}

static struct way
way_of(const struct connection *c)
{
	const struct tgw_attachment *a = c->attachment;

	return (struct way){
		.connection = node_of(&c->o),
		.rank = rank_of(c),
		.as_path = c->terms.as_path,
		.med = announced_med(&c->terms),
		.shares = a && !c->terms.is_static &&
		    (a->type != ATTACH_VPN || a->gateway->vpn_ecmp),
	};
}

/* Before those that are no better: few, and in order already where equal. */
static void
insert(struct arena *arena, struct way **v, size_t *n, struct way w)
{
	size_t i = *n;

	ARENA_PUSH(arena, *v, *n);
	for (; i > 0 && compare(&w, &(*v)[i - 1]) < 0; i--)
		(*v)[i] = (*v)[i - 1];
	(*v)[i] = w;
}

static const void *
on_premises_compile(struct compiler *c, const struct object *o)
{
	struct on_premises_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	uint32_t rest = NODE_NONE, public = NODE_NONE;
	struct way *way = NULL;
	size_t n = 0;

	for (size_t i = 0; i < c->model->nconnections; i++) {
		const struct connection *to = c->model->connections[i];
		uint32_t *first =
		    to->terms.type == CONNECT_PUBLIC_VIF ? &public : &rest;

		if (&to->site->o != o || !connection_is_up(&c->config, to))
			continue;
		insert(c->arena, &way, &n, way_of(to));
		if (*first == NODE_NONE && !to->terms.has_allowed)
			*first = node_of(&to->o);
	}
	*cfg = (struct on_premises_cfg){ way, n,
		rest == NODE_NONE ? public : rest, o->missing };
	return cfg;
}

const struct object_class on_premises_class = {
	.node = { "on-premises", on_premises_resolve },
	.kind = OBJ_ON_PREMISES,
	.compile = on_premises_compile,
};
