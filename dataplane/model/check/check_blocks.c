/*
 * check_blocks.c - blocks of VPCs and subnets, Availability Zones
 *
 * VPC User Guide: "VPC CIDR blocks" (sizes, overlaps, "IPv4 CIDR block
 * association restrictions"), "Subnet CIDR blocks" (sizes, inside one block of
 * the VPC, no overlap), "Subnet basics" (one zone).
 */

#include "dataplane/model/check/check.h"

#include <stdlib.h>
#include <string.h>

#include "dataplane/model/blocks.h"
#include "dataplane/model/say.h"

struct sizes {
	unsigned min4, max4, min6, max6;
};

static const struct sizes of_vpc = { 16, 28, 44, 60 };
static const struct sizes of_subnet = { 16, 28, 44, 64 };

static void
check_size(const struct object *o, const struct cidr *c, struct sizes s,
    struct errs *errs)
{
	unsigned len = prefix_len(c->prefix);
	bool v4 = prefix_is4(c->prefix);
	unsigned min = v4 ? s.min4 : s.min6, max = v4 ? s.max4 : s.max6;

	if (len < min || len > max || (!v4 && len % 4 != 0))
		errs_add(errs, c->where,
		    "%s has the block %s, but AWS takes sizes of /%u to /%u%s "
		    "for an IPv%c block of a %s",
		    SAY(o), SAY_CIDR(c->prefix), min, max,
		    v4 ? "" : " in steps of 4", v4 ? '4' : '6',
		    object_kind_text(o->kind));
}

/* --- the blocks of a VPC ------------------------------------------------ */

/* The ranges that decide which blocks a VPC may have beside its first. */
enum range { R10, R172, R192, R198_19, OTHER };

static const struct {
	const char *text;
	uint32_t net;
	unsigned len;
} range[] = {
	[R10] = { "10.0.0.0/8", 0x0a000000, 8 },
	[R172] = { "172.16.0.0/12", 0xac100000, 12 },
	[R192] = { "192.168.0.0/16", 0xc0a80000, 16 },
	[R198_19] = { "198.19.0.0/16", 0xc6130000, 16 },
};

static bool
in4(struct prefix p, uint32_t net, unsigned len)
{
	return prefix_covers(prefix_of(ip_from4(net), (uint8_t)(96 + len)), p);
}

static enum range
range_of(struct prefix p)
{
	for (int r = 0; r < OTHER; r++)
		if (in4(p, range[r].net, range[r].len))
			return (enum range)r;
	return OTHER;
}

/* Why a VPC whose first block is `first` may not have `p` too; or null. */
static const char *
restriction(struct prefix first, struct prefix p)
{
	enum range a = range_of(first), b = range_of(p);

	if (a == OTHER && b != OTHER)
		return "a public range or 100.64.0.0/10";
	if (a != b && a != OTHER && b != OTHER)
		return range[a].text;
	if (a == R172 && in4(p, 0xac1f0000, 16))
		return range[R172].text;
	return NULL;
}

/* Any block in 10.0.0.0/15 keeps 10.0.0.0/16 away, not only the first. */
static const char *
restriction_of_any(const struct vpc *v, size_t i)
{
	if (!in4(v->cidr.v[i].prefix, 0x0a000000, 16))
		return NULL;
	for (size_t j = 0; j < i; j++)
		if (in4(v->cidr.v[j].prefix, 0x0a000000, 15))
			return "10.0.0.0/15";
	return NULL;
}

static void
check_restrictions(const struct vpc *v, struct errs *errs)
{
	const struct cidr *first = NULL;

	for (size_t i = 0; i < v->cidr.n; i++) {
		const struct cidr *c = &v->cidr.v[i];
		const char *why;

		if (!prefix_is4(c->prefix))
			continue;
		if (first == NULL) {
			first = c;
			continue;
		}
		why = prefix_overlaps(first->prefix, c->prefix)
		    ? NULL
		    : restriction(first->prefix, c->prefix);
		if (why == NULL && !prefix_overlaps(first->prefix, c->prefix))
			why = restriction_of_any(v, i);
		if (why)
			errs_add(errs, c->where,
			    "VPC \"%s\" cannot have %s beside its first block "
			    "%s: AWS refuses it for a VPC in %s",
			    v->o.name, SAY_CIDR(c->prefix),
			    SAY_CIDR(first->prefix), why);
	}
}

static void
report_vpc_overlap(
    void *errs, const struct block *outer, const struct block *inner)
{
	errs_add(errs, inner->where,
	    "VPC \"%s\" has the block %s, which overlaps its block %s",
	    inner->of->name, SAY_CIDR(inner->prefix), SAY_CIDR(outer->prefix));
}

static void
check_vpc(const struct vpc *v, struct errs *errs)
{
	struct blocks b = { 0 };

	for (size_t i = 0; i < v->cidr.n; i++) {
		const struct cidr *c = &v->cidr.v[i];

		check_size(&v->o, c, of_vpc, errs);
		if (in4(c->prefix, 0xa9fe0000, 16))
			errs_add(errs, c->where,
			    "VPC \"%s\" has the block %s, but 169.254.0.0/16 "
			    "is link-local and never a VPC's",
			    v->o.name, SAY_CIDR(c->prefix));
		blocks_add(&b, c->prefix, c->where, &v->o);
	}
	blocks_sort(&b);
	blocks_overlaps(&b, report_vpc_overlap, errs);
	free(b.v);
	check_restrictions(v, errs);
}

/* --- subnets ------------------------------------------------------------ */

static bool
inside(const struct vpc *v, struct prefix p)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_covers(v->cidr.v[i].prefix, p))
			return true;
	return v->cidr.n == 0;
}

static const char *
list_blocks(const struct vpc *v, char *buf, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < v->cidr.n && used < size; i++)
		used += (size_t)snprintf(buf + used, size - used, "%s%s",
		    i ? ", " : "", SAY_CIDR(v->cidr.v[i].prefix));
	return buf;
}

static void
check_subnet_blocks(const struct subnet *s, struct errs *errs)
{
	char have[256] = "";
	size_t of_family[2] = { 0, 0 };

	for (size_t i = 0; i < s->cidr.n; i++) {
		const struct cidr *c = &s->cidr.v[i];
		bool v4 = prefix_is4(c->prefix);

		check_size(&s->o, c, of_subnet, errs);
		if (++of_family[v4] == 2)
			errs_add(errs, c->where,
			    "%s has more than one IPv%c block", SAY(&s->o),
			    v4 ? '4' : '6');
		if (!inside(s->o.vpc, c->prefix))
			errs_add(errs, c->where,
			    "%s has the block %s, which is in no block of VPC "
			    "\"%s\" (%s)",
			    SAY(&s->o), SAY_CIDR(c->prefix), s->o.vpc->o.name,
			    list_blocks(s->o.vpc, have, sizeof(have)));
	}
}

static void
report_subnet_overlap(
    void *errs, const struct block *outer, const struct block *inner)
{
	if (outer->of == inner->of)
		return;
	errs_add(errs, inner->where, "%s (%s) overlaps %s (%s)", SAY(inner->of),
	    SAY_CIDR(inner->prefix), SAY(outer->of), SAY_CIDR(outer->prefix));
}

static void
check_subnets(const struct vpc *v, struct errs *errs)
{
	struct blocks b = { 0 };

	for (size_t i = 0; i < v->nsubnets; i++) {
		const struct subnet *s = v->subnets[i];

		check_subnet_blocks(s, errs);
		for (size_t j = 0; j < s->cidr.n; j++)
			blocks_add(
			    &b, s->cidr.v[j].prefix, s->cidr.v[j].where, &s->o);
	}
	blocks_sort(&b);
	blocks_overlaps(&b, report_subnet_overlap, errs);
	free(b.v);
}

void
check_blocks(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++) {
		check_vpc(m->vpcs[i], errs);
		check_subnets(m->vpcs[i], errs);
	}
}
