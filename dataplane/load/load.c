/*
 * load.c - what a user names as the model, read, linked and checked
 *
 * Goes on after errors as long as the next stage can find more: what is
 * misspelt in one place does not hide what is wrong in another.
 */

#include "dataplane/load/load.h"

#include "dataplane/load/scenario.h"

struct model *
load_model(char *const *paths, size_t n, const struct address_data *addresses,
    struct errs *errs)
{
	struct model *m = model_new(addresses);
	size_t before = errs_count(errs);

	for (size_t i = 0; i < n; i++)
		scenario_load(m, paths[i], errs);
	model_link(m, errs);
	model_check(m, errs);
	if (errs_count(errs) == before)
		return m;
	model_free(m);
	return NULL;
}
