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

enum step { LOOKED_UP, OBJECT, HOST, PART, STEPS };

enum { TYPES_NAMED = 8 };

static const struct type {
	const char *name;
	enum step step;
	tf_translate *translate; /* null: read with what it belongs to */
} types[] = {
	{ "aws_vpc", LOOKED_UP, tf_vpc },
	{ "aws_default_vpc", LOOKED_UP, tf_vpc },
	{ "aws_subnet", LOOKED_UP, tf_subnet },
	{ "aws_default_subnet", LOOKED_UP, tf_subnet },
	{ "aws_security_group", LOOKED_UP, tf_group },
	{ "aws_default_security_group", LOOKED_UP, tf_default_group },
	{ "aws_ec2_transit_gateway", LOOKED_UP, tf_transit_gateway },
	{ "aws_network_interface", OBJECT, tf_interface },
	{ "aws_ec2_transit_gateway_route_table", LOOKED_UP,
	    tf_tgw_route_table },
	{ "aws_vpc_ipv4_cidr_block_association", OBJECT, tf_vpc_block },
	{ "aws_vpc_ipv6_cidr_block_association", OBJECT, tf_vpc_block },
	{ "aws_internet_gateway", OBJECT, tf_internet_gateway },
	{ "aws_egress_only_internet_gateway", OBJECT, tf_egress_only_gateway },
	{ "aws_vpn_gateway", OBJECT, tf_vpn_gateway },
	{ "aws_vpn_connection", OBJECT, tf_vpn_connection },
	{ "aws_instance", HOST, tf_instance },
	{ "aws_route_table", OBJECT, tf_route_table },
	{ "aws_default_route_table", OBJECT, tf_default_route_table },
	{ "aws_network_acl", OBJECT, tf_acl },
	{ "aws_default_network_acl", OBJECT, tf_default_acl },
	{ "aws_vpc_endpoint", OBJECT, tf_endpoint },
	{ "aws_vpc_peering_connection", OBJECT, tf_peering },
	{ "aws_prefix_list", OBJECT, tf_prefix_list },
	{ "aws_ec2_managed_prefix_list", OBJECT, tf_managed_list },
	{ "aws_ec2_transit_gateway_vpc_attachment", OBJECT,
	    tf_tgw_vpc_attachment },
	{ "aws_ec2_transit_gateway_peering_attachment", OBJECT,
	    tf_tgw_peering },
	{ "aws_lb", HOST, tf_load_balancer },
	{ "aws_alb", HOST, tf_load_balancer },
	{ "aws_lb_target_group", OBJECT, tf_target_group },
	{ "aws_alb_target_group", OBJECT, tf_target_group },
	{ "aws_lb_listener", OBJECT, tf_listener },
	{ "aws_alb_listener", OBJECT, tf_listener },
	{ "aws_vpc_endpoint_service", OBJECT, tf_endpoint_service },
	{ "aws_db_instance", OBJECT, tf_database },
	{ "aws_db_subnet_group", OBJECT, NULL },
	{ "aws_route53_zone", OBJECT, NULL },
	{ "aws_route53_zone_association", OBJECT, NULL },
	{ "aws_route53_record", OBJECT, NULL },
	{ "aws_lb_target_group_attachment", PART, tf_target },
	{ "aws_alb_target_group_attachment", PART, tf_target },
	{ "aws_eip", PART, tf_eip },
	{ "aws_eip_association", PART, tf_eip_association },
	{ "aws_nat_gateway", PART, tf_nat_gateway },
	{ "aws_internet_gateway_attachment", PART,
	    tf_internet_gateway_attachment },
	{ "aws_vpn_gateway_attachment", PART, tf_vpn_gateway_attachment },
	{ "aws_vpn_gateway_route_propagation", PART, tf_vpn_propagation },
	{ "aws_vpn_connection_route", PART, tf_vpn_connection_route },
	{ "aws_route", PART, tf_route },
	{ "aws_route_table_association", PART, tf_table_association },
	{ "aws_main_route_table_association", PART, tf_main_table },
	{ "aws_security_group_rule", PART, tf_group_rule },
	{ "aws_vpc_security_group_ingress_rule", PART, tf_ingress_rule },
	{ "aws_vpc_security_group_egress_rule", PART, tf_egress_rule },
	{ "aws_network_acl_rule", PART, tf_acl_rule },
	{ "aws_network_acl_association", PART, tf_acl_association },
	{ "aws_network_interface_attachment", PART, tf_interface_attachment },
	{ "aws_network_interface_sg_attachment", PART, tf_interface_group },
	{ "aws_vpc_endpoint_route_table_association", PART, tf_endpoint_table },
	{ "aws_vpc_endpoint_subnet_association", PART, tf_endpoint_subnet },
	{ "aws_vpc_endpoint_security_group_association", PART,
	    tf_endpoint_group },
	{ "aws_vpc_endpoint_policy", PART, tf_endpoint_policy },
	{ "aws_vpc_peering_connection_accepter", PART, tf_peering_options },
	{ "aws_vpc_peering_connection_options", PART, tf_peering_options },
	{ "aws_ec2_managed_prefix_list_entry", PART, tf_prefix_list_entry },
	{ "aws_ec2_transit_gateway_route", PART, tf_tgw_route },
	{ "aws_ec2_transit_gateway_route_table_association", PART,
	    tf_tgw_association },
	{ "aws_ec2_transit_gateway_route_table_propagation", PART,
	    tf_tgw_propagation },
};

static const struct type *
find_type(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

/* --- what is left out --------------------------------------------------- */

struct count {
	const char *type;
	size_t n;
};

static struct count *
count_of(struct arena *a, struct count **v, size_t *n, const char *type)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp((*v)[i].type, type) == 0)
			return &(*v)[i];
	*ARENA_PUSH(a, *v, *n) = (struct count){ type, 0 };
	return &(*v)[*n - 1];
}

static const char *
listed(struct arena *a, const struct count *v, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n && i < TYPES_NAMED; i++)
		text = arena_printf(
		    a, "%s%s%zu %s", text, i ? ", " : "", v[i].n, v[i].type);
	if (n > TYPES_NAMED)
		text = arena_printf(
		    a, "%s and %zu more types", text, n - TYPES_NAMED);
	return text;
}

/* Data sources tell of what exists anyhow; one that is not known is nothing
 * that the network lacks. */
static void
take_stock(struct terraform *t, struct intake *in, const struct tf_document *d)
{
	struct count *v = NULL, *left = NULL;
	size_t n = 0, nleft = 0;

	for (size_t i = 0; i < d->n; i++)
		if (!d->v[i].data || find_type(d->v[i].type))
			count_of(t->arena, &v, &n, d->v[i].type)->n++;
	for (size_t i = 0; i < n; i++) {
		bool known = find_type(v[i].type) != NULL;

		*ARENA_PUSH(t->arena, in->answers, in->nanswers) =
		    (struct intake_answer){ v[i].type, d->file, v[i].n,
			    known ? INTAKE_READ : INTAKE_NOT_MODELLED };
		if (!known)
			*ARENA_PUSH(t->arena, left, nleft) = v[i];
	}
	if (nleft > 0)
		errs_warn(t->errs, (struct where){ .file = d->file },
		    "left out, for vpcsim has no such things: %s",
		    listed(t->arena, left, nleft));
}

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
	const char *region = NULL;

	if (d->planned) {
		tf_plan_fill(d, t->errs);
		region = tf_plan_region(d);
	}
	for (size_t i = 0; i < d->n; i++) {
		struct tf_resource *r = &d->v[i];

		r->region = region;
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
translate(struct terraform *t)
{
	tf_note_rules(t);
	tf_choose_addresses(t);
	for (int step = 0; step < STEPS; step++)
		for (size_t i = 0; i < t->nresources; i++) {
			const struct tf_resource *r = t->resource[i];
			const struct type *type = find_type(r->type);

			if (type && type->translate && (int)type->step == step)
				type->translate(t, r);
		}
	tf_vpc_defaults(t);
	warn_invented(t);
}

static void
hand_over(struct terraform *t, struct model *m)
{
	struct dump d;
	struct dump_files files = { .v = NULL };

	dump_begin(&d, m, t->errs);
	for (size_t i = 0; i < t->n; i++)
		records_add_object(d.records, t->v[i].kind, t->v[i].id,
		    t->v[i].json, t->v[i].where);
	tf_hosted_zones(t, m);
	for (size_t i = 0; i < t->ndocuments; i++) {
		*ARENA_PUSH(t->arena, files.v, files.n) = t->documents[i].file;
		take_stock(t, m->intake, &t->documents[i]);
	}
	dump_finish(&d, &files, "Terraform");
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
