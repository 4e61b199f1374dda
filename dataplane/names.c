/*
 * names.c - DNS as the sender's VPC would answer
 */

#include "dataplane/names.h"

#include <string.h>
#include <strings.h>

#include "dataplane/model/address_data.h"
#include "dataplane/model/dns.h"
#include "dataplane/model/service_names.h"
#include "dataplane/model/service_network.h"
#include "dataplane/model/site.h"
#include "dataplane/names_query.h"
#include "dataplane/zones.h"

/* --- endpoints ------------------------------------------------------------ */

/* An endpoint's own name begins with its id and a dash. */
static bool
names_this(const struct endpoint *e, const struct service_dns *dns)
{
	size_t n = strlen(e->o.name);

	return ENDPOINT_IS_CALLED(e) &&
	    strncmp(dns->label, e->o.name, n) == 0 &&
	    (dns->label[n] == '-' || dns->label[n] == '\0');
}

static const struct endpoint *
endpoint_by_name(const struct model *m, const struct service_dns *dns)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		for (size_t j = 0; j < m->vpcs[i]->nendpoints; j++)
			if (names_this(m->vpcs[i]->endpoints[j], dns))
				return m->vpcs[i]->endpoints[j];
	return NULL;
}

/* Created by then, and not deleted again? */
static bool
is_there(const struct query *q, const struct endpoint *e)
{
	bool there = true;

	for (size_t i = 0; i < q->model->nchanges; i++) {
		const struct change *c = &q->model->changes[i];
		bool yet = !vtime_before(q->from->asks_at, c->at);

		if (c->object.object != &e->o &&
		    c->object.object != (const struct object *)e->part_of)
			continue;
		if (c->kind == CHANGE_CREATE_ENDPOINT)
			there = yet;
		else if (c->kind == CHANGE_DELETE_ENDPOINT && yet)
			there = false;
	}
	return there;
}

static bool
answers_for(const struct endpoint *e, const char *host)
{
	if (e->lattice)
		return e->lattice->dns_name.s &&
		    dns_name_is_like(e->lattice->dns_name.s, host);
	if (e->provider == NULL)
		return service_private_dns_matches(
		    e->service_name, e->service_region, host);
	return e->provider->private_dns_name.s &&
	    dns_name_is_like(e->provider->private_dns_name.s, host);
}

static const struct endpoint *
private_dns(const struct query *q, const char *host)
{
	const struct vpc *v = q->vpc;

	if (v == NULL || !v->dns_support || !v->dns_hostnames)
		return NULL;
	for (size_t i = 0; i < v->nendpoints; i++) {
		const struct endpoint *e = v->endpoints[i];

		if (ENDPOINT_IS_CALLED(e) && e->private_dns &&
		    (q->inbound || !e->private_dns_inbound) && is_there(q, e) &&
		    answers_for(e, host))
			return e;
	}
	return NULL;
}

/* The one without IPv4 asks for AAAA, all others for A. */
static bool
asks_for_v6(const struct party *from)
{
	return ip_is_zero(from->ip4);
}

void
names_no_address(const struct query *q, struct target *t, drop_code code)
{
	t->code = code;
	t->decided = q->vpc ? &q->vpc->o : NULL;
}

/* zone: of a zonal name, which has the addresses of that zone only; else
 * empty. */
static void
answer_endpoint(const struct query *q, const struct endpoint *e,
    const char *zone, const char *why, struct target *t)
{
	bool v6 = asks_for_v6(q->from);
	char ip[IP_STRLEN];

	names_endpoint(q, e, v6, t);
	t->by = arena_printf(q->arena, "%s of %s", why, e->o.name);
	if (*zone)
		t->ip = names_in_zone(e->subnets, e->nsubnets, zone, v6);
	if (ip_is_zero(t->ip)) {
		names_no_address(q, t, DROP_NAME_UNKNOWN);
		return;
	}
	t->answer =
	    arena_printf(q->arena, "%s: %s", ip_format(t->ip, ip), t->by);
}

bool
names_family_fits(const struct party *from, struct ip *ip)
{
	if (!ip_is4(*ip))
		return !ip_is_zero(from->ip6);
	if (!asks_for_v6(from))
		return true;
	*ip = ip_to_nat64(*ip);
	return from->dns64;
}

/* Only a dual-stack name has an IPv6 address. */
static bool
public_address(
    const struct query *q, const struct service_dns *dns, struct ip *ip)
{
	enum ip_family family =
	    asks_for_v6(q->from) && dns->dualstack ? FAMILY_IPV6 : FAMILY_IPV4;

	return q->model->addresses &&
	    address_data_service_address(q->model->addresses, dns->name.service,
		dns->name.region, family, ip) &&
	    names_family_fits(q->from, ip);
}

static void
answer_public(
    const struct query *q, const struct service_dns *dns, struct target *t)
{
	char ip[IP_STRLEN];

	t->service = arena_strdup(q->arena, dns->name.service);
	t->name = t->service;
	t->by = "public DNS";
	t->is_guess = q->vpc && q->vpc->not_shown.endpoints;
	if (!public_address(q, dns, &t->ip)) {
		names_no_address(q, t, DROP_NAME_UNKNOWN);
		return;
	}
	t->answer = arena_printf(q->arena, "%s: a public address of %s in %s%s",
	    ip_format(t->ip, ip), dns->name.service, dns->name.region,
	    ip_is_nat64(t->ip) ? ", by DNS64" : "");
}

static const char *
region_of(const struct query *q)
{
	if (q->vpc)
		return q->vpc->region;
	return q->model->region ? q->model->region : "us-east-1";
}

/* "s3" stands for s3.REGION.amazonaws.com. */
static const char *
host_name(const char *name, const char *region, struct arena *a)
{
	struct service_name s;

	if (strchr(name, '.') && strncmp(name, "com.amazonaws.", 14) != 0)
		return name;
	if (!service_name_parse(name, &s))
		return name;
	if (s.region[0] == '\0' && strchr(s.service, '.') == NULL)
		return arena_printf(
		    a, "%s.%s.amazonaws.com", s.service, region);
	if (s.region[0] != '\0')
		return arena_printf(
		    a, "%s.%s.amazonaws.com", s.service, s.region);
	return name;
}

static bool
is_service(const struct model *m, const struct service_name *s)
{
	struct ip ip;

	return m->addresses == NULL ||
	    address_data_service_address(
		m->addresses, s->service, s->region, FAMILY_IPV4, &ip);
}

/* A name of AWS: a service's, or an endpoint's own.  False if it is none. */
static bool
resolve_aws(const struct query *q, const char *host, struct target *t)
{
	const struct endpoint *e;
	struct service_dns dns;

	if (!service_name_from_dns(host, region_of(q), &dns) ||
	    !is_service(q->model, &dns.name))
		return false;
	if (q->vpc && !q->vpc->dns_support) {
		names_no_address(q, t, DROP_DNS_DISABLED);
		return true;
	}
	if (dns.kind == SERVICE_DNS_ENDPOINT) {
		e = endpoint_by_name(q->model, &dns);
		if (e)
			answer_endpoint(q, e, dns.zone, "own name", t);
		else
			names_no_address(q, t, DROP_NAME_UNKNOWN);
		return true;
	}
	e = private_dns(q, host);
	if (e)
		answer_endpoint(q, e, "", "private DNS", t);
	else
		answer_public(q, &dns, t);
	return true;
}

static const struct load_balancer *
balancer_by_name(const struct model *m, const char *host)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		for (size_t j = 0; j < m->vpcs[i]->nload_balancers; j++) {
			const struct load_balancer *b =
			    m->vpcs[i]->load_balancers[j];

			if (b->dns_name.s &&
			    strcasecmp(b->dns_name.s, host) == 0)
				return b;
		}
	return NULL;
}

static void
answer_load_balancer(
    const struct query *q, const struct load_balancer *b, struct target *t)
{
	char ip[IP_STRLEN];

	names_load_balancer(q, b, t);
	t->by = arena_printf(q->arena, "name of %s", b->o.name);
	if (ip_is_zero(t->ip))
		names_no_address(q, t, DROP_NAME_UNKNOWN);
	else
		t->answer = arena_printf(q->arena,
		    "%s, of %s: the load balancer's own name",
		    ip_format(t->ip, ip), b->o.name);
}

/* A name of the customer's own services and load balancers. */
static bool
resolve_customers(const struct query *q, const char *host, struct target *t)
{
	const struct endpoint *e = private_dns(q, host);
	const struct load_balancer *b = balancer_by_name(q->model, host);

	if (e && (e->provider || e->lattice)) {
		answer_endpoint(q, e, "", "private DNS", t);
		return true;
	}
	if (b == NULL)
		return false;
	answer_load_balancer(q, b, t);
	return true;
}

static bool
is_of_site(const struct model *m, const struct named_host *h)
{
	for (size_t i = 0; i < m->non_premises; i++)
		for (size_t j = 0; j < m->on_premises[i]->nhosts; j++)
			if (m->on_premises[i]->hosts[j] == h)
				return true;
	return false;
}

const struct named_host *
names_public_host(const struct model *m, const char *host)
{
	for (size_t i = 0; i < m->nhosts; i++)
		if (strcasecmp(m->hosts[i]->o.name, host) == 0 &&
		    !is_of_site(m, m->hosts[i]))
			return m->hosts[i];
	return NULL;
}

/* A name that the model gives to a host on the internet: public DNS has it. */
static bool
resolve_hosts(const struct query *q, const char *host, struct target *t)
{
	const struct named_host *h = names_public_host(q->model, host);
	char ip[IP_STRLEN];

	if (h == NULL)
		return false;
	*t = (struct target){
		.ip = h->ip, .name = h->o.name, .by = "public DNS"
	};
	if (q->vpc && !q->vpc->dns_support && strchr(host, '.'))
		names_no_address(q, t, DROP_DNS_DISABLED);
	else if (!names_family_fits(q->from, &t->ip))
		names_no_address(q, t, DROP_NAME_UNKNOWN);
	else
		t->answer = arena_printf(q->arena, "%s: public DNS%s",
		    ip_format(t->ip, ip),
		    ip_is_nat64(t->ip) ? ", by DNS64" : "");
	return true;
}

/* The domain of the endpoint's private DNS, which is a zone as well. */
static const char *
private_domain(const struct query *q, const struct endpoint *e)
{
	if (e->lattice)
		return e->lattice->dns_name.s;
	if (e->provider)
		return e->provider->private_dns_name.s;
	return host_name(e->service_name, e->service_region, q->arena);
}

/* Among zones, rules and the private DNS of endpoints the most specific
 * answers; of equals a rule, then a zone.  Both null: none of them does. */
static void
find_answering(const struct query *q, const char *host,
    const struct resolver_rule **rule, const struct hosted_zone **zone)
{
	const struct endpoint *e = private_dns(q, host);
	size_t own = e ? strlen(private_domain(q, e)) : 0;

	*rule = rule_of(q->model, q->vpc, host);
	*zone = zone_of(q->model, q->vpc, host);
	if (*zone && strlen((*zone)->name) < own)
		*zone = NULL;
	if (*rule && (*rule)->type == RULE_SYSTEM)
		*rule = NULL;
	if (*rule && *zone && strlen((*rule)->domain) < strlen((*zone)->name))
		*rule = NULL;
	if (*rule && strlen((*rule)->domain) < own)
		*rule = NULL;
	if (*rule)
		*zone = NULL;
}

/* A record may be an alias: the key of an endpoint or load balancer. */
static bool
follow_alias(const struct query *q, const char *record, struct target *t)
{
	const struct object *o = model_find(q->model, q->vpc,
	    1u << OBJ_ENDPOINT | 1u << OBJ_LOAD_BALANCER, record, NULL);
	const struct endpoint *e = (const struct endpoint *)o;

	if (o == NULL)
		return false;
	if (o->kind == OBJ_LOAD_BALANCER)
		answer_load_balancer(q, (const struct load_balancer *)o, t);
	else if (ENDPOINT_IS_CALLED(e) && e->nsubnets > 0)
		answer_endpoint(q, e, "", "own name", t);
	else
		return false;
	return true;
}

void
names_follow(const struct query *q, const char *record, struct target *t)
{
	struct query next = *q;

	if (ip_parse(record, &t->ip)) {
		t->answer = arena_printf(q->arena, "%s: a record", record);
		if (!names_family_fits(q->from, &t->ip))
			names_no_address(q, t, DROP_NAME_UNKNOWN);
		return;
	}
	next.depth++;
	if (q->depth >= QUERY_DEPTH ||
	    (!names_look_up(&next, record, t) && !follow_alias(q, record, t)))
		names_no_address(q, t, DROP_NAME_UNKNOWN);
}

static void
answer_zone(const struct query *q, const char *host,
    const struct hosted_zone *z, struct target *t)
{
	const struct text *record = zone_record(z, host);

	if (record)
		names_follow(q, record->s, t);
	else
		names_no_address(q, t, DROP_NAME_UNKNOWN);
	if (t->answer)
		t->answer = arena_printf(q->arena, "%s of hosted zone %s%s%s",
		    host, z->name, " leads to ", t->answer);
	t->by = arena_printf(q->arena, "hosted zone %s", z->name);
}

static bool
is_private_name(const struct model *m, const char *host)
{
	for (size_t i = 0; i < m->nendpoint_services; i++) {
		struct text name = m->endpoint_services[i]->private_dns_name;

		if (name.s && dns_name_is_like(name.s, host))
			return true;
	}
	return zone_knows_domain(m, host);
}

/* A private name that nobody answers for here: public DNS knows nothing of
 * it. */
static bool
resolve_foreign(const struct query *q, const char *host, struct target *t)
{
	if (!is_private_name(q->model, host))
		return false;
	t->by = "public DNS";
	names_no_address(q, t,
	    q->vpc && !q->vpc->dns_support ? DROP_DNS_DISABLED
					   : DROP_NAME_UNKNOWN);
	return true;
}

static bool
look_up(const struct query *q, const char *host, struct target *t)
{
	const struct resolver_rule *rule;
	const struct hosted_zone *z;

	find_answering(q, host, &rule, &z);
	if (rule) {
		names_forward(q, rule, host, t);
		return true;
	}
	if (z) {
		answer_zone(q, host, z, t);
		return true;
	}
	return resolve_customers(q, host, t) || resolve_hosts(q, host, t) ||
	    names_ec2(q, host, t) || resolve_aws(q, host, t) ||
	    resolve_foreign(q, host, t);
}

bool
names_look_up(const struct query *q, const char *host, struct target *t)
{
	struct query judged = *q;
	bool known;

	*t = (struct target){ 0 };
	if (names_firewall(&judged, host, t))
		return true;
	known = look_up(&judged, host, t);
	names_firewall_tell(&judged, t);
	return known;
}

/*
 * "app-11", where there is an app-1.  No service's short name ends in a hyphen
 * and a number, so that is a slip and not a service.
 */
static bool
is_misspelt(const struct model *m, const char *name)
{
	const char *hyphen = strrchr(name, '-');

	return hyphen && hyphen[1] != '\0' && strchr(name, '.') == NULL &&
	    hyphen[1 + strspn(hyphen + 1, "0123456789")] == '\0' &&
	    model_nearest(m,
		1u << OBJ_INTERFACE | 1u << OBJ_HOST | 1u << OBJ_LOAD_BALANCER,
		name) != NULL;
}

bool
names_resolve(const struct snap *s, const struct party *from, const char *name,
    struct arena *a, struct target *t)
{
	struct query q = {
		.snap = s, .model = world_of(s)->model, .from = from, .arena = a
	};
	struct target lost = { 0 };
	bool entered = names_enter(&q, &lost), known;

	/* A host may be called as a service is for short. */
	if (!names_public_host(q.model, name) && !is_misspelt(q.model, name))
		name = host_name(name, region_of(&q), a);
	known = names_look_up(&q, name, t);
	if (known && !entered)
		*t = lost;
	else if (known && ip_is_nat64(t->ip))
		t->by = arena_printf(a, "%s, DNS64", t->by);
	return known;
}
