/*
 * terraform_provider.c - in which Region and account a plan puts a resource
 *
 * What exists tells so by its ARN.  What will be created goes where its provider
 * is configured to be: "aws.west", or that of a module, "module.a:aws.west",
 * which has what it does not say from the module outside of it (Terraform,
 * "JSON Output Format", provider_config).
 */

#include "dataplane/load/terraform/terraform_provider.h"

#include <string.h>

#include "dataplane/load/describe/describe_json.h"

enum { ACCOUNT_FIELD = 4, DEEPEST = 64 };

/* A constant, or a variable of the plan. */
static const char *
plain_value(const struct tf_document *d, const json_t *expression)
{
	const char *constant = json_text(expression, "constant_value");
	const char *ref = json_string_value(
	    json_array_get(json_list(expression, "references"), 0));

	if (constant || ref == NULL || strncmp(ref, "var.", 4) != 0)
		return constant;
	return json_text(
	    json_part(json_part(d->root, "variables"), ref + 4), "value");
}

/* The n-th field of an ARN, counted from 0; null: it has no such. */
static const char *
field(struct arena *a, const char *arn, int n)
{
	for (; arn && n > 0; n--) {
		arn = strchr(arn, ':');
		arn = arn ? arn + 1 : NULL;
	}
	return arn && *arn ? arena_strndup(a, arn, strcspn(arn, ":")) : NULL;
}

/* allowed_account_ids, or the account of the role that is assumed. */
static const char *
account_of(const struct tf_document *d, const json_t *expressions)
{
	json_t *ids = json_list(
	    json_part(expressions, "allowed_account_ids"), "constant_value");
	const json_t *role =
	    json_array_get(json_list(expressions, "assume_role"), 0);

	if (json_array_size(ids) == 1)
		return json_string_value(json_array_get(ids, 0));
	return field(d->arena, plain_value(d, json_part(role, "role_arn")),
	    ACCOUNT_FIELD);
}

static void
place(const struct tf_document *d, struct tf_resource *r, const char *key)
{
	const json_t *e =
	    json_part(json_part(json_part(json_part(d->root, "configuration"),
				    "provider_config"),
			  key),
		"expressions");

	if (r->region == NULL)
		r->region = plain_value(d, json_part(e, "region"));
	if (r->account == NULL)
		r->account = account_of(d, e);
}

/* "module.a:aws" of "module.a.module.b:aws"; null: it is the root's. */
static const char *
outer(struct arena *a, const char *key)
{
	const char *colon = strchr(key, ':'), *dot = NULL;

	if (colon == NULL)
		return NULL;
	for (const char *s = key; (s = strstr(s, ".module.")); s++)
		if (s < colon)
			dot = s;
	return dot ? arena_printf(a, "%.*s%s", (int)(dot - key), key, colon)
		   : arena_strdup(a, colon + 1);
}

void
tf_provider_place(
    const struct tf_document *d, struct tf_resource *r, const char *key)
{
	r->provider = key ? key : "aws";
	key = r->provider;
	for (int i = 0; key && i < DEEPEST; i++) {
		place(d, r, key);
		key = outer(d->arena, key);
	}
}
