/*
 * load.c - what a user names as the model, read, linked and checked
 *
 * Goes on after errors as long as the next stage can find more: what is
 * misspelt in one place does not hide what is wrong in another.  What a dump
 * of a real network shows, AWS has accepted: an objection to it is a warning.
 */

#include "dataplane/load/load.h"

#include <stdlib.h>
#include <string.h>

#include "dataplane/load/scenario.h"
#include "dataplane/load/terraform/terraform.h"

static bool
is_of_dump(const struct model *m, const struct where *w)
{
	for (size_t i = 0; w->file && i < m->ndumps; i++)
		if (w->file == m->dumps[i] || strcmp(w->file, m->dumps[i]) == 0)
			return true;
	return false;
}

static void
take_over(const struct model *m, const struct errs *from, struct errs *to)
{
	for (size_t i = 0; i < errs_size(from); i++) {
		const struct problem *p = errs_get(from, i);

		if (p->severity == SEV_WARNING || is_of_dump(m, &p->where))
			errs_warn(to, p->where, "%s", p->text);
		else
			errs_add(to, p->where, "%s", p->text);
	}
}

/* States of one network are parts of it; they are read as one. */
static void
load_files(struct model *m, char *const *paths, size_t n, struct errs *errs)
{
	char **states = xcalloc(n, sizeof(*states));
	size_t nstates = 0;

	for (size_t i = 0; i < n; i++)
		if (terraform_is(paths[i]))
			states[nstates++] = paths[i];
	if (nstates > 0)
		scenario_load_states(m, states, nstates, errs);
	for (size_t i = 0; i < n; i++)
		if (!terraform_is(paths[i]))
			scenario_load(m, paths[i], errs);
	free(states);
}

struct model *
load_unlinked(char *const *paths, size_t n,
    const struct address_data *addresses, struct errs *errs)
{
	struct model *m = model_new(addresses);

	load_files(m, paths, n, errs);
	return m;
}

void
load_link(struct model *m, struct errs *errs)
{
	struct errs *found = errs_new();

	model_link(m, found);
	model_check(m, found);
	take_over(m, found, errs);
	errs_free(found);
}

struct model *
load_model(char *const *paths, size_t n, const struct address_data *addresses,
    struct errs *errs)
{
	size_t before = errs_count(errs);
	struct model *m = load_unlinked(paths, n, addresses, errs);

	load_link(m, errs);
	if (errs_count(errs) == before)
		return m;
	model_free(m);
	return NULL;
}
