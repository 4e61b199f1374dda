/*
 * describe.c - what `aws ... describe-*` prints, as a model
 *
 * First all files are read and every object is there once; then objects are
 * made, those that others refer to before the others.
 */

#include "dataplane/load/describe/describe.h"

#include <string.h>
#include <sys/stat.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/load/describe/describe_files.h"

bool
describe_is_dump(const char *path)
{
	struct stat st;
	const char *text;
	size_t n;
	bool yes;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	text = files_map(path, &n);
	if (text == NULL)
		return false;
	yes = files_is_dump(text, n);
	files_unmap(text, n);
	return yes;
}

static void
make_objects(struct dump *d)
{
	describe_vpcs(d);
	describe_peerings(d);
	describe_prefix_lists(d);
	describe_subnets(d);
	describe_groups(d);
	describe_gateways(d);
	describe_transit_gateways(d);
	describe_vpn_connections(d);
	describe_direct_connect(d);
	describe_attachments(d);
	describe_tgw_tables(d);
	describe_nat_gateways(d);
	describe_endpoints(d);
	describe_load_balancers(d);
	describe_endpoint_services(d);
	describe_interfaces(d);
	describe_acls(d);
	describe_databases(d);
	describe_public_access(d);
	describe_flow_logs(d);
	describe_group_vpcs(d);
	describe_group_rules(d);
	describe_routes(d);
	if (d->is_described)
		describe_gaps(d);
	else
		describe_gaps_of_state(d);
}

static void
warn_leftover(struct dump *d, const struct intake_answer *a)
{
	if (a->fate == INTAKE_NOT_MODELLED && a->n > 0)
		errs_warn(d->errs, (struct where){ .file = a->file },
		    "%zu of %s %s left out: not modelled yet, or unknown", a->n,
		    a->key, a->n == 1 ? "is" : "are");
}

static void
take_intake(struct dump *d)
{
	struct intake *in = d->m->intake;
	struct arena *arena = d->m->arena;
	const struct intake_answer *a;
	const struct intake_second *s;
	const char *const *account;
	size_t n = records_answers(d->records, &a);

	for (size_t i = 0; i < n; i++) {
		*ARENA_PUSH(arena, in->answers, in->nanswers) = a[i];
		warn_leftover(d, &a[i]);
	}
	n = records_seconds(d->records, &s);
	for (size_t i = 0; i < n; i++)
		*ARENA_PUSH(arena, in->seconds, in->nseconds) = s[i];
	n = records_accounts(d->records, &account);
	for (size_t i = 0; i < n; i++)
		intake_add_account(d->m, account[i]);
}

static void
set_region(struct model *m)
{
	for (size_t i = 0; m->region == NULL && i < m->nvpcs; i++)
		m->region = m->vpcs[i]->region;
}

void
dump_begin(struct dump *d, struct model *m, struct errs *errs)
{
	*d = (struct dump){
		.m = m,
		.errs = errs,
		.records = records_new(m->arena, errs),
		.held = map_new(),
		.hosts = map_new(),
		.balancers = map_new(),
		.shows = "the dump",
		.first = (uint32_t)m->nobjects,
	};
}

void
dump_finish(struct dump *d, const struct dump_files *files, const char *format)
{
	const char *const *accounts;

	for (size_t i = 0; i < files->n; i++) {
		intake_add_file(d->m, files->v[i], format);
		*ARENA_PUSH(d->m->arena, d->m->dumps, d->m->ndumps) =
		    files->v[i];
	}
	for (size_t i = 0; i < files->nskipped; i++)
		*ARENA_PUSH(d->m->arena, d->m->intake->skipped,
		    d->m->intake->nskipped) = files->skipped[i];
	d->zone_ids = records_accounts(d->records, &accounts) > 1;
	make_objects(d);
	take_intake(d);
	set_region(d->m);
	map_free(d->held);
	map_free(d->hosts);
	map_free(d->balancers);
	records_free(d->records);
}

int
describe_load(
    struct model *m, const char *path, struct where included, struct errs *errs)
{
	size_t before = errs_count(errs), objects = m->nobjects;
	struct dump_files files = { 0 };
	struct dump d;

	dump_begin(&d, m, errs);
	d.is_described = true;
	files_read(
	    path, (struct dump_reader){ m->arena, d.records, &files, errs });
	dump_finish(&d, &files, "describe dump");
	if (m->nobjects == objects && errs_count(errs) == before)
		errs_add(errs,
		    included.file ? included
				  : (struct where){ .file = m->file },
		    "\"%s\" shows no network: nothing in it is a VPC or belongs "
		    "to one",
		    path);
	return errs_count(errs) == before ? 0 : -1;
}

int
describe_load_memory(struct model *m, const char *name, const char *text,
    size_t length, struct errs *errs)
{
	size_t before = errs_count(errs);
	struct dump_files files = { 0 };
	struct dump d;

	dump_begin(&d, m, errs);
	d.is_described = true;
	files_read_text(arena_strdup(m->arena, name), text, length,
	    (struct dump_reader){ m->arena, d.records, &files, errs });
	dump_finish(&d, &files, "describe dump");
	return errs_count(errs) == before ? 0 : -1;
}
