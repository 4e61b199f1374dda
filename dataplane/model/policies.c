/*
 * policies.c - the policies of resources, identities and organizations
 */

#include "dataplane/model/policies.h"

#include <string.h>

/* A bucket may be named without its ARN. */
static const char *
without_arn(const char *name)
{
	const char *bucket = strstr(name, ":s3:::");

	return strncmp(name, "arn:", 4) == 0 && bucket ? bucket + 6 : name;
}

/* Is it the resource, or that in which it is? */
static bool
holds(const char *owner, const char *resource)
{
	size_t n;

	owner = without_arn(owner);
	n = strlen(owner);
	resource = without_arn(resource);
	return strncmp(owner, resource, n) == 0 &&
	    (resource[n] == '\0' || resource[n] == '/' || resource[n] == ':');
}

const struct policy_owner *
policies_of_resource(const struct policies *p, const char *arn)
{
	const struct policy_owner *best = NULL;

	for (size_t i = 0; i < p->resource.n; i++) {
		const struct policy_owner *o = &p->resource.v[i];

		if (holds(o->name.s, arn) &&
		    (best == NULL || strlen(o->name.s) > strlen(best->name.s)))
			best = o;
	}
	return best;
}

const struct policy_owner *
policies_of_principal(const struct policy_owners *p, const char *principal)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->v[i].name.s, principal) == 0)
			return &p->v[i];
	return NULL;
}

const struct organization *
policies_organization(const struct policies *p, const char *account)
{
	for (size_t i = 0; account && i < p->norganizations; i++)
		for (size_t j = 0; j < p->organizations[i].accounts.n; j++)
			if (strcmp(p->organizations[i].accounts.v[j].s,
				account) == 0)
				return &p->organizations[i];
	return NULL;
}

bool
policies_are_there(const struct model *m)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		for (size_t j = 0; j < m->vpcs[i]->nendpoints; j++)
			if (m->vpcs[i]->endpoints[j]->policy.n)
				return true;
	return m->policies->resource.n > 0;
}
