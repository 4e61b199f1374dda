/*
 * import_list.c - what a model was made from, as a list
 *
 * One call's answer may be spread over many files and pages: answers are
 * counted by their key.
 */

#include "tools/import_list.h"

#include <string.h>

#include "dataplane/model/intake.h"
#include "tools/emit.h"
#include "tools/exit.h"
#include "tools/options.h"
#include "tools/out.h"
#include "tools/style.h"

struct count {
	const char *name;
	size_t n, files;
	enum intake_fate fate;
};

struct counts {
	struct count *v;
	size_t n;
};

struct import_list {
	const struct model *model;
	struct counts kinds; /* of what was read, before it is linked */
};

static const char *const fates[] = {
	[INTAKE_READ] = "read",
	[INTAKE_NOT_MODELLED] = "left out",
	[INTAKE_NOT_NEEDED] = "not needed",
};

/* --- counting ----------------------------------------------------------- */

static struct count *
count_of(struct arena *a, struct counts *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->v[i].name, name) == 0)
			return &c->v[i];
	*ARENA_PUSH(a, c->v, c->n) = (struct count){ .name = name };
	return &c->v[c->n - 1];
}

static struct counts
count_answers(struct arena *a, const struct intake *in)
{
	struct counts c = { NULL, 0 };

	for (size_t i = 0; i < in->nanswers; i++) {
		struct count *one = count_of(a, &c, in->answers[i].key);

		one->n += in->answers[i].n;
		one->files++;
		one->fate = in->answers[i].fate;
	}
	return c;
}

static struct counts
count_kinds(struct arena *a, const struct model *m)
{
	struct counts c = { NULL, 0 };
	size_t n[OBJ_KINDS] = { 0 };

	for (size_t i = 0; i < m->nobjects; i++)
		n[m->objects[i]->kind]++;
	for (int k = 0; k < OBJ_KINDS; k++)
		if (n[k] > 0)
			count_of(a, &c, object_kind_text(k))->n = n[k];
	return c;
}

static struct counts
count_regions(struct arena *a, const struct model *m)
{
	struct counts c = { NULL, 0 };

	for (size_t i = 0; i < m->nvpcs; i++)
		count_of(a, &c, m->vpcs[i]->region)->n++;
	return c;
}

static struct counts
count_formats(struct arena *a, const struct intake *in)
{
	struct counts c = { NULL, 0 };

	for (size_t i = 0; i < in->nfiles; i++)
		count_of(a, &c, in->files[i].format)->n++;
	return c;
}

/* --- text --------------------------------------------------------------- */

static void
title(struct out *o, const char *text)
{
	style_text(o, STYLE_BOLD, text);
	out_char(o, '\n');
}

static void
print_counts(struct out *o, const char *what, const struct counts *c)
{
	if (c->n == 0)
		return;
	title(o, what);
	for (size_t i = 0; i < c->n; i++) {
		out_printf(o, "  %8zu  ", c->v[i].n);
		out_text(o, c->v[i].name);
		if (c->v[i].fate != INTAKE_READ)
			out_printf(o, "  (%s)", fates[c->v[i].fate]);
		out_char(o, '\n');
	}
}

static void
print_files(struct out *o, const struct intake *in)
{
	title(o, "Files");
	for (size_t i = 0; i < in->nfiles; i++) {
		out_string(o, "  ");
		out_text(o, in->files[i].path);
		out_printf(o, "  (%s)\n", in->files[i].format);
	}
}

static void
print_skipped(struct out *o, const struct intake *in)
{
	if (in->nskipped == 0)
		return;
	title(o, "Files that are nothing known");
	for (size_t i = 0; i < in->nskipped; i++) {
		out_string(o, "  ");
		out_text(o, in->skipped[i]);
		out_char(o, '\n');
	}
}

static void
print_accounts(struct out *o, const struct intake *in)
{
	if (in->naccounts == 0)
		return;
	title(o, "Accounts");
	for (size_t i = 0; i < in->naccounts; i++) {
		out_string(o, "  ");
		out_text(o, in->accounts[i]);
		out_char(o, '\n');
	}
}

static void
print_problem(struct out *o, struct where w, const char *text)
{
	char place[512];

	where_format(w, place, sizeof(place));
	out_string(o, "  ");
	out_text(o, place);
	out_string(o, *place ? ": " : "");
	out_text(o, text);
	out_char(o, '\n');
}

static void
print_problems(struct out *o, const struct intake *in, const struct errs *errs)
{
	if (errs_size(errs) == 0 && in->nleft == 0)
		return;
	title(o, "Left out, or taken for something else");
	for (size_t i = 0; i < in->nleft; i++)
		print_problem(o, in->left[i].where, in->left[i].why);
	for (size_t i = 0; i < errs_size(errs); i++)
		print_problem(
		    o, errs_get(errs, i)->where, errs_get(errs, i)->text);
}

static void
print_seconds(struct out *o, const struct intake *in)
{
	if (in->nseconds == 0)
		return;
	title(o, "Told twice; the owner's record was taken, or the first");
	for (size_t i = 0; i < in->nseconds; i++) {
		const struct intake_second *s = &in->seconds[i];

		out_string(o, "  ");
		out_text(o, s->id);
		out_string(o, ": ");
		out_text(o, s->taken);
		out_string(o, ", not ");
		out_text(o, s->dropped);
		out_char(o, '\n');
	}
}

static void
print(struct out *out, const struct import_list *list, const struct errs *errs,
    const struct options *o)
{
	const struct model *m = list->model;
	struct counts formats = count_formats(o->arena, m->intake);
	struct counts answers = count_answers(o->arena, m->intake);
	struct counts regions = count_regions(o->arena, m);

	print_counts(out, "Files", &formats);
	if (o->verbose)
		print_files(out, m->intake);
	print_skipped(out, m->intake);
	print_accounts(out, m->intake);
	print_counts(out, "VPCs by Region", &regions);
	print_counts(out, "Answers of calls, and resources", &answers);
	print_counts(out, "Objects of the model", &list->kinds);
	print_seconds(out, m->intake);
	if (!o->quiet)
		print_problems(out, m->intake, errs);
}

/* --- JSON --------------------------------------------------------------- */

static void
put_counts(struct emit *j, const char *key, const struct counts *c)
{
	emit_key(j, key);
	emit_object(j);
	for (size_t i = 0; i < c->n; i++)
		emit_put_uint(j, c->v[i].name, c->v[i].n);
	emit_object_end(j);
}

static void
put_answers(struct emit *j, const struct counts *c)
{
	emit_key(j, "answers");
	emit_array(j);
	for (size_t i = 0; i < c->n; i++) {
		emit_object(j);
		emit_put_string(j, "key", c->v[i].name);
		emit_put_uint(j, "objects", c->v[i].n);
		emit_put_uint(j, "files", c->v[i].files);
		emit_put_string(j, "fate", fates[c->v[i].fate]);
		emit_object_end(j);
	}
	emit_array_end(j);
}

static void
put_intake(struct emit *j, const struct intake *in)
{
	emit_key(j, "files");
	emit_array(j);
	for (size_t i = 0; i < in->nfiles; i++) {
		emit_object(j);
		emit_put_string(j, "path", in->files[i].path);
		emit_put_string(j, "format", in->files[i].format);
		emit_object_end(j);
	}
	emit_array_end(j);
	emit_key(j, "skipped");
	emit_array(j);
	for (size_t i = 0; i < in->nskipped; i++)
		emit_string(j, in->skipped[i]);
	emit_array_end(j);
	emit_key(j, "accounts");
	emit_array(j);
	for (size_t i = 0; i < in->naccounts; i++)
		emit_string(j, in->accounts[i]);
	emit_array_end(j);
	emit_key(j, "told_twice");
	emit_array(j);
	for (size_t i = 0; i < in->nseconds; i++) {
		emit_object(j);
		emit_put_string(j, "id", in->seconds[i].id);
		emit_put_string(j, "taken", in->seconds[i].taken);
		emit_put_string(j, "dropped", in->seconds[i].dropped);
		emit_object_end(j);
	}
	emit_array_end(j);
}

static void
put_problem(struct emit *j, struct where w, const char *text)
{
	char place[512];

	emit_object(j);
	emit_put_string(j, "where", where_format(w, place, sizeof(place)));
	emit_put_string(j, "text", text);
	emit_object_end(j);
}

static void
put_problems(struct emit *j, const struct intake *in, const struct errs *errs)
{
	emit_key(j, "left_out");
	emit_array(j);
	for (size_t i = 0; i < in->nleft; i++)
		put_problem(j, in->left[i].where, in->left[i].why);
	for (size_t i = 0; i < errs_size(errs); i++)
		put_problem(
		    j, errs_get(errs, i)->where, errs_get(errs, i)->text);
	emit_array_end(j);
}

static void
put(struct out *out, const struct import_list *list, const struct errs *errs,
    const struct options *o)
{
	const struct model *m = list->model;
	struct counts answers = count_answers(o->arena, m->intake);
	struct counts regions = count_regions(o->arena, m);
	struct emit j;

	emit_init(&j, out, true);
	emit_object(&j);
	emit_put_string(&j, "schema", "vpcsim.import/1");
	put_intake(&j, m->intake);
	put_counts(&j, "regions", &regions);
	put_answers(&j, &answers);
	put_counts(&j, "objects", &list->kinds);
	put_problems(&j, m->intake, errs);
	emit_object_end(&j);
	emit_done(&j);
}

struct import_list *
import_list_new(const struct model *m, struct arena *a)
{
	struct import_list *list = arena_alloc(a, sizeof(*list));

	list->model = m;
	list->kinds = count_kinds(a, m);
	return list;
}

int
import_list_write(const struct import_list *list, const struct errs *errs,
    const struct options *o)
{
	struct out *out = out_open(o->output, o->color);

	if (out == NULL)
		return EXIT_ENVIRONMENT;
	if (o->format == FORMAT_TEXT)
		print(out, list, errs, o);
	else
		put(out, list, errs, o);
	out_commit(out);
	return out_close(out);
}
