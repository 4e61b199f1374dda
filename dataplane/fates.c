/*
 * fates.c - the facts of flows whose packets fared alike, judged once
 *
 * To forget one is harmless: the same facts get another number then.
 */

#include "dataplane/fates.h"

enum { FATES_MOST = 1 << 14 };

struct fate {
	struct fate_key key;
	struct facts facts;
};

static void
begin(struct fates *f)
{
	table_init(
	    &f->known, sizeof(struct fate_key), sizeof(struct fate), f->seed);
}

void
fates_init(struct fates *f, uint64_t seed)
{
	*f = (struct fates){ .seed = seed };
	begin(f);
}

void
fates_fini(struct fates *f)
{
	table_fini(&f->known);
}

static struct fate *
add(struct fates *f, const struct fate_key *key)
{
	if (f->known.n == FATES_MOST) {
		fates_fini(f);
		begin(f);
	}
	return table_insert(&f->known, key, (vtime){ 0 });
}

void
fates_judge(struct fates *f, const struct fate_key *key, const struct snap *s,
    const struct exchange *x, struct facts *facts)
{
	struct fate *fate = table_find(&f->known, key);

	if (fate == NULL) {
		fate = add(f, key);
		facts_of_ways(s, x, x->back.sent, &fate->facts);
		fate->facts.alike = ++f->n;
	}
	*facts = fate->facts;
}
