/*
 * schema.c - the scenario language as a JSON Schema
 *
 * The file's own keys are at the top, every other type of object is a
 * definition.  The form of a single value is a constant text for each kind of
 * value; what a field adds (words, limits, null) is written around it.
 */

#include "dataplane/load/schema.h"

#include <inttypes.h>
#include <string.h>

#include "dataplane/load/fields.h"

enum { MOST_TYPES = 128 };

struct writer {
	FILE *out;
	const struct object_type *types[MOST_TYPES];
	size_t ntypes;
};

/* One value, without what the field says. */
static const char *const forms[FIELD_KINDS] = {
	[FIELD_STRING] = "{\"type\": [\"string\", \"number\"]}",
	[FIELD_TEXT] = "{\"type\": [\"string\", \"number\"]}",
	[FIELD_BOOL] = "{\"type\": \"boolean\"}",
	[FIELD_DURATION] = "{\"type\": \"string\", \"pattern\": "
			   "\"^[0-9]+([.][0-9]+)?(ns|us|ms|s|m|h|d)$\"}",
	[FIELD_SIZE] = "{\"type\": \"string\", \"pattern\": "
		       "\"^[0-9]+([.][0-9]+)?(B|KB|MB|GB|KiB|MiB|GiB)$\"}",
	[FIELD_CIDRS] = "{\"type\": \"string\", \"pattern\": "
			"\"^[0-9A-Fa-f.:]+/[0-9]{1,3}$\"}",
	[FIELD_ADDRESSES] =
	    "{\"type\": \"string\", \"pattern\": \"^[0-9A-Fa-f.:]+$\"}",
	[FIELD_ADDRESS] =
	    "{\"type\": \"string\", \"pattern\": \"^[0-9A-Fa-f.:]+$\"}",
	[FIELD_REF] = "{\"type\": [\"string\", \"integer\"]}",
	[FIELD_REFS] = "{\"type\": [\"string\", \"integer\"]}",
	[FIELD_VIA] = "{\"type\": [\"string\", \"integer\"]}",
	[FIELD_PROTOCOL] =
	    "{\"enum\": [\"tcp\", \"udp\", \"icmp\", \"icmpv6\"]}, "
	    "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 255}",
	[FIELD_PORTS] =
	    "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 65535}, "
	    "{\"type\": \"string\", \"pattern\": "
	    "\"^[0-9]{1,5}(-[0-9]{1,5})?$\"}",
	[FIELD_LISTENS] =
	    "{\"type\": \"string\", \"pattern\": "
	    "\"^(tcp|udp|icmp|icmpv6|[0-9]{1,3})(/[0-9]{1,5})?$\"}",
	[FIELD_PEER] = "{\"type\": \"string\", \"minLength\": 1}",
	[FIELD_PEERS] = "{\"type\": \"string\", \"minLength\": 1}",
	[FIELD_SERVICE] = "{\"type\": \"string\", \"minLength\": 1}",
	[FIELD_MAPPINGS] =
	    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
	    "{\"type\": \"string\", \"minLength\": 1}}",
	[FIELD_GATEWAY] = "{\"type\": \"string\", \"minLength\": 1}",
	[FIELD_ALIASES] = "{\"type\": [\"string\", \"number\"]}",
	[FIELD_TEXTS] = "{\"type\": \"string\"}",
	[FIELD_INCLUDE] = "{\"type\": \"string\", \"minLength\": 1}",
	[FIELD_POLICY] = "{\"type\": [\"object\", \"array\", \"string\"]}",
	[FIELD_POLICIES] = "{\"type\": [\"object\", \"null\"]}",
	[FIELD_KEYS] =
	    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
	    "{\"type\": [\"string\", \"number\", \"boolean\", \"array\"]}}",
	[FIELD_FREE] = "true",
	[FIELD_NAMES] = "{\"type\": [\"string\", \"integer\"]}",
	[FIELD_CODE] =
	    "{\"type\": \"string\", \"pattern\": \"^[A-Z][A-Z0-9_]*$\"}",
	[FIELD_COUNT] =
	    "{\"type\": \"integer\", \"minimum\": 0}, {\"type\": \"string\", "
	    "\"pattern\": \"^(>=|<=|>|<)?[0-9]+$\"}",
};

static bool
is_list(const struct field *f)
{
	switch (f->kind) {
	case FIELD_CIDRS:
	case FIELD_ADDRESSES:
	case FIELD_REFS:
	case FIELD_PORTS:
	case FIELD_LISTENS:
	case FIELD_PEERS:
	case FIELD_ZONES:
	case FIELD_INCLUDE:
	case FIELD_NAMES:
	case FIELD_ALIASES:
	case FIELD_TEXTS:
		return true;
	default:
		return false;
	}
}

static void
write_string(struct writer *w, const char *s)
{
	fputc('"', w->out);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', w->out);
		fputc(*s, w->out);
	}
	fputc('"', w->out);
}

static void
write_words(struct writer *w, const struct field *f)
{
	fputs("{\"enum\": [", w->out);
	for (const struct word *word = f->words; word->text; word++) {
		fputs(word == f->words ? "" : ", ", w->out);
		write_string(w, word->text);
	}
	if (f->flags & FIELD_YES_NO)
		fputs(", true, false", w->out);
	fputs("]}", w->out);
}

static void
write_integer(struct writer *w, const struct field *f)
{
	fputs("{\"type\": \"integer\"", w->out);
	if (f->min || f->max)
		fprintf(w->out,
		    ", \"minimum\": %" PRId64 ", \"maximum\": %" PRId64, f->min,
		    f->max);
	fputc('}', w->out);
}

static void
write_ref(struct writer *w, const struct object_type *t)
{
	size_t i = 0;

	while (i < w->ntypes && w->types[i] != t)
		i++;
	if (i == w->ntypes && i < MOST_TYPES)
		w->types[w->ntypes++] = t;
	fprintf(w->out, "{\"$ref\": \"#/definitions/%s\"}", t->id);
}

static void
write_objects(struct writer *w, const struct field *f)
{
	fputs("{\"type\": [\"object\", \"null\"], ", w->out);
	if (f->type->kind != OBJ_PREFIX_LIST)
		fputs(
		    "\"propertyNames\": {\"pattern\": \"^[^/]+$\"}, ", w->out);
	if (f->kind == FIELD_GATEWAY)
		fputs("\"maxProperties\": 1, ", w->out);
	fputs("\"additionalProperties\": ", w->out);
	write_ref(w, f->type);
	fputc('}', w->out);
}

/* The alternatives for one value, with commas between them. */
static void
write_form(struct writer *w, const struct field *f)
{
	switch (f->kind) {
	case FIELD_ENUM:
	case FIELD_STATE:
		write_words(w, f);
		break;
	case FIELD_INTEGER:
		write_integer(w, f);
		break;
	case FIELD_OBJECTS:
		write_objects(w, f);
		break;
	case FIELD_GATEWAY:
		fputs(forms[f->kind], w->out);
		fputs(", ", w->out);
		write_objects(w, f);
		break;
	case FIELD_ZONES:
		fputs("{\"type\": \"object\", \"additionalProperties\": ",
		    w->out);
		write_ref(w, f->type);
		fputs("}, {\"type\": \"string\"}", w->out);
		break;
	case FIELD_LIST:
	case FIELD_EXPECTS:
		fputs("{\"type\": [\"array\", \"null\"], \"items\": ", w->out);
		write_ref(w, f->type);
		fputc('}', w->out);
		if (f->flags & FIELD_ALONE) {
			fputs(", ", w->out);
			write_ref(w, f->type);
		}
		break;
	case FIELD_GROUP:
	case FIELD_EXPECT:
		write_ref(w, f->type);
		break;
	default:
		fputs(f->flags & FIELD_IPV4
			? "{\"type\": \"string\", \"pattern\": "
			  "\"^([0-9]+([.][0-9]+){3}|none)$\"}"
			: forms[f->kind],
		    w->out);
		break;
	}
	if (f->flags & FIELD_ALL)
		fputs(", {\"enum\": [\"all\", -1]}", w->out);
	if (f->flags & FIELD_BARE) {
		fputs(", ", w->out);
		write_integer(w, f);
	}
}

/* The same in a list, where many may stand. */
static void
write_list(struct writer *w, const struct field *f)
{
	bool filled = f->flags & FIELD_FILLED;

	fputs(", {\"type\": \"array\", \"items\": {\"anyOf\": [", w->out);
	write_form(w, f);
	fputs("]}", w->out);
	if (f->max && f->kind == FIELD_REFS)
		fprintf(w->out,
		    ", \"minItems\": %" PRId64 ", \"maxItems\": %" PRId64,
		    f->min, f->max);
	else if (filled)
		fputs(", \"minItems\": 1", w->out);
	fputc('}', w->out);
	if (!filled && !(f->flags & FIELD_REQUIRED))
		fputs(", {\"type\": \"null\"}", w->out);
}

static void
write_default(struct writer *w, const struct field *f)
{
	if (f->fallback == NULL)
		return;
	fputs(", \"default\": ", w->out);
	if (f->kind == FIELD_BOOL || f->kind == FIELD_INTEGER)
		fputs(f->fallback, w->out);
	else
		write_string(w, f->fallback);
}

/* Is one form all there is?  Editors then say more about what is wrong. */
static bool
is_single(const struct field *f)
{
	switch (f->kind) {
	case FIELD_PROTOCOL:
	case FIELD_COUNT:
	case FIELD_GATEWAY:
		return false;
	default:
		return !is_list(f) &&
		    !(f->flags & (FIELD_NULLABLE | FIELD_BARE | FIELD_ALONE));
	}
}

static void
write_field(struct writer *w, const struct field *f)
{
	fprintf(w->out, "{\"description\": ");
	write_string(w, f->doc);
	if (f->flags & FIELD_LATER)
		fputs(", \"$comment\": \"Not modelled yet.\"", w->out);
	write_default(w, f);
	if (f->kind != FIELD_FREE && !(f->flags & FIELD_LATER)) {
		fputs(
		    is_single(f) ? ", \"allOf\": [" : ", \"anyOf\": [", w->out);
		write_form(w, f);
		if (is_list(f))
			write_list(w, f);
		if (f->flags & FIELD_NULLABLE)
			fputs(", {\"type\": \"null\"}", w->out);
		fputc(']', w->out);
	}
	fputc('}', w->out);
}

/*
 * Writes a list of the keys that have a flag; after is what closes each one
 * that is a schema of its own.  Says whether there was one.
 */
static bool
write_flagged(struct writer *w, const struct object_type *t, unsigned flag,
    const char *keyword, const char *after)
{
	bool any = false;

	for (size_t i = 0; i < t->nfields; i++) {
		const struct field *f = &t->fields[i];

		/* What adds to the VPC of another file needs nothing. */
		if (!(f->flags & flag) || t->kind == OBJ_VPC)
			continue;
		if (any)
			fputs(", ", w->out);
		else
			fprintf(w->out, ",\n \"%s\": [", keyword);
		any = true;
		fprintf(w->out, "%s\"%s\"%s", *after ? "{\"required\": [" : "",
		    f->name, after);
	}
	if (any)
		fputc(']', w->out);
	return any;
}

static void
write_keys(struct writer *w, const struct object_type *t)
{
	const char *before = "";

	fputs(",\n \"properties\": {", w->out);
	for (size_t i = 0; i < t->nfields; i++) {
		if (t->fields[i].flags & FIELD_MEANT)
			continue;
		fprintf(w->out, "%s\n  \"%s\": ", before, t->fields[i].name);
		write_field(w, &t->fields[i]);
		before = ",";
	}
	fputs("\n },\n \"additionalProperties\": false", w->out);
}

/* The keywords of a type, without the braces around them. */
static void
write_type(struct writer *w, const struct object_type *t)
{
	bool required;

	fputs("\"description\": ", w->out);
	write_string(w, t->doc);
	if (t->is_value) {
		fputs(", \"anyOf\": [", w->out);
		write_field(w, &t->fields[0]);
		fputs(", {\"title\": ", w->out);
		write_string(w, t->label);
	}
	write_keys(w, t);
	write_flagged(w, t, FIELD_ONE_OF, "oneOf", "]}");
	required = write_flagged(w, t, FIELD_REQUIRED, "required", "");
	fprintf(w->out, ",\n \"type\": %s",
	    required ? "\"object\"" : "[\"object\", \"null\"]");
	if (t->is_value)
		fputs("}]", w->out);
}

int
schema_write(FILE *out)
{
	struct writer w = { .out = out };

	fputs("{\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
	      " \"$id\": \"" SCHEMA_ID
	      "\",\n \"title\": \"vpcsim scenario\",\n ",
	    out);
	write_type(&w, &scenario_type);
	fputs(",\n \"definitions\": {", out);
	/* Writing a type may find others. */
	for (size_t i = 0; i < w.ntypes; i++) {
		fprintf(out, "%s\n\"%s\": {", i ? "," : "", w.types[i]->id);
		write_type(&w, w.types[i]);
		fputc('}', out);
	}
	fputs("\n}}\n", out);
	return ferror(out) || fflush(out) != 0 ? -1 : 0;
}
