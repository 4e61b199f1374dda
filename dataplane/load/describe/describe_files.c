/*
 * describe_files.c - the JSON documents in a file or below a folder
 *
 * A file may hold several documents one after the other, as several calls or
 * pages that were written into one file do.
 */

#include "dataplane/load/describe/describe_files.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dataplane/load/describe/describe_json.h"
#include "dataplane/load/describe/describe_parse.h"

enum { DEEPEST = 16 };

struct reading {
	struct dump_reader to;
	bool is_mapped; /* the text that is being read */
	int depth;      /* of folders that are being read; 0: a file alone */
	dev_t dev[DEEPEST];
	ino_t ino[DEEPEST];
};

/* What is wrong with a file: it is left out.  Of a folder the rest is read. */
static void
leave_out(struct reading *rd, struct where w, const char *why)
{
	if (rd->depth > 0)
		errs_warn(rd->to.errs, w, "%s, so it is left out", why);
	else
		errs_add(rd->to.errs, w, "%s", why);
}

const char *
files_map(const char *path, size_t *n)
{
	struct stat st;
	void *p = MAP_FAILED;
	int fd;

	*n = 0;
	errno = 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		p = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return NULL;
	*n = (size_t)st.st_size;
	return p;
}

void
files_unmap(const char *text, size_t n)
{
	munmap((void *)text, n);
}

/* --- documents ---------------------------------------------------------- */

/* PowerShell begins files of text with it. */
static bool
is_byte_order_mark(const char *text, size_t n)
{
	return n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
}

static size_t
skip_blank(const char *text, size_t n)
{
	size_t i = is_byte_order_mark(text, n) ? 3 : 0;

	while (i < n && (isspace((unsigned char)text[i]) || text[i] == ','))
		i++;
	return i;
}

/* The parser quotes what it found, whatever bytes that are. */
static const char *
why_no_json(struct arena *a, const char *text, size_t n, const json_error_t *e)
{
	char *why;

	if (n >= 2 && memcmp(text, "\x1f\x8b", 2) == 0)
		return "this is no JSON: it is compressed by gzip";
	why = arena_printf(a, "this is no JSON: %s", e->text);
	for (char *p = why; *p; p++)
		if (!isprint((unsigned char)*p))
			*p = '?';
	return why;
}

static bool
add_document(struct reading *rd, json_t *v, const char *path)
{
	bool known = false;
	json_t *part;
	size_t i;

	if (json_is_object(v))
		return records_add(rd->to.records, v, path);
	json_array_foreach (v, i, part)
		if (json_is_object(part))
			known |= records_add(
			    rd->to.records, json_incref(part), path);
	json_decref(v);
	return known;
}

static struct where
place_of(const char *path, const char *text, size_t at)
{
	struct where w = { .file = path, .line = 1, .col = 0 };

	for (size_t i = 0; i < at; i++) {
		w.col = text[i] == '\n' ? 0 : w.col + 1;
		w.line += text[i] == '\n';
	}
	if (w.col == 0)
		w.col = 1;
	return w;
}

static void
add_documents(struct reading *rd, const char *path, const char *text, size_t n)
{
	bool known = false;
	size_t at = 0;

	while ((at += skip_blank(text + at, n - at)) < n) {
		json_error_t e;
		size_t length;
		json_t *v = parse_document(
		    (struct document_text){ text + at, n - at, rd->is_mapped },
		    &length, &e);

		if (v == NULL) {
			leave_out(rd,
			    place_of(path, text, at + (size_t)e.position),
			    why_no_json(rd->to.arena, text + at, n - at, &e));
			return;
		}
		at += length;
		known |= add_document(rd, v, path);
	}
	if (!known)
		errs_warn(rd->to.errs, (struct where){ .file = path },
		    "there is nothing in it that a describe call answers with, "
		    "so it is left out");
}

static void
read_text(struct reading *rd, const char *path, const char *text, size_t n)
{
	*ARENA_PUSH(rd->to.arena, rd->to.files->v, rd->to.files->n) = path;
	add_documents(rd, path, text, n);
}

static void
read_file(struct reading *rd, const char *path)
{
	size_t n;
	const char *text = files_map(path, &n);

	if (text == NULL && errno == 0) {
		errs_warn(rd->to.errs, (struct where){ .file = path },
		    "the file is empty, so it is left out");
		return;
	}
	if (text == NULL) {
		leave_out(rd, (struct where){ .file = path },
		    arena_printf(
			rd->to.arena, "cannot be read: %s", strerror(errno)));
		return;
	}
	read_text(rd, path, text, n);
	files_unmap(text, n);
}

/* --- folders ------------------------------------------------------------ */

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n > m && strcmp(s + n - m, with) == 0;
}

static void read_folder(struct reading *, const char *path);

/* Of other names only what is surely a dump is read; the rest is passed over. */
static void
read_other(struct reading *rd, const char *path)
{
	size_t n;
	const char *text = files_map(path, &n);
	struct dump_files *f = rd->to.files;

	if (text && files_is_dump(text, n))
		read_text(rd, path, text, n);
	else
		*ARENA_PUSH(rd->to.arena, f->skipped, f->nskipped) = path;
	if (text)
		files_unmap(text, n);
}

static void
read_entry(struct reading *rd, const char *path)
{
	if (is_folder(path))
		read_folder(rd, path);
	else if (ends(path, ".json"))
		read_file(rd, path);
	else
		read_other(rd, path);
}

/* A folder that is being read already is there again by a link. */
static bool
is_loop(struct reading *rd, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return false;
	for (int i = 0; i < rd->depth; i++)
		if (rd->dev[i] == st.st_dev && rd->ino[i] == st.st_ino)
			return true;
	rd->dev[rd->depth] = st.st_dev;
	rd->ino[rd->depth] = st.st_ino;
	return false;
}

static const char *
why_not_folder(
    struct reading *rd, const char *path, struct dirent ***entry, int *n)
{
	if (rd->depth == DEEPEST)
		return "it is too deep inside others";
	if (is_loop(rd, path))
		return "it is the one that it is in";
	*n = scandir(path, entry, NULL, alphasort);
	return *n < 0 ? strerror(errno) : NULL;
}

static void
read_folder(struct reading *rd, const char *path)
{
	struct dirent **entry;
	int n;
	const char *why = why_not_folder(rd, path, &entry, &n);

	if (why) {
		leave_out(rd, (struct where){ .file = path },
		    arena_printf(
			rd->to.arena, "this folder cannot be read: %s", why));
		return;
	}
	rd->depth++;
	for (int i = 0; i < n; i++) {
		if (entry[i]->d_name[0] != '.')
			read_entry(rd,
			    arena_printf(rd->to.arena, "%s%s%s", path,
				ends(path, "/") ? "" : "/", entry[i]->d_name));
		free(entry[i]);
	}
	rd->depth--;
	free(entry);
}

void
files_read(const char *path, struct dump_reader to)
{
	struct reading rd = { .to = to, .is_mapped = true };

	if (is_folder(path))
		read_folder(&rd, arena_strdup(to.arena, path));
	else
		read_file(&rd, arena_strdup(to.arena, path));
}

void
files_read_text(
    const char *path, const char *text, size_t n, struct dump_reader to)
{
	struct reading rd = { .to = to };

	read_text(&rd, path, text, n);
}

/* --- is it one? --------------------------------------------------------- */

enum { KEY_SIZE = 64 };

/* The string that begins after text[i], which is a quote; i moves to its
 * closing quote. */
static void
take_string(const char *text, size_t n, size_t *i, char key[static KEY_SIZE])
{
	size_t len = 0;

	for (++*i; *i < n && text[*i] != '"'; ++*i) {
		if (text[*i] == '\\' && *i + 1 < n)
			++*i;
		if (len < KEY_SIZE - 1)
			key[len++] = text[*i];
	}
	key[len] = '\0';
}

/* Does a list come after the key that ends before text[i]? */
static bool
is_list(const char *text, size_t n, size_t i)
{
	while (i < n && (isspace((unsigned char)text[i]) || text[i] == ':'))
		i++;
	return i < n && text[i] == '[';
}

/* The next key of the outermost object, from text[*i] on; false: no more.  The
 * closing quote is at *i then. */
static bool
next_key(const char *text, size_t n, size_t *i, int *depth,
    char key[static KEY_SIZE])
{
	for (; *i < n; ++*i) {
		if (text[*i] == '{' || text[*i] == '[')
			++*depth;
		if ((text[*i] == '}' || text[*i] == ']') && --*depth == 0)
			return false;
		if (text[*i] != '"')
			continue;
		take_string(text, n, i, key);
		if (*depth == 1)
			return true;
	}
	return false;
}

bool
files_is_dump(const char *text, size_t n)
{
	size_t i = skip_blank(text, n);
	char key[KEY_SIZE];
	int depth = 0;

	if (i == n || text[i] != '{')
		return false;
	for (; next_key(text, n, &i, &depth, key); i++) {
		if (strcmp(key, "apiVersion") == 0)
			return false;
		if (records_know(key) && i < n && is_list(text, n, i + 1))
			return true;
	}
	return false;
}

bool
files_has_key(const char *text, size_t n, bool (*is_key)(const char *))
{
	size_t i = skip_blank(text, n);
	char key[KEY_SIZE];
	int depth = 0;

	if (i == n || text[i] != '{')
		return false;
	for (; next_key(text, n, &i, &depth, key); i++)
		if (is_key(key))
			return true;
	return false;
}
