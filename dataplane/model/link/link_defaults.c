/*
 * link_defaults.c - what AWS makes and takes when nothing else is said
 *
 * What is made stands at the place of its VPC, and is named as AWS names it.  A
 * reference that was not written gets its object but no name.
 */

#include "dataplane/model/link/link_defaults.h"

#include <string.h>

#include "dataplane/model/load_balancer.h"
#include "dataplane/model/say.h"

static const char *const any[] = { "0.0.0.0/0", "::/0" };

static void
add_peer(struct arena *a, struct rule *r, struct peer peer)
{
	*ARENA_PUSH(a, r->peers.v, r->peers.n) = peer;
}

static struct peer
any_peer(struct where where, int family)
{
	struct peer p = { .kind = PEER_CIDR, .text = { any[family], where } };

	prefix_parse(any[family], &p.prefix);
	return p;
}

static struct rule *
add_rule(struct arena *a, struct rules *rules, struct where where, int number)
{
	struct rule *r = ARENA_PUSH(a, rules->v, rules->n);

	*r = (struct rule){
		.where = where,
		.number = number,
		.action = RULE_ALLOW,
		.proto = -1,
		.icmp_type = -1,
		.icmp_code = -1,
	};
	return r;
}

static void
allow_all_out(struct arena *a, struct security_group *g)
{
	struct rule *r = add_rule(a, &g->egress, g->o.where, 0);

	add_peer(a, r, any_peer(g->o.where, 0));
	add_peer(a, r, any_peer(g->o.where, 1));
	g->has_egress = true;
}

/* What AWS has made, or what stands for what an import does not show. */
static void *
standin(struct model *m, enum object_kind kind, const char *name, struct vpc *v,
    bool not_shown, struct errs *errs)
{
	struct object *o = model_add(m, kind, name, v, v->o.where, errs);

	o->missing = not_shown;
	return o;
}

/* A table called main is the main one even if it does not say so. */
static void
default_route_table(struct model *m, struct vpc *v, struct errs *errs)
{
	struct route_table *t;

	if (vpc_main_route_table(v))
		return;
	t = (struct route_table *)model_find(
	    m, v, 1u << OBJ_ROUTE_TABLE, "main", NULL);
	if (t && t->o.vpc == v && strcmp(t->o.name, "main") == 0)
		errs_warn(errs, t->o.where,
		    "%s is taken for the main one of VPC \"%s\", for no other "
		    "says main: true",
		    SAY(&t->o), v->o.name);
	else
		t = standin(m, OBJ_ROUTE_TABLE, "main", v,
		    v->not_shown.main_route_table, errs);
	t->main = true;
}

static void
default_group(struct model *m, struct vpc *v, struct errs *errs)
{
	struct security_group *g;
	struct rule *r;

	if (vpc_default_group(v))
		return;
	g = model_add(m, OBJ_SECURITY_GROUP, "default", v, v->o.where, errs);
	g->has_ingress = true;
	r = add_rule(m->arena, &g->ingress, g->o.where, 0);
	add_peer(m->arena, r,
	    (struct peer){
		.kind = PEER_GROUP,
		.text = { g->o.name, g->o.where },
		.object = &g->o,
	    });
	allow_all_out(m->arena, g);
}

static void
default_acl(struct model *m, struct vpc *v, struct errs *errs)
{
	struct network_acl *acl;

	if (vpc_default_acl(v))
		return;
	acl = standin(m, OBJ_NETWORK_ACL, "default", v,
	    v->not_shown.default_network_acl, errs);
	for (int family = 0; family < 2; family++) {
		struct peer p = any_peer(acl->o.where, family);

		add_peer(m->arena,
		    add_rule(
			m->arena, &acl->ingress, acl->o.where, 100 + family),
		    p);
		add_peer(m->arena,
		    add_rule(
			m->arena, &acl->egress, acl->o.where, 100 + family),
		    p);
	}
}

static void
use_default_group(struct model *m, struct refs *groups, struct object *group,
    struct where where)
{
	if (groups->n == 0)
		*ARENA_PUSH(m->arena, groups->v, groups->n) = (struct ref){
			.name = group->name, .where = where, .object = group
		};
}

static void
use(struct ref *ref, struct object *o)
{
	if (ref->name == NULL)
		ref->object = o;
}

static void
use_defaults(struct model *m, struct vpc *v)
{
	struct object *group = &vpc_default_group(v)->o;
	struct object *table = &vpc_main_route_table(v)->o;
	struct object *acl = &vpc_default_acl(v)->o;

	for (size_t i = 0; i < v->nsubnets; i++) {
		use(&v->subnets[i]->route_table, table);
		use(&v->subnets[i]->network_acl, acl);
	}
	for (size_t i = 0; i < v->ninterfaces; i++) {
		struct interface *n = v->interfaces[i];

		if (!n->unfiltered)
			use_default_group(
			    m, &n->security_groups, group, n->o.where);
	}
	for (size_t i = 0; i < v->nendpoints; i++) {
		struct endpoint *e = v->endpoints[i];

		if (ENDPOINT_IS_CALLED(e) && !e->associated)
			use_default_group(
			    m, &e->security_groups, group, e->o.where);
	}
	for (size_t i = 0; i < v->nload_balancers; i++) {
		struct load_balancer *b = v->load_balancers[i];

		if (b->type == BALANCER_RESOURCE)
			use_default_group(
			    m, &b->security_groups, group, b->o.where);
	}
}

void
link_defaults(struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++) {
		struct vpc *v = m->vpcs[i];

		default_route_table(m, v, errs);
		default_group(m, v, errs);
		default_acl(m, v, errs);
		for (size_t j = 0; j < v->nsecurity_groups; j++)
			if (!v->security_groups[j]->has_egress)
				allow_all_out(m->arena, v->security_groups[j]);
		use_defaults(m, v);
	}
}
