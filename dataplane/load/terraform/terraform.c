/*
 * terraform.c - Terraform states and plans as a model
 *
 * Each resource becomes a record of a describe dump, in steps: what others look
 * up, what stands for itself, instances (whose interfaces may do that), what is
 * added to another object.
 * Then the records become objects as those of any dump do.
 */

#include "dataplane/load/terraform/terraform.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/load/describe/describe_files.h"
#include "dataplane/load/terraform/terraform_objects.h"
#include "dataplane/load/terraform/terraform_plan.h"
#include "dataplane/load/terraform/terraform_types.h"

/* --- what is not known --------------------------------------------------- */

static void
warn_invented(struct terraform *t)
{
	if (t->invented > 0)
		errs_warn(t->errs,
		    (struct where){ .file = t->documents[0].file },
		    "%zu public address%s not in the file; 198.18.0.0/15 stands "
		    "for %s",
		    t->invented, t->invented == 1 ? " is" : "es are",
		    t->invented == 1 ? "it" : "them");
}

/* --- from resources to objects ------------------------------------------ */

static void
begin(struct terraform *t, struct model *m, struct errs *errs)
{
	*t = (struct terraform){
		.arena = m->arena,
		.errs = errs,
		.main_tables = map_new(),
		.own_rules = map_new(),
		.ids = map_new(),
	};
	for (int k = 0; k < RECORD_KINDS; k++)
		t->made[k] = map_new();
}

static void
end(struct terraform *t)
{
	map_free(t->main_tables);
	map_free(t->own_rules);
	map_free(t->ids);
	for (int k = 0; k < RECORD_KINDS; k++)
		map_free(t->made[k]);
	for (size_t i = 0; i < t->ndocuments; i++)
		tf_document_free(&t->documents[i]);
}

static void
add_resources(struct terraform *t, struct tf_document *d)
{
	if (d->planned)
		tf_plan_fill(d, t->errs);
	for (size_t i = 0; i < d->n; i++) {
		struct tf_resource *r = &d->v[i];

		*ARENA_PUSH(t->arena, t->resource, t->nresources) = r;
		map_set(t->ids,
		    arena_printf(t->arena, "%s %s", r->type, tf_id(r)), r);
	}
}

static void
add_document(struct terraform *t, const char *name, json_t *root,
    enum terraform_side side)
{
	struct tf_document *d =
	    ARENA_PUSH(t->arena, t->documents, t->ndocuments);

	d->arena = t->arena;
	d->file = arena_strdup(t->arena, name);
	if (tf_document_read(d, root, side))
		add_resources(t, d);
	else
		errs_add(t->errs, (struct where){ .file = d->file },
		    "this is no Terraform state or plan");
}

static void
add_text(struct terraform *t, const char *name, const char *text, size_t length,
    enum terraform_side side)
{
	json_error_t e;
	json_t *root = json_loadb(text, length, 0, &e);

	if (root)
		add_document(t, name, root, side);
	else
		errs_add(t->errs,
		    (struct where){
			.file = name, .line = e.line, .col = e.column },
		    "this is no JSON: %s", e.text);
}

static void
take_step(struct terraform *t, enum tf_step step)
{
	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];
		const struct tf_type *type = tf_type_find(r->type);

		if (type && type->translate && type->step == step)
			type->translate(t, r);
	}
}

static void
translate(struct terraform *t)
{
	tf_note_rules(t);
	tf_choose_addresses(t);
	for (int step = 0; step < STEPS; step++) {
		if (step == PART)
			tf_vpc_defaults(t);
		take_step(t, (enum tf_step)step);
	}
	tf_vpc_main_tables(t);
	warn_invented(t);
}

static bool
is_planned(const struct terraform *t)
{
	for (size_t i = 0; i < t->ndocuments; i++)
		if (t->documents[i].planned)
			return true;
	return false;
}

static void
hand_over(struct terraform *t, struct model *m)
{
	struct dump d;
	struct dump_files files = { .v = NULL };

	dump_begin(&d, m, t->errs);
	d.shows = is_planned(t) ? "the plan" : "the state";
	for (size_t i = 0; i < t->n; i++)
		records_add_object(d.records, t->v[i].kind, t->v[i].id,
		    t->v[i].json, t->v[i].where);
	tf_hosted_zones(t, m);
	for (size_t i = 0; i < t->ndocuments; i++) {
		*ARENA_PUSH(t->arena, files.v, files.n) = t->documents[i].file;
		tf_take_stock(t, m->intake, &t->documents[i]);
	}
	dump_finish(&d, &files, "Terraform");
	tf_resolver(t, m);
	tf_dns_firewall(t, m);
}

/* Objects of what has been added.  0, or -1 if there are errors. */
static int
finish(struct terraform *t, struct model *m, size_t errors_before)
{
	translate(t);
	hand_over(t, m);
	end(t);
	return errs_count(t->errs) == errors_before ? 0 : -1;
}

int
terraform_load_memory(struct model *m, const char *name, const char *text,
    size_t length, enum terraform_side side, struct errs *errs)
{
	size_t before = errs_count(errs);
	struct terraform t;

	begin(&t, m, errs);
	add_text(&t, name, text, length, side);
	return finish(&t, m, before);
}

/* --- files -------------------------------------------------------------- */

/* The file without the side at its end. */
static char *
file_of(const char *path, enum terraform_side *side)
{
	static const char before[] = "@before", after[] = "@after";
	char *file = xstrdup(path), *at = strrchr(file, '@');

	*side = TERRAFORM_AFTER;
	if (at == NULL || (strcmp(at, before) != 0 && strcmp(at, after) != 0))
		return file;
	if (strcmp(at, before) == 0)
		*side = TERRAFORM_BEFORE;
	*at = '\0';
	return file;
}

static bool
is_terraform(const char *file)
{
	size_t n;
	const char *text = files_map(file, &n);
	bool yes = text && files_has_key(text, n, tf_is_key);

	if (text)
		files_unmap(text, n);
	return yes;
}

static bool
ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n > m && strcmp(s + n - m, with) == 0;
}

static bool
has_states(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	bool yes = false;

	while (d && !yes && (e = readdir(d)))
		yes = ends(e->d_name, ".tfstate");
	if (d)
		closedir(d);
	return yes;
}

bool
terraform_is(const char *path)
{
	enum terraform_side side;
	char *file = file_of(path, &side);
	bool yes = is_terraform(file) || has_states(file);

	free(file);
	return yes;
}

static void
add_file(struct terraform *t, const char *file, enum terraform_side side,
    struct where included)
{
	size_t n;
	const char *text = files_map(file, &n);

	if (text == NULL) {
		errs_add(t->errs, included, "\"%s\" cannot be read: %s", file,
		    errno ? strerror(errno) : "it is empty");
		return;
	}
	add_text(t, file, text, n, side);
	files_unmap(text, n);
}

/* The states and plans in a folder, in the order of their names. */
static void
add_folder(struct terraform *t, const char *folder, struct where included)
{
	struct dirent **entry = NULL;
	int n = scandir(folder, &entry, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *file = arena_printf(t->arena, "%s%s%s", folder,
		    ends(folder, "/") ? "" : "/", entry[i]->d_name);

		if (is_terraform(file))
			add_file(t, file, TERRAFORM_AFTER, included);
		free(entry[i]);
	}
	free(entry);
}

int
terraform_load(struct model *m, char *const *paths, size_t n,
    struct where included, struct errs *errs)
{
	size_t before = errs_count(errs);
	struct terraform t;

	begin(&t, m, errs);
	for (size_t i = 0; i < n; i++) {
		enum terraform_side side;
		char *file = file_of(paths[i], &side);

		if (has_states(file))
			add_folder(&t, file, included);
		else
			add_file(&t, file, side, included);
		free(file);
	}
	return finish(&t, m, before);
}
