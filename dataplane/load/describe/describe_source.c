/*
 * describe_source.c - which account and Region an object of a dump is of
 *
 * Folders tell, if they have such names; else the object, by its owner, its
 * zone or its ARN.
 */

#include "dataplane/load/describe/describe_source.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "dataplane/load/describe/describe_json.h"

enum { ACCOUNT_DIGITS = 12 };

/* "us-east-1", "us-gov-west-1", "eusc-de-east-1": its length, or 0. */
static size_t
region_length(const char *s)
{
	size_t n = 0, words = 0;

	while (islower((unsigned char)s[n])) {
		while (islower((unsigned char)s[n]))
			n++;
		if (s[n] != '-')
			return 0;
		n++;
		words++;
	}
	if (words < 2 || !isdigit((unsigned char)s[n]))
		return 0;
	while (isdigit((unsigned char)s[n]))
		n++;
	return n;
}

const char *
source_region_of(struct arena *a, const char *text)
{
	size_t n = text ? region_length(text) : 0;

	return n ? arena_strndup(a, text, n) : NULL;
}

static bool
is_account(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	return n == ACCOUNT_DIGITS;
}

/* From the folders of the path; the innermost counts. */
struct record_source
source_of_path(struct arena *a, const char *path)
{
	struct record_source s = { .file = path };
	const char *end;

	for (const char *p = path; (end = strchr(p, '/')); p = end + 1) {
		size_t n = (size_t)(end - p);

		if (is_account(p, n))
			s.account = arena_strndup(a, p, n);
		else if (n > 0 && region_length(p) == n)
			s.region = arena_strndup(a, p, n);
	}
	return s;
}

/* arn:aws:ec2:REGION:ACCOUNT:..., where an object has one. */
static void
source_of_arn(struct arena *a, const json_t *o, struct record_source *s)
{
	const char *key;
	json_t *v;

	json_object_foreach ((json_t *)o, key, v) {
		const char *text = json_string_value(v);
		size_t n = strlen(key);

		if (text == NULL || n < 3 || strcmp(key + n - 3, "Arn") != 0 ||
		    strncmp(text, "arn:", 4) != 0)
			continue;
		for (int colons = 0; *text && colons < 3; text++)
			colons += *text == ':';
		if (s->region == NULL)
			s->region = source_region_of(a, text);
		text += strcspn(text, ":");
		if (s->account == NULL && *text &&
		    is_account(text + 1, strcspn(text + 1, ":")))
			s->account = arena_strndup(a, text + 1, ACCOUNT_DIGITS);
	}
}

void
source_complete(struct arena *a, const json_t *o, struct record_source *s)
{
	const char *owner = json_text(o, "OwnerId");

	if (s->region == NULL)
		s->region = source_region_of(a, json_text(o, "Region"));
	if (s->region == NULL)
		s->region =
		    source_region_of(a, json_text(o, "AvailabilityZone"));
	if (s->region == NULL || (s->account == NULL && owner == NULL))
		source_of_arn(a, o, s);
	if (s->account == NULL && owner)
		s->account = arena_strdup(a, owner);
}
