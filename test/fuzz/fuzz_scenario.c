/*
 * fuzz_scenario.c - a scenario out of any bytes: load, link, check
 *
 * Whatever the bytes are, there is a model or there are errors, and no crash.
 *
 *     clang -g -O1 -fsanitize=fuzzer,address,undefined -I. -D_DEFAULT_SOURCE \
 *         -o fuzz_scenario test/fuzz/fuzz_scenario.c dataplane/load/[a-z]*.c \
 *         dataplane/model/[a-z]*.[cS] core/[a-z]*.c -lfyaml -ljansson -lxxhash
 *     ./fuzz_scenario -max_len=4096 CORPUS test/fuzz/seeds/scenario
 */

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "dataplane/load/scenario.h"
#include "dataplane/model/model.h"

/* libfyaml 0.7.12 loses memory over a text with a dozen quotes in quotes. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model *m = model_new(NULL);
	struct errs *errs = errs_new();

	scenario_load_memory(m, "fuzz", (const char *)data, size, errs);
	model_link(m, errs);
	model_check(m, errs);
	errs_sort(errs);
	errs_free(errs);
	model_free(m);
	return 0;
}
