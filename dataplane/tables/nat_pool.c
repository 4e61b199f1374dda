/*
 * nat_pool.c - the memory of NAT bindings, and which of them are over
 */

#include "dataplane/tables/nat_pool.h"

#include <string.h>

#include "core/pages.h"

static const vtime usual = VTIME_SECONDS(350);
/* How long the last segments of a closed connection are still translated. */
static const vtime closing = VTIME_SECONDS(10);

enum { FIRST_POOL = 64 };

void
nat_pool_init(struct nat_pool *p, struct pulses *pulses)
{
	*p = (struct nat_pool){ .n = 1, .pulses = pulses };
	p->v = pages_alloc(sizeof(*p->v));
	idle_order_init(&p->order);
}

void
nat_pool_fini(struct nat_pool *p)
{
	pages_free(p->v, p->n * sizeof(*p->v));
	idle_order_fini(&p->order);
}

static void
grow(struct nat_pool *p)
{
	uint32_t n = p->n < FIRST_POOL ? FIRST_POOL : 2 * p->n;
	struct binding *v = pages_alloc(n * sizeof(*v));

	memcpy(v, p->v, p->n * sizeof(*v));
	pages_free(p->v, p->n * sizeof(*v));
	p->v = v;
	for (uint32_t i = n - 1; i >= p->n; i--) {
		p->v[i].spare = p->spare;
		p->spare = i;
	}
	p->n = n;
}

/* Who stood in the order before comes to its front in time all the same. */
uint32_t
nat_pool_take(
    struct nat_pool *p, const struct binding *new, vtime now, vtime idle)
{
	struct binding *b;
	bool ordered;
	uint32_t i;

	if (p->spare == 0)
		grow(p);
	i = p->spare;
	b = &p->v[i];
	p->spare = b->spare;
	ordered = b->ordered;
	*b = *new;
	b->pulse = pulse_begin(p->pulses, i);
	pulse_beat(p->pulses, b->pulse, now, idle);
	b->ordered = true;
	if (!ordered)
		idle_order_add(&p->order,
		    (struct idler){ .since = vtime_add(now, idle), .slot = i });
	return i;
}

void
nat_pool_give(struct nat_pool *p, struct binding *b)
{
	pulse_end(p->pulses, b->pulse);
	b->port = 0;
	b->spare = p->spare;
	p->spare = (uint32_t)(b - p->v);
}

bool
binding_is_closed(const struct binding *b)
{
	return b->flags & CLOSED ||
	    (b->flags & (FIN_OUT | FIN_BACK)) == (FIN_OUT | FIN_BACK);
}

vtime
nat_idle(const struct binding *b, const struct nat_addresses *own)
{
	if (binding_is_closed(b))
		return closing;
	return own->regional ? own->assume->regional_nat_idle : usual;
}

struct binding *
nat_pool_over(struct nat_pool *p, vtime now)
{
	const struct idler *first;

	while ((first = idle_order_first(&p->order)) != NULL &&
	    !vtime_before(now, first->since)) {
		struct idler i = idle_order_leave(&p->order);
		struct binding *b = &p->v[i.slot];

		if (b->port == 0) {
			b->ordered = false;
			continue;
		}
		i.since = pulse_over_at(p->pulses, b->pulse);
		if (!vtime_before(now, i.since)) {
			b->ordered = false;
			return b;
		}
		idle_order_add(&p->order, i);
	}
	return NULL;
}
