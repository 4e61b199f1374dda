/*
 * fuzz_scenario.c - a scenario out of any bytes: load, write, link, check
 *
 * Whatever the bytes are, there is a model or there are errors, and no crash.
 * A model without errors, written as a scenario, is read without errors, and
 * is then written as the same text.
 *
 *     clang -g -O1 -fsanitize=fuzzer,address,undefined -I. -D_DEFAULT_SOURCE \
 *         -o fuzz_scenario test/fuzz/fuzz_scenario.c dataplane/load/[a-z]*.c \
 *         dataplane/model/[a-z]*.[cS] core/[a-z]*.c -lfyaml -ljansson -lxxhash
 *     ./fuzz_scenario -max_len=4096 CORPUS test/fuzz/seeds/scenario
 */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/err.h"
#include "dataplane/load/scenario.h"
#include "dataplane/load/write.h"
#include "dataplane/model/model.h"
#include "test/fuzz/leaks.h"

/* In the heap. */
static char *
written(const struct model *m)
{
	struct errs *errs = errs_new();
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	write_scenario(f, m, ".", errs);
	fclose(f);
	errs_free(errs);
	return text;
}

static void
write_and_read(const struct model *m)
{
	struct model *again = model_new(NULL);
	struct errs *errs = errs_new();
	char *once = written(m), *twice;

	scenario_load_memory(again, "written", once, strlen(once), errs);
	twice = written(again);
	if (errs_count(errs) > 0 || strcmp(once, twice) != 0) {
		errs_print(errs, stderr);
		fprintf(stderr, "%s\n---\n%s\n", once, twice);
		abort();
	}
	free(once);
	free(twice);
	errs_free(errs);
	model_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model *m = model_new(NULL);
	struct errs *errs = errs_new();

	scenario_load_memory(m, "fuzz", (const char *)data, size, errs);
	if (errs_count(errs) == 0)
		write_and_read(m);
	model_link(m, errs);
	model_check(m, errs);
	errs_sort(errs);
	errs_free(errs);
	model_free(m);
	return 0;
}
