/*
 * walk.c - the scenario files under folders
 *
 * A folder that is met twice by symbolic links is entered once.
 */

#include "tools/walk.h"

#include <errno.h>
#include <fnmatch.h>
#include <fts.h>
#include <string.h>

#include "tools/message.h"

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool
is_hidden(const FTSENT *e)
{
	return e->fts_level > 0 && e->fts_name[0] == '.';
}

static bool
is_scenario(const FTSENT *e)
{
	return e->fts_level == 0 || fnmatch("*.yaml", e->fts_name, 0) == 0 ||
	    fnmatch("*.yml", e->fts_name, 0) == 0;
}

static const char *
tidy(const char *path)
{
	while (path[0] == '.' && path[1] == '/' && path[2] != '/' && path[2])
		path += 2;
	return path;
}

static int
visit(FTS *fts, FTSENT *e, struct arena *a, struct words *files)
{
	switch (e->fts_info) {
	case FTS_D:
		if (is_hidden(e))
			fts_set(fts, e, FTS_SKIP);
		return 0;
	case FTS_F:
	case FTS_DEFAULT:
		if (!is_hidden(e) && is_scenario(e))
			*ARENA_PUSH(a, files->v, files->n) =
			    arena_strdup(a, tidy(e->fts_path));
		return 0;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
	case FTS_SLNONE:
		message_error("cannot read %s: %s", e->fts_path,
		    strerror(e->fts_errno ? e->fts_errno : ENOENT));
		return -1;
	default:
		return 0;
	}
}

static int
walk(char *path, struct arena *a, struct words *files)
{
	char *const roots[] = { path, NULL };
	FTS *fts = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	int status = 0;
	FTSENT *e;

	if (fts == NULL) {
		message_error("cannot read %s: %s", path, strerror(errno));
		return -1;
	}
	while ((e = fts_read(fts)) != NULL)
		status |= visit(fts, e, a, files);
	fts_close(fts);
	return status;
}

int
walk_files(const struct words *paths, struct arena *a, struct words *files)
{
	int status = 0;

	for (size_t i = 0; i < paths->n; i++) {
		if (strcmp(paths->v[i], "-") == 0)
			*ARENA_PUSH(a, files->v, files->n) = paths->v[i];
		else
			status |= walk(paths->v[i], a, files);
	}
	return status;
}
