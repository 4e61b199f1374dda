#ifndef CORE_SEG_CACHE_H
#define CORE_SEG_CACHE_H

/*
 * seg_cache.h - segments that have been resolved before
 *
 * The law: a segment is the value of a pure function of (snapshot, place, key),
 * so it may be remembered under exactly these, the snapshot by its epoch.  The
 * key is compared whole.  To forget an entry is always harmless, so the cache
 * has a bounded size: an entry takes the place of another one.
 *
 * A segment's content is kept once, however many keys lead to it, and may be
 * remembered by its number, without its key.
 *
 * Memory: 64 bytes for each key, at most SEG_CACHE_KEYS of them; 1,440 for each
 * different segment, at most SEG_CACHE_SEGMENTS.
 */

#include "core/node.h"

enum { SEG_CACHE_KEYS = 1 << 22, SEG_CACHE_SEGMENTS = 1 << 14 };

struct seg_cache;

struct seg_cache *seg_cache_new(uint64_t seed);
void seg_cache_free(struct seg_cache *);

/* A new configuration: nothing that was remembered before is found again. */
void seg_cache_advance(struct seg_cache *);

/*
 * The segment for the key at the place, or null.  *hint tells where it was
 * found last time, and is told where it would be.  Good until the next put.
 */
const struct seg *seg_cache_get(struct seg_cache *, const struct place *,
    const struct flow_key *, uint32_t *hint);

/* Remembers what seg_cache_get() did not find; returns the segment kept. */
const struct seg *seg_cache_put(struct seg_cache *, const struct place *,
    const struct flow_key *, uint32_t *hint, const struct seg *);

/*
 * Segments have numbers, from 1, for those who know that place and key are as
 * they were and need not ask.  The segment, or null if it was forgotten; no
 * other one ever gets its number.
 */
const struct seg *seg_cache_numbered(const struct seg_cache *, uint32_t number);

/* Remembers a segment, and tells its number (0: it has none); returns the one
 * kept. */
const struct seg *
seg_cache_keep(struct seg_cache *, const struct seg *, uint32_t *number);

bool seg_eq(const struct seg *, const struct seg *);

#endif /* CORE_SEG_CACHE_H */
