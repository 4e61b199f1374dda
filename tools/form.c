/*
 * form.c - JSON with blanks, for values that have most of their text in common
 */

#include "tools/form.h"

#include <assert.h>

#include "core/arena.h"
#include "tools/out.h"

void
form_value(struct emit *j, form_fn *put, const void *of)
{
	struct form *f = j->form;

	if (f == NULL) {
		put(j, of);
		return;
	}
	assert(f->nblank < BLANKS_MOST);
	emit_begin(j);
	out_memory(j->out, &f->blank[f->nblank].at);
	f->blank[f->nblank].depth = j->depth;
	f->blank[f->nblank++].put = put;
}

void
form_put(struct emit *j, const char *key, form_fn *put, const void *of)
{
	emit_key(j, key);
	form_value(j, put, of);
}

const struct form *
form_new(struct arena *a, const struct emit *j, form_fn *write, const void *of)
{
	struct form *f = arena_alloc(a, sizeof(*f));
	struct out *o = out_open_memory(false);
	struct emit maker = *j;

	*f = (struct form){ 0 };
	maker.out = o;
	maker.form = f;
	maker.keyed = true;
	write(&maker, of);
	f->text = out_memory(o, &f->n);
	f->text = arena_copy(a, f->text, f->n);
	out_close(o);
	return f;
}

void
form_fill(const struct form *f, struct emit *j, const void *of)
{
	size_t at = 0;
	int depth = j->depth;

	emit_begin(j);
	for (unsigned i = 0; i < f->nblank; i++) {
		emit_part(j, f->text + at, f->blank[i].at - at);
		at = f->blank[i].at;
		j->depth = f->blank[i].depth;
		f->blank[i].put(j, of);
	}
	emit_part(j, f->text + at, f->n - at);
	emit_end(j);
	j->depth = depth;
}
