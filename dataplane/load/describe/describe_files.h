#ifndef DATAPLANE_LOAD_DESCRIBE_FILES_H
#define DATAPLANE_LOAD_DESCRIBE_FILES_H

/*
 * describe_files.h - the JSON documents in a file or below a folder
 */

#include <stdbool.h>

#include "core/err.h"
#include "dataplane/load/describe/describe_records.h"

/* The files that were read, and those that were passed over. */
struct dump_files {
	const char **v;
	size_t n;
	const char **skipped;
	size_t nskipped;
};

/* Where to put what is read. */
struct dump_reader {
	struct arena *arena; /* paths live here */
	struct records *records;
	struct dump_files *files;
	struct errs *errs;
};

/*
 * Reads all documents of a file or folder, files in the order of names.  In a
 * folder files are read whose names end in .json, or which files_is_dump().  A file
 * without anything known is a warning; so is one of a folder that cannot be read
 * or is no JSON, of which the documents before that place count.  Alone it is an
 * error.
 */
void files_read(const char *path, struct dump_reader);

/* The same of a text in memory; path stands for the file, and must live. */
void files_read_text(
    const char *path, const char *text, size_t n, struct dump_reader);

/* Does the text begin with a JSON object that has a list which a dump has? */
bool files_is_dump(const char *text, size_t n);

/* Does the text begin with a JSON object that has such a key? */
bool files_has_key(const char *text, size_t n, bool (*is_key)(const char *));

/* A file's bytes, mapped; files_unmap takes them back.  Null if it is empty
 * (errno is 0) or cannot be read (errno says why). */
const char *files_map(const char *path, size_t *n);
void files_unmap(const char *, size_t n);

#endif /* DATAPLANE_LOAD_DESCRIBE_FILES_H */
