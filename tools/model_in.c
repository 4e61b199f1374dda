/*
 * model_in.c - the model that a command works on (-s), loaded and compiled
 */

#include "tools/model_in.h"

#include "dataplane/compile.h"
#include "dataplane/load/load.h"
#include "dataplane/load/set.h"
#include "dataplane/model/address_data.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/options.h"

int
model_in_report(struct errs *errs, const struct options *o)
{
	int status = errs_count(errs) ? EXIT_INVALID : EXIT_DONE;

	if (status != EXIT_DONE || !o->quiet)
		errs_print(errs, stderr);
	errs_free(errs);
	return status;
}

int
model_in_read(struct model_in *in, const struct options *o, char *const *paths,
    size_t n, struct errs *errs)
{
	*in = (struct model_in){ 0 };
	if (o->ip_ranges) {
		in->data = address_data_load(o->ip_ranges, errs);
		if (in->data == NULL)
			return -1;
	}
	in->model = load_unlinked(
	    paths, n, in->data ? in->data : address_data_builtin(), errs);
	for (size_t i = 0; i < o->sets.n; i++)
		model_set(in->model, o->sets.v[i], errs);
	in->model->watched |= o->watched;
	return 0;
}

int
model_in_load(struct model_in *in, const struct options *o, char *const *paths,
    size_t n, struct errs *errs)
{
	size_t before = errs_count(errs);

	if (model_in_read(in, o, paths, n, errs) != 0)
		return -1;
	load_link(in->model, errs);
	if (errs_count(errs) > before) {
		model_in_close(in);
		return -1;
	}
	in->arena = arena_new();
	in->snap = compile(in->model, in->arena);
	return 0;
}

int
model_in_open(struct model_in *in, const struct options *o)
{
	struct errs *errs;
	int status;

	*in = (struct model_in){ 0 };
	if (o->models.n == 0) {
		message_error("which model?  Give a scenario file with -s");
		return EXIT_INVALID;
	}
	errs = errs_new();
	model_in_load(in, o, o->models.v, o->models.n, errs);
	status = model_in_report(errs, o);
	if (status != EXIT_DONE) {
		model_in_close(in);
		return status;
	}
	return -1;
}

void
model_in_close(struct model_in *in)
{
	if (in->arena)
		arena_free(in->arena);
	if (in->model)
		model_free(in->model);
	address_data_free(in->data);
	*in = (struct model_in){ 0 };
}
