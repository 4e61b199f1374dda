/*
 * test/unit/seg_cache.c - segments that have been resolved before
 *
 * The twin is an array with the segment of each question that there is.  The
 * cache may have forgotten; what it has must be what was put.
 */

#include "core/seg_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/sim.h"
#include "test/unit/seed.h"

enum { QUESTIONS = 20000 };

static struct flow_key
key_of(uint32_t n)
{
	return (struct flow_key){ .src = ip_from4(n / 4), .dport = 443 };
}

/* Keys that differ in their place only, too. */
static struct place
place_of(uint32_t n)
{
	return (struct place){ .node = n % 2, .side = n / 2 % 2 };
}

static struct seg
seg_of(uint32_t content)
{
	struct seg s;

	memset(&s, 0x5a, sizeof(s));
	s.nop = s.nway = 1 + content % 3;
	for (uint32_t i = 0; i < s.nop; i++) {
		s.op[i] = (struct op){ .code = OP_DROP, .arg = content };
		s.way[i] = (struct waypoint){ .node = content, .ops = 1 };
	}
	return s;
}

struct twin {
	uint32_t content[QUESTIONS]; /* 0: unknown */
	uint32_t hint[QUESTIONS];
};

static const struct seg *
get(struct seg_cache *c, struct twin *w, uint32_t n)
{
	struct flow_key k = key_of(n);
	struct place at = place_of(n);

	return seg_cache_get(c, &at, &k, &w->hint[n]);
}

static void
put(struct seg_cache *c, struct twin *w, uint32_t n, uint32_t content)
{
	struct flow_key k = key_of(n);
	struct place at = place_of(n);
	struct seg s = seg_of(content);
	const struct seg *kept = seg_cache_put(c, &at, &k, &w->hint[n], &s);

	w->content[n] = content;
	assert_true(seg_eq(kept, &s));
	assert_ptr_equal(get(c, w, n), kept);
}

static void
against_the_twin(void **state)
{
	struct twin *w = calloc(1, sizeof(*w));
	struct seg_cache *c = seg_cache_new(7);
	struct rng r = seeded("segments");
	unsigned found = 0, asked = 0;

	(void)state;
	for (int i = 0; i < 300000; i++) {
		uint32_t n = rng_below(&r, QUESTIONS);
		const struct seg *s;
		struct seg want;

		if (one_in(&r, 4))
			w->hint[n] = (uint32_t)rng_next(&r);
		if (one_in(&r, 40000)) {
			seg_cache_advance(c);
			memset(w->content, 0, sizeof(w->content));
		}
		s = get(c, w, n);
		asked += w->content[n] != 0;
		if (s) {
			want = seg_of(w->content[n]);
			assert_int_not_equal(w->content[n], 0);
			assert_true(seg_eq(s, &want));
			found++;
		} else {
			put(c, w, n, 1 + rng_below(&r, 50));
		}
	}
	/* It forgets, but not often. */
	assert_true(found > asked * 9 / 10);
	seg_cache_free(c);
	free(w);
}

static void
content_is_kept_once(void **state)
{
	struct twin *w = calloc(1, sizeof(*w));
	struct seg_cache *c = seg_cache_new(7);

	(void)state;
	put(c, w, 1, 9);
	put(c, w, 2, 9);
	put(c, w, 3, 8);
	assert_ptr_equal(get(c, w, 1), get(c, w, 2));
	assert_ptr_not_equal(get(c, w, 1), get(c, w, 3));
	seg_cache_free(c);
	free(w);
}

static void
so_many_segments_are_no_trouble(void **state)
{
	struct twin *w = calloc(1, sizeof(*w));
	struct seg_cache *c = seg_cache_new(7);

	(void)state;
	for (uint32_t i = 1; i < QUESTIONS; i++)
		put(c, w, i, i);
	assert_true((int)QUESTIONS > (int)SEG_CACHE_SEGMENTS);
	assert_null(get(c, w, 1));
	assert_non_null(get(c, w, QUESTIONS - 1));
	seg_cache_free(c);
	free(w);
}

static void
a_number_is_never_given_again(void **state)
{
	enum { NUMBERS = 40000 };
	struct seg_cache *c = seg_cache_new(7);
	struct rng r = seeded("numbers");
	uint32_t *content = calloc(NUMBERS, sizeof(*content));

	(void)state;
	assert_null(seg_cache_numbered(c, 0));
	for (int i = 0; i < 3 * NUMBERS; i++) {
		uint32_t n = 1 + rng_below(&r, 5000), number = 0;
		struct seg s = seg_of(n), want;
		const struct seg *known;

		if (one_in(&r, 20000))
			seg_cache_advance(c);
		assert_true(seg_eq(seg_cache_keep(c, &s, &number), &s));
		assert_in_range(number, 1, NUMBERS - 1);
		assert_true(content[number] == 0 || content[number] == n);
		content[number] = n;
		number = rng_below(&r, NUMBERS);
		known = seg_cache_numbered(c, number);
		if (known == NULL)
			continue;
		want = seg_of(content[number]);
		assert_true(seg_eq(known, &want));
	}
	seg_cache_free(c);
	free(content);
}

/* --- in a simulation ---------------------------------------------------- */

/* What no resolve may look at. */
static drop_code weather = DROP_MODEL;

static void
moody_resolve(struct resolver *r, const void *cfg)
{
	(void)cfg;
	r_drop(r, weather, r_at(r).node);
}

static const struct node_class moody = { "moody", moody_resolve };
static const struct node moody_node = { .class = &moody, .name = "moody" };
static const struct snap moody_snap = { .node = &moody_node, .nnode = 1 };

static void
note(void *aux, const struct verdict *v)
{
	*(drop_code *)aux = v->why;
}

struct run {
	struct sim *sim;
	drop_code why;
	struct memo memo;
};

static void
start(struct run *run, enum cache_mode mode)
{
	*run = (struct run){ 0 };
	run->sim = sim_new(&moody_snap, NULL, 0, 1, note, &run->why);
	sim_set_cache(run->sim, mode);
}

static drop_code
send(struct run *run)
{
	struct packet p = { .memo = &run->memo };

	sim_send(run->sim, (vtime){ 0 }, &p);
	return run->why;
}

/* A node that is not pure: off sees the change at once; on does not, until a
 * new snapshot is installed. */
static void
a_change_without_an_epoch_is_not_seen(void **state)
{
	struct run on, off;

	(void)state;
	start(&on, CACHE_ON);
	start(&off, CACHE_OFF);
	weather = DROP_MODEL;
	assert_int_equal(send(&on), send(&off));
	weather = DROP_MODEL + 1;
	assert_int_equal(send(&on), DROP_MODEL);
	assert_int_equal(send(&off), DROP_MODEL + 1);
	sim_install(on.sim, (vtime){ 0 }, &moody_snap);
	assert_int_equal(send(&on), DROP_MODEL + 1);
	sim_free(on.sim);
	sim_free(off.sim);
}

/* Ends a child of this program, with an exit status of its own. */
static void
verify_ends_the_program(void **state)
{
	struct run run;
	int status;
	pid_t child;

	(void)state;
	weather = DROP_MODEL;
	start(&run, CACHE_VERIFY);
	send(&run);
	send(&run);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(STDERR_FILENO);
		weather++;
		send(&run);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
	sim_free(run.sim);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_the_twin),
		cmocka_unit_test(content_is_kept_once),
		cmocka_unit_test(so_many_segments_are_no_trouble),
		cmocka_unit_test(a_number_is_never_given_again),
		cmocka_unit_test(a_change_without_an_epoch_is_not_seen),
		cmocka_unit_test(verify_ends_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
