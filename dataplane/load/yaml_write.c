/*
 * yaml_write.c - a tree of values as YAML that people read
 *
 * A value is first written in flow style into memory; if that is short enough
 * it stays so, else the value becomes a block.  Quotes are put around every
 * text of which it is not certain that it reads back as itself (YAML 1.2,
 * sections 6.9 and 7.3.3): to quote too much is safe.
 */

#include "dataplane/load/yaml_write.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"

enum { WIDTH = 110, STEP = 2 };

/* --- scalars ------------------------------------------------------------ */

/* Words that would be read as something other than text. */
static bool
is_word_of_yaml(const char *s)
{
	static const char *const words[] = { "null", "true", "false", "~", "<<",
		"=" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(words[i], s) == 0)
			return true;
	return false;
}

static bool
is_plain(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || is_word_of_yaml(s) || s[n - 1] == ' ' ||
	    s[n - 1] == ':' || strncmp(s, "---", 3) == 0)
		return false;
	if (!isalnum((unsigned char)*s) && *s != '/' && *s != '.' &&
	    *s != '_' && !(*s == '-' && isdigit((unsigned char)s[1])))
		return false;
	for (; *s; s++)
		if ((!isalnum((unsigned char)*s) &&
			!strchr("/._-+*@:= ()", *s)) ||
		    (*s == ':' && s[1] == ' '))
			return false;
	return true;
}

static void
quote(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			fprintf(f, "\\%c", *s);
		else if (*s == '\n')
			fputs("\\n", f);
		else if ((unsigned char)*s < ' ' || *s == 0x7f)
			fprintf(f, "\\x%02x", (unsigned)*s);
		else
			fputc(*s, f);
	fputc('"', f);
}

static void
put_text(FILE *f, const char *s)
{
	if (is_plain(s))
		fputs(s, f);
	else
		quote(f, s);
}

/* --- on one line -------------------------------------------------------- */

static void put_flow(FILE *, const struct value *);

static void
put_entries(FILE *f, const struct value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		fputs(i ? ", " : "", f);
		put_text(f, v->map[i].key);
		fputs(": ", f);
		put_flow(f, v->map[i].value);
	}
}

static void
put_items(FILE *f, const struct value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		fputs(i ? ", " : "", f);
		put_flow(f, v->list[i]);
	}
}

static void
put_flow(FILE *f, const struct value *v)
{
	switch (v->type) {
	case VALUE_NULL:
		fputs("null", f);
		break;
	case VALUE_PLAIN:
		fputs(v->text, f);
		break;
	case VALUE_QUOTED:
		put_text(f, v->text);
		break;
	case VALUE_LIST:
		fputc('[', f);
		put_items(f, v);
		fputc(']', f);
		break;
	case VALUE_MAP:
		fputc('{', f);
		put_entries(f, v);
		fputc('}', f);
		break;
	}
}

/* --- over several lines ------------------------------------------------- */

/* Is there a block in it? */
static bool
holds_block(const struct value *v)
{
	if (v->n > 0 && v->block)
		return true;
	for (size_t i = 0; i < v->n; i++)
		if (holds_block(
			v->type == VALUE_MAP ? v->map[i].value : v->list[i]))
			return true;
	return false;
}

static char *
line(const struct value *v, size_t *n)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, n);

	put_flow(f, v);
	fclose(f);
	return text;
}

const char *
yaml_line(struct arena *a, const struct value *v)
{
	size_t n;
	char *text = line(v, &n);
	const char *copy = arena_strdup(a, text);

	free(text);
	return copy;
}

/* The value on one line, in the heap; null if it does not fit. */
static char *
as_flow(const struct value *v, size_t column)
{
	char *text;
	size_t n;

	if (holds_block(v))
		return NULL;
	text = line(v, &n);
	if (v->n == 0 || column + n <= WIDTH)
		return text;
	free(text);
	return NULL;
}

static void
indent(FILE *f, int by)
{
	fprintf(f, "%*s", by, "");
}

static void put_block(FILE *, const struct value *, int in, bool begun);

/* After a key or a dash, at this column. */
static void
put_value(FILE *f, const struct value *v, int in, size_t column)
{
	char *flow = as_flow(v, column);

	if (flow) {
		fprintf(f, " %s\n", flow);
	} else {
		fputc('\n', f);
		put_block(f, v, in + STEP, false);
	}
	free(flow);
}

static void
put_item(FILE *f, const struct value *v, int in)
{
	char *flow = as_flow(v, (size_t)in + 2);

	fputs("- ", f);
	if (flow)
		fprintf(f, "%s\n", flow);
	else
		put_block(f, v, in + STEP, true);
	free(flow);
}

/* begun: the first line has its indentation. */
static void
put_block(FILE *f, const struct value *v, int in, bool begun)
{
	for (size_t i = 0; i < v->n; i++) {
		if (i > 0 || !begun)
			indent(f, in);
		if (v->type == VALUE_LIST) {
			put_item(f, v->list[i], in);
			continue;
		}
		put_text(f, v->map[i].key);
		fputc(':', f);
		put_value(f, v->map[i].value, in,
		    (size_t)in + strlen(v->map[i].key) + 4);
	}
}

void
yaml_write(FILE *f, const struct value *v)
{
	bool apart = false;

	for (size_t i = 0; i < v->n; i++) {
		const struct value *inner = v->map[i].value;
		char *flow = as_flow(inner, strlen(v->map[i].key) + 2);

		if (flow == NULL || apart)
			fputc('\n', f);
		apart = flow == NULL;
		put_text(f, v->map[i].key);
		fputc(':', f);
		put_value(f, inner, 0, strlen(v->map[i].key) + 2);
		free(flow);
	}
}
