/*
 * fuzz_terraform.c - a Terraform state or plan out of any bytes: load, link,
 * check, compile
 *
 * Whatever the bytes are, there is a model, or there are errors, and no crash:
 * what is missing or odd degrades.
 */

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/compile.h"
#include "dataplane/load/terraform/terraform.h"
#include "dataplane/model/model.h"

static void
load(const uint8_t *data, size_t size, enum terraform_side side)
{
	struct model *m = model_new(NULL);
	struct errs *errs = errs_new(), *objections = errs_new();
	struct arena *a = arena_new();

	if (terraform_load_memory(
		m, "fuzz", (const char *)data, size, side, errs) == 0) {
		model_link(m, objections);
		model_check(m, objections);
		compile(m, a);
	}
	arena_free(a);
	errs_free(objections);
	errs_free(errs);
	model_free(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	load(data, size, TERRAFORM_AFTER);
	load(data, size, TERRAFORM_BEFORE);
	return 0;
}
