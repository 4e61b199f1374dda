/*
 * block_public_access.c - VPC Block Public Access at a gateway to the internet
 *
 * Of an account in a Region.  block-bidirectional: nothing passes an internet
 * gateway or an egress-only one.  block-ingress: nothing that is opened from
 * outside; out goes only what passes a NAT gateway or an egress-only gateway,
 * not what an interface sends by its own public address.  A VPC or subnet may
 * be excluded: wholly, or, while both directions are blocked, for what it opens
 * itself.  What a Gateway Load Balancer endpoint inspects passes if the
 * endpoint's subnet is excluded; what a network firewall does, never (VPC User
 * Guide, "Block public access to VPCs and subnets").
 */

#include "dataplane/nodes/block_public_access.h"

#include "core/trace.h"
#include "dataplane/drop.h"
#include "dataplane/model/block_public_access.h"
#include "dataplane/model/firewall.h"
#include "dataplane/tables/session.h"

struct exempt {
	uint32_t node; /* a subnet */
	enum exclusion_mode mode;
};

struct block_public_access_cfg {
	const struct block_public_access *from;
	enum public_access_mode mode;
	enum exclusion_mode vpc;
	const struct exempt *exempt;
	size_t n;
	const uint32_t *firewall; /* subnets of network firewalls */
	size_t nfirewall;
};

enum judgement { OPEN, OPEN_OUTWARDS, SHUT };

static enum exclusion_mode
exclusion(const struct block_public_access_cfg *c, uint32_t subnet)
{
	enum exclusion_mode m = c->vpc;

	for (size_t i = 0; i < c->n; i++)
		if (c->exempt[i].node == subnet && c->exempt[i].mode > m)
			m = c->exempt[i].mode;
	return m;
}

static bool
has_firewall(const struct block_public_access_cfg *c, uint32_t subnet)
{
	for (size_t i = 0; i < c->nfirewall; i++)
		if (c->firewall[i] == subnet)
			return true;
	return false;
}

static enum judgement
judge(const struct block_public_access_cfg *c, struct public_access_by by)
{
	enum exclusion_mode x;

	if (c == NULL)
		return OPEN;
	if (by.inspected && has_firewall(c, by.subnet))
		return SHUT;
	x = exclusion(c, by.subnet);
	if (x == EXCLUSION_BIDIRECTIONAL)
		return OPEN;
	if (c->mode == PUBLIC_ACCESS_BLOCK_INGRESS)
		return by.stateful ? OPEN : SHUT;
	if (x == EXCLUSION_NONE)
		return SHUT;
	return by.stateful ? OPEN : OPEN_OUTWARDS;
}

static void
refuse(struct resolver *r, const struct block_public_access_cfg *c)
{
	uint32_t self = r_at(r).node;
	struct hop *h = r_hop(r, self, ACT_DROP);

	if (h) {
		h->code = DROP_PUBLIC_ACCESS;
		h->rule = r_text(r, "Block Public Access: %s",
		    public_access_mode_name(c->mode));
		h->where = c->from->where;
	}
	r_drop_told(r, DROP_PUBLIC_ACCESS, self);
}

bool
block_public_access_admits(struct resolver *r,
    const struct block_public_access_cfg *c, struct public_access_by by)
{
	bool shut = judge(c, by) == SHUT;

	if (shut)
		refuse(r, c);
	return !shut;
}

void
block_public_access_remember(struct resolver *r,
    const struct block_public_access_cfg *c, struct public_access_by by,
    const struct step *step)
{
	if (judge(c, by) == OPEN_OUTWARDS)
		r_step(r,
		    (struct step_words){
			.step = step, .if_refused = DROP_PUBLIC_ACCESS });
}

static void
add_firewalls(struct compiler *c, const struct vpc *v,
    struct block_public_access_cfg *cfg)
{
	uint32_t *node = NULL;

	for (size_t i = 0; i < v->nendpoints; i++) {
		const struct endpoint *e = v->endpoints[i];

		if (e->type == ENDPOINT_GATEWAY_LOAD_BALANCER &&
		    endpoint_is_network_firewall(e))
			*ARENA_PUSH(c->arena, node, cfg->nfirewall) =
			    node_of(e->subnets[0].subnet.object);
	}
	cfg->firewall = node;
}

const struct block_public_access_cfg *
block_public_access_compile(struct compiler *c, const struct vpc *v)
{
	size_t at = block_public_access_in(c->model, v->region);
	struct block_public_access_cfg *cfg;
	struct exempt *e = NULL;
	size_t n = 0;

	if (at == SIZE_MAX || c->config.public_access[at] == PUBLIC_ACCESS_OFF)
		return NULL;
	cfg = arena_alloc(c->arena, sizeof(*cfg));
	*cfg = (struct block_public_access_cfg){
		.from = &c->model->block_public_access[at],
		.mode = c->config.public_access[at],
	};
	for (size_t i = 0; i < cfg->from->nexclusions; i++) {
		const struct public_access_exclusion *x =
		    &cfg->from->exclusions[i];

		if (x->of.object == &v->o)
			cfg->vpc = x->mode;
		else if (x->of.object)
			*ARENA_PUSH(c->arena, e, n) =
			    (struct exempt){ node_of(x->of.object), x->mode };
	}
	add_firewalls(c, v, cfg);
	cfg->exempt = e;
	cfg->n = n;
	return cfg;
}
