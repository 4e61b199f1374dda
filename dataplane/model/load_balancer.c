/*
 * load_balancer.c - which targets a load balancer reaches, and who may use an
 * endpoint service
 *
 * Targets: those of the zone, unless it balances across zones, as an
 * application load balancer does unless told otherwise.  A service: nobody but
 * the provider's own account unless a list says so; then, if the provider wants
 * to be asked, those whom it has accepted (AWS PrivateLink Guide, "Manage
 * permissions", "Accept or reject connection requests").
 */

#include "dataplane/model/load_balancer.h"

#include <string.h>

static bool
crosses_zones(const struct load_balancer *b, const struct listener *l)
{
	if (b->type == BALANCER_APPLICATION)
		return l->cross_zone != CROSS_ZONE_NO;
	return l->cross_zone == CROSS_ZONE_AS_BALANCER
	    ? b->cross_zone
	    : l->cross_zone == CROSS_ZONE_YES;
}

static bool
is_in_zone(const struct load_balancer *b, size_t node, const char *az)
{
	const char *own =
	    ((const struct subnet *)b->subnets[node].subnet.object)->az.s;

	return own == NULL || strcmp(own, az) == 0;
}

bool
load_balancer_reaches(const struct load_balancer *b, const struct listener *l,
    size_t node, const char *az)
{
	return az == NULL || crosses_zones(b, l) || is_in_zone(b, node, az);
}

bool
load_balancer_is_enabled(const struct load_balancer *b, const char *az)
{
	for (size_t i = 0; az && i < b->nsubnets; i++)
		if (is_in_zone(b, i, az))
			return true;
	return az == NULL;
}

bool
load_balancer_is_healthy(const struct load_balancer *b, size_t node)
{
	for (size_t i = 0; i < b->nlisteners; i++) {
		const struct listener *l = &b->listeners[i];

		for (size_t j = 0; j < l->ntargets; j++)
			if (l->targets[j].healthy &&
			    load_balancer_reaches(b, l, node, l->targets[j].az))
				return true;
	}
	return false;
}

bool
endpoint_service_is_gateway(const struct endpoint_service *s)
{
	const struct load_balancer *b;

	for (size_t i = 0; i < s->load_balancers.n; i++) {
		b = (const struct load_balancer *)s->load_balancers.v[i].object;
		if (b)
			return b->type == BALANCER_GATEWAY;
	}
	return false;
}

const char *
endpoint_service_region(const struct endpoint_service *s)
{
	for (size_t i = 0; i < s->load_balancers.n; i++)
		if (s->load_balancers.v[i].object)
			return s->load_balancers.v[i].object->vpc->region;
	return NULL;
}

static bool
is_offered(const struct endpoint_service *s, const char *region)
{
	const char *own = endpoint_service_region(s);

	if (own == NULL || strcmp(own, region) == 0)
		return true;
	for (size_t i = 0; i < s->supported_regions.n; i++)
		if (strcmp(s->supported_regions.v[i].s, region) == 0)
			return true;
	return false;
}

/* "arn:aws:iam::111122223333:root", or the account's number alone? */
static bool
is_account(const char *allowed, const char *account)
{
	const char *root = strstr(allowed, ":iam::");
	const char *number = root ? root + strlen(":iam::") : allowed;
	size_t n = account ? strlen(account) : 0;

	return n > 0 && strncmp(number, account, n) == 0 &&
	    strcmp(number + n, root ? ":root" : "") == 0;
}

/* The account's root is everybody in the account. */
static bool
covers(const char *allowed, const char *principal)
{
	static const char root[] = ":root";
	size_t n = strlen(allowed);

	if (strcmp(allowed, "*") == 0 ||
	    (principal && strcmp(allowed, principal) == 0))
		return true;
	if (principal == NULL || n < sizeof(root) ||
	    strcmp(allowed + n - (sizeof(root) - 1), root) != 0)
		return false;
	return strncmp(allowed, principal, n - (sizeof(root) - 2)) == 0;
}

static bool
is_allowed(const struct endpoint_service *s, const struct endpoint *e)
{
	if (!s->has_principals)
		return true;
	for (size_t i = 0; i < s->allowed_principals.n; i++)
		if (covers(s->allowed_principals.v[i].s, e->principal.s) ||
		    (e->principal.s == NULL &&
			is_account(
			    s->allowed_principals.v[i].s, e->o.vpc->account)))
			return true;
	return false;
}

static bool
is_accepted(const struct endpoint_service *s, const struct endpoint *e)
{
	if (e->state != ENDPOINT_AS_SERVICE)
		return e->state == ENDPOINT_AVAILABLE;
	for (size_t i = 0; i < s->accepted.n; i++)
		if (s->accepted.v[i].object == &e->o)
			return true;
	return !s->acceptance_required;
}

enum endpoint_use
endpoint_use(const struct endpoint *e)
{
	const struct endpoint_service *s = e->provider;

	if (!is_offered(s, e->o.vpc->region))
		return USE_NOT_HERE;
	/* One that works goes on when a permission is taken away. */
	if (e->state != ENDPOINT_AVAILABLE && !is_allowed(s, e))
		return USE_NOT_ALLOWED;
	return is_accepted(s, e) ? USE_GRANTED : USE_NOT_ACCEPTED;
}
