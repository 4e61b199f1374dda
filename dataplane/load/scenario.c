/*
 * scenario.c - scenario files to a model
 *
 * A file is read once, however often it is included, and before the file that
 * includes it.  Objects of all files join.  A VPC that an included file made is
 * added to by one of the same name and without CIDRs; anything else that is
 * there twice is an error.
 */

#include "dataplane/load/scenario.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/map.h"
#include "core/spell.h"
#include "dataplane/load/describe/describe.h"
#include "dataplane/load/read.h"
#include "dataplane/load/terraform/terraform.h"
#include "dataplane/load/yaml.h"
#include "dataplane/model/block_public_access.h"
#include "dataplane/model/intake.h"

static const char default_region[] = "us-east-1";

/* A file that is being read, inside the one that includes it. */
struct file {
	const char *path; /* as it is shown */
	const char *real; /* its one true name */
	const struct file *outer;
	struct loader *loader;
};

struct loader {
	struct model *model;
	struct errs *errs;
	struct map *done; /* true names of files that were read */
};

static void load_file(
    struct loader *, const char *path, struct where, const struct file *outer);

/* A name relative to the folder of the file that holds it. */
static const char *
beside(struct arena *a, const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');

	if (*name == '/' || slash == NULL)
		return name;
	return arena_printf(a, "%.*s/%s", (int)(slash - file), file, name);
}

static void
include(struct reader *r, const struct value *name)
{
	const struct file *outer = r->context;

	load_file(outer->loader,
	    beside(r->model->arena, outer->path, name->text), name->where,
	    outer);
}

static void
include_nothing(struct reader *r, const struct value *name)
{
	errs_add(r->errs, name->where,
	    "\"%s\" cannot be included, for this scenario is no file",
	    name->text);
}

/* --- what is in a file -------------------------------------------------- */

static void
name_tests(struct model *m)
{
	for (size_t i = 0; i < m->ntests; i++)
		if (m->tests[i].name == NULL)
			m->tests[i].name =
			    arena_printf(m->arena, "test %zu", i + 1);
	for (size_t i = 0; i < m->ntraffic; i++)
		if (m->traffic[i].name == NULL)
			m->traffic[i].name =
			    arena_printf(m->arena, "traffic %zu", i + 1);
}

static bool
has_traffic(const struct model *m, const char *name)
{
	for (size_t i = 0; i < m->ntraffic; i++)
		if (strcmp(m->traffic[i].name, name) == 0)
			return true;
	return false;
}

static const char *
nearest_traffic(const struct model *m, const char *name)
{
	for (size_t i = 0; i < m->ntraffic; i++)
		if (spell_near(name, m->traffic[i].name))
			return m->traffic[i].name;
	return NULL;
}

/* Flows that tests ask for by a name. */
static void
check_tests(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->ntests; i++) {
		const struct text *t = &m->tests[i].traffic;
		const char *near;

		if (t->s == NULL || has_traffic(m, t->s))
			continue;
		near = nearest_traffic(m, t->s);
		errs_add(errs, t->where,
		    "test \"%s\" asks for \"%s\", but there is no such flow in "
		    "the traffic%s%s%s",
		    m->tests[i].name, t->s, near ? "; did you mean \"" : "",
		    near ? near : "", near ? "\"?" : "");
	}
}

/* The Region of a file is that of its VPCs, and of those that it includes if
 * their files say nothing. */
static void
set_region(struct model *m, const char *region)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		if (m->vpcs[i]->region == NULL)
			m->vpcs[i]->region = region;
}

static void
add_owners(
    struct arena *a, struct policy_owners *to, const struct policy_owners *from)
{
	for (size_t i = 0; i < from->n; i++)
		*ARENA_PUSH(a, to->v, to->n) = from->v[i];
}

static void
add_policies(struct model *m, const struct policies *p)
{
	struct policies *to = m->policies;

	add_owners(m->arena, &to->resource, &p->resource);
	add_owners(m->arena, &to->identity, &p->identity);
	add_owners(m->arena, &to->boundary, &p->boundary);
	add_owners(m->arena, &to->session, &p->session);
	for (size_t i = 0; i < p->norganizations; i++)
		*ARENA_PUSH(m->arena, to->organizations, to->norganizations) =
		    p->organizations[i];
}

static void
add_file(struct model *m, const struct scenario_file *f, bool included)
{
	for (size_t i = 0; i < f->ntraffic; i++)
		*ARENA_PUSH(m->arena, m->traffic, m->ntraffic) = f->traffic[i];
	for (size_t i = 0; !included && i < f->ntests; i++)
		*ARENA_PUSH(m->arena, m->tests, m->ntests) = f->tests[i];
	for (size_t i = 0; i < f->nchanges; i++)
		*ARENA_PUSH(m->arena, m->changes, m->nchanges) = f->changes[i];
	for (size_t i = 0; i < f->nblock_public_access; i++)
		*ARENA_PUSH(m->arena, m->block_public_access,
		    m->nblock_public_access) = f->block_public_access[i];
	for (size_t i = 0; i < f->nhosted_zones; i++)
		*ARENA_PUSH(m->arena, m->hosted_zones, m->nhosted_zones) =
		    f->hosted_zones[i];
	for (size_t i = 0; i < f->dns.nrules; i++)
		*ARENA_PUSH(m->arena, m->dns->rules, m->dns->nrules) =
		    f->dns.rules[i];
	add_policies(m, &f->policies);
	if (!included)
		m->name = f->name;
	for (size_t i = 0; i < f->byoip.n; i++)
		*ARENA_PUSH(m->arena, m->byoip.v, m->byoip.n) = f->byoip.v[i];
	for (size_t i = 0; i < f->notes.n; i++)
		*ARENA_PUSH(m->arena, m->notes.v, m->notes.n) = f->notes.v[i];
	if (f->has_assume) {
		m->has_assume = true;
		m->assume = f->assume;
	}
	if (f->region) {
		set_region(m, f->region);
		m->region = f->region;
		m->region_where = f->region_where;
	}
}

/* The inverse of add_file. */
struct scenario_file
scenario_file_of(const struct model *m)
{
	return (struct scenario_file){
		.name = m->name,
		.region = m->region,
		.imported = m->ndumps > 0,
		.notes = m->notes,
		.byoip = m->byoip,
		.has_assume = m->has_assume,
		.assume = m->assume,
		.hosted_zones = m->hosted_zones,
		.nhosted_zones = m->nhosted_zones,
		.block_public_access = m->block_public_access,
		.nblock_public_access = m->nblock_public_access,
		.dns = *m->dns,
		.policies = *m->policies,
		.changes = m->changes,
		.nchanges = m->nchanges,
		.traffic = m->traffic,
		.ntraffic = m->ntraffic,
		.tests = m->tests,
		.ntests = m->ntests,
	};
}

static void
read_scenario(struct reader *r, bool included)
{
	struct scenario_file f = { .name = NULL };
	struct scope s = {
		.type = &scenario_type,
		.where = r->root->where,
		.object = &f,
	};

	if (r->root->type != VALUE_MAP) {
		read_expected(r, r->root,
		    "a scenario, which begins with apiVersion: vpcsim/v1");
		return;
	}
	intake_add_file(r->model, r->root->where.file, "scenario");
	r->imported = value_get(r->root, "import") != NULL;
	if (r->imported)
		*ARENA_PUSH(r->model->arena, r->model->dumps,
		    r->model->ndumps) = r->root->where.file;
	read_fields(r, &s, r->root);
	for (size_t i = 0; i < f.notes.n; i++)
		errs_warn(r->errs, f.notes.v[i].where, "%s", f.notes.v[i].s);
	add_file(r->model, &f, included);
}

static int
finish(struct model *m, struct errs *errs, size_t errors_before)
{
	if (m->region == NULL)
		m->region = default_region;
	set_region(m, m->region);
	name_tests(m);
	if (errs_count(errs) == errors_before)
		check_tests(m, errs);
	return errs_count(errs) == errors_before ? 0 : -1;
}

/* --- files -------------------------------------------------------------- */

/* JSON of another kind, that no loader takes. */
static bool
is_foreign(const char *path, const struct value *v)
{
	size_t n = strlen(path);

	return value_get(v, "apiVersion") == NULL && n > 5 &&
	    strcmp(path + n - 5, ".json") == 0;
}

static void
refuse_foreign(struct loader *l, const char *path, struct where w)
{
	if (w.file == NULL)
		w.file = arena_strdup(l->model->arena, path);
	errs_add(l->errs, w,
	    "\"%s\" is neither a scenario nor a describe dump nor a Terraform "
	    "state or plan",
	    path);
}

static bool
is_open(const struct file *f, const char *real)
{
	for (; f; f = f->outer)
		if (strcmp(f->real, real) == 0)
			return true;
	return false;
}

/* Is it the first time?  A file that includes itself is an error. */
static bool
enter(struct loader *l, struct file *f, struct where w)
{
	char *real = realpath(f->path, NULL);

	f->real = arena_strdup(l->model->arena, real ? real : f->path);
	free(real);
	if (is_open(f->outer, f->real)) {
		errs_add(l->errs, w, "\"%s\" includes itself", f->path);
		return false;
	}
	if (map_get(l->done, f->real))
		return false;
	map_set(l->done, f->real, l);
	return true;
}

/* What an import had to leave out is known as long as the model is. */
static void
keep_notes(struct model *m, const struct errs *errs, size_t from)
{
	char place[512];

	for (size_t i = from; i < errs_size(errs); i++) {
		const struct problem *p = errs_get(errs, i);

		where_format(p->where, place, sizeof(place));
		ARENA_PUSH(m->arena, m->notes.v, m->notes.n)->s = arena_printf(
		    m->arena, "%s%s%s", place, *place ? ": " : "", p->text);
	}
}

/* w: where it is included; nowhere for the file that was asked for. */
static void
load_file(struct loader *l, const char *path, struct where w,
    const struct file *outer)
{
	struct file f = { .path = path, .outer = outer, .loader = l };
	struct reader r = {
		.model = l->model,
		.errs = l->errs,
		.include = include,
		.context = &f,
	};

	size_t before = errs_size(l->errs);

	if (!enter(l, &f, w))
		return;
	if (terraform_is(path)) {
		terraform_load(
		    l->model, &(char *){ (char *)path }, 1, w, l->errs);
		return;
	}
	if (describe_is_dump(path)) {
		describe_load(l->model, path, w, l->errs);
		keep_notes(l->model, l->errs, before);
		return;
	}
	r.root = yaml_read(path, w, l->model->arena, l->errs);
	if (r.root == NULL)
		return;
	if (is_foreign(path, r.root))
		refuse_foreign(l, path, w);
	else
		read_scenario(&r, outer != NULL);
}

int
scenario_load(struct model *m, const char *path, struct errs *errs)
{
	struct loader l = { .model = m, .errs = errs, .done = map_new() };
	size_t before = errs_count(errs);

	if (m->file == NULL)
		m->file = arena_strdup(m->arena, path);
	load_file(&l, arena_strdup(m->arena, path),
	    (struct where){ .file = NULL }, NULL);
	map_free(l.done);
	return finish(m, errs, before);
}

int
scenario_load_states(
    struct model *m, char *const *paths, size_t n, struct errs *errs)
{
	size_t before = errs_count(errs);

	if (m->file == NULL)
		m->file = arena_strdup(m->arena, paths[0]);
	terraform_load(m, paths, n, (struct where){ .file = NULL }, errs);
	return finish(m, errs, before);
}

int
scenario_load_memory(struct model *m, const char *name, const char *text,
    size_t length, struct errs *errs)
{
	struct reader r = {
		.model = m,
		.errs = errs,
		.include = include_nothing,
	};
	size_t before = errs_count(errs);

	if (m->file == NULL)
		m->file = arena_strdup(m->arena, name);
	r.root = yaml_read_memory(name, text, length, m->arena, errs);
	if (r.root)
		read_scenario(&r, false);
	return finish(m, errs, before);
}
