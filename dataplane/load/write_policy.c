/*
 * write_policy.c - policies, and what a request tells, as values
 *
 * The inverse of read_policy.c.  A document is written as it was read; one that
 * could not be read is left out.
 */

#include "dataplane/load/write.h"
#include "dataplane/policy/policy.h"

static const struct value *
documents(struct writer *w, const struct policy_list *p)
{
	struct value *list = write_list(w);

	for (size_t i = 0; i < p->n; i++)
		if (p->v[i]->document)
			write_item(w, list, write_copy(w, p->v[i]->document));
		else
			errs_warn(w->errs, p->v[i]->where,
			    "a policy that could not be read is left out");
	return list->n == 1 ? list->list[0] : list;
}

static const struct value *
owner(struct writer *w, const struct policy_owner *o)
{
	struct value *map;

	if (o->account.s == NULL)
		return documents(w, &o->policies);
	map = write_map(w);
	write_entry(w, map, "account", write_text(w, o->account.s));
	if (o->policies.n)
		write_entry(w, map, "policy", documents(w, &o->policies));
	return map;
}

static const struct value *
owners(struct writer *w, const struct policy_owners *o)
{
	struct value *map = write_map(w);

	for (size_t i = 0; i < o->n; i++)
		write_entry(w, map, o->v[i].name.s, owner(w, &o->v[i]));
	return map->n ? map : NULL;
}

static const struct value *
keys(struct writer *w, const struct request_key *k, size_t n)
{
	struct value *map = write_map(w), *list;

	for (size_t i = 0; i < n; i++) {
		list = write_list(w);
		for (size_t j = 0; j < k[i].values.n; j++)
			write_item(w, list, write_text(w, k[i].values.v[j].s));
		write_entry(w, map, k[i].name.s, list);
	}
	return map->n ? map : NULL;
}

const struct value *
write_policy(struct writer *w, const struct field *f, const void *at)
{
	/* The array, and behind it its count. */
	const struct request_key *const *list = at;

	switch (f->kind) {
	case FIELD_POLICY:
		return ((const struct policy_list *)at)->n ? documents(w, at)
							   : NULL;
	case FIELD_POLICIES:
		return owners(w, at);
	default:
		return keys(w, *list, *(const size_t *)(list + 1));
	}
}
