/*
 * unpack.c - gzip and zstd, undone as the bytes come
 *
 * Several gzip members or zstd frames in a row are one stream, as the programs
 * of those names have it.  What follows the last gzip member and is none is
 * left alone.
 */

#include "pcap/unpack.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "core/arena.h"
#include "pcap/bytes.h"
#include "pcap/input.h"

enum { GZIP_WINDOW = 15 + 16, MOST = 1 << 30 };

struct packing {
	const char *name;
	bool (*is)(uint32_t magic); /* the first four bytes, little endian */
	void (*init)(struct unpack *);
	void (*fini)(struct unpack *);
	ssize_t (*run)(struct unpack *, struct input *, uint8_t *, size_t);
};

struct unpack {
	const struct packing *packing;
	bool whole; /* at the end of a member or frame */
	bool over;  /* what comes is not ours */
	bool damaged;
	size_t hint; /* zstd: bytes up to the end of its next block */
	z_stream z;
	ZSTD_DStream *zstd;
};

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool
gzip_is(uint32_t magic)
{
	return (magic & 0xffff) == 0x8b1f;
}

static void *
gzip_alloc(void *opaque, uInt n, uInt size)
{
	(void)opaque;
	return xcalloc(n, size);
}

static void
gzip_release(void *opaque, void *p)
{
	(void)opaque;
	free(p);
}

static void
gzip_init(struct unpack *u)
{
	u->z.zalloc = gzip_alloc;
	u->z.zfree = gzip_release;
	inflateInit2(&u->z, GZIP_WINDOW);
}

static void
gzip_fini(struct unpack *u)
{
	inflateEnd(&u->z);
}

/* Between two members, with input at hand. */
static void
gzip_next_member(struct unpack *u, struct input *in)
{
	u->over |= in->next[0] != 0x1f;
	if (u->over) {
		in->left = 0;
		return;
	}
	inflateReset(&u->z);
	u->whole = false;
}

static ssize_t
gzip_run(struct unpack *u, struct input *in, uint8_t *out, size_t room)
{
	uInt given = (uInt)least(in->left, MOST), space;
	int r;

	if (u->whole && given > 0)
		gzip_next_member(u, in);
	if (u->whole)
		return 0;
	space = (uInt)least(room, MOST);
	u->z.next_in = (z_const Bytef *)in->next;
	u->z.avail_in = given;
	u->z.next_out = out;
	u->z.avail_out = space;
	r = inflate(&u->z, Z_NO_FLUSH);
	in->next += given - u->z.avail_in;
	in->left -= given - u->z.avail_in;
	u->whole = r == Z_STREAM_END;
	u->damaged = r != Z_OK && r != Z_STREAM_END && r != Z_BUF_ERROR;
	return space - u->z.avail_out;
}

/* A frame, or one of those that are there to be skipped. */
static bool
zstd_is(uint32_t magic)
{
	return magic == ZSTD_MAGICNUMBER ||
	    (magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
}

static void
zstd_init(struct unpack *u)
{
	u->zstd = ZSTD_createDStream();
	u->hint = ZSTD_initDStream(u->zstd);
}

static void
zstd_fini(struct unpack *u)
{
	ZSTD_freeDStream(u->zstd);
}

/* Block by block, for of a damaged one nothing comes out. */
static ssize_t
zstd_run(struct unpack *u, struct input *in, uint8_t *out, size_t room)
{
	ZSTD_inBuffer from = { in->next, least(in->left, u->hint), 0 };
	ZSTD_outBuffer to = { .size = room };

	if (u->whole && in->left == 0)
		return 0;
	to.dst = out;
	u->hint = ZSTD_decompressStream(u->zstd, &to, &from);
	u->damaged = ZSTD_isError(u->hint);
	u->whole = u->hint == 0;
	if (u->whole)
		u->hint = ZSTD_initDStream(u->zstd);
	in->next += from.pos;
	in->left -= from.pos;
	return (ssize_t)to.pos;
}

static const struct packing packings[] = {
	{ "gzip", gzip_is, gzip_init, gzip_fini, gzip_run },
	{ "zstd", zstd_is, zstd_init, zstd_fini, zstd_run },
};

enum { NPACKINGS = sizeof(packings) / sizeof(packings[0]) };

struct unpack *
unpack_new(const struct input *in)
{
	if (in->left < 4)
		return NULL;
	for (int i = 0; i < NPACKINGS; i++)
		if (packings[i].is(le32(in->next))) {
			struct unpack *u = xcalloc(1, sizeof(*u));

			u->packing = &packings[i];
			u->packing->init(u);
			return u;
		}
	return NULL;
}

void
unpack_free(struct unpack *u)
{
	if (u == NULL)
		return;
	u->packing->fini(u);
	free(u);
}

ssize_t
unpack_run(struct unpack *u, struct input *in, uint8_t *out, size_t room)
{
	ssize_t n = u->damaged ? 0 : u->packing->run(u, in, out, room);

	return u->damaged && n == 0 ? -1 : n;
}

bool
unpack_whole(const struct unpack *u)
{
	return u->whole;
}

const char *
unpack_name(const struct unpack *u)
{
	return u->packing->name;
}
