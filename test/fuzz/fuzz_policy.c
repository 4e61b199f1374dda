/*
 * fuzz_policy.c - a policy out of any bytes: read and evaluate
 *
 * Whatever the bytes are, an answer comes out and no crash; and one that is
 * certain when parts of the request are not known is the same when they are.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "dataplane/policy/evaluate.h"
#include "test/fuzz/leaks.h"

static const char *const actions[] = { "*", "s3:*", "s3:GetObject" };
static const char *const resources[] = { "*", "arn:aws:s3:::acme/*",
	"arn:aws:s3:::acme/key" };
static const char *const principals[] = { "*",
	"arn:aws:iam::111122223333:role/app" };

static struct policy_answer
ask(const struct policy *p, struct arena *a, unsigned known)
{
	struct context c = { .arena = a,
		.told = known == 2,
		.action = actions[known],
		.resource = resources[known],
		.principal = principals[known > 0] };

	context_add(&c, "aws:SourceVpce", "vpce-1");
	context_add_principal(&c);
	return policy_evaluate(p, &c, known == 1);
}

static void
same_if_certain(enum truth before, enum truth after)
{
	if (before != TRUTH_MAYBE && before != after)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const struct policy *p =
	    policy_parse_text(a, arena_strndup(a, (const char *)data, size),
		(struct where){ "fuzz", 1, 1 }, POLICY_ENDPOINT);
	struct policy_answer none = ask(p, a, 0), all = ask(p, a, 2);

	ask(p, a, 1);
	same_if_certain(none.denies, all.denies);
	same_if_certain(none.allows, all.allows);
	arena_free(a);
	return 0;
}
