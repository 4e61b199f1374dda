/*
 * appliance.c - tests of what a stateful appliance sends on
 */

#include "dataplane/tables/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dataplane/drop.h"
#include "test/unit/steps.h"

static struct packet
tcp(uint8_t flags)
{
	struct packet p =
	    packet_of(PROTO_TCP, "10.0.1.5", 40000, "10.1.1.5", 443);

	p.tcp_flags = flags;
	return p;
}

static void
expect_forwarded(const struct stand *s, uint32_t node, struct packet p)
{
	assert_int_equal(
	    take_step(s, &appliance_step, node, node, &p).what, PASS);
}

static void
expect_stray(const struct stand *s, uint32_t node, struct packet p)
{
	expect_refused(&appliance_step,
	    take_step(s, &appliance_step, node, node, &p),
	    DROP_APPLIANCE_ASYMMETRIC);
}

static void
an_appliance_knows_what_it_has_seen(void **state)
{
	struct stand s = stand_up(&session_state, 1, NULL);
	struct packet syn = tcp(TCP_SYN), answer = answer_to(&syn);
	struct packet ping =
	    packet_of(PROTO_ICMP, "10.0.1.5", 7, "10.1.1.5", 0);
	struct packet ask = packet_of(PROTO_UDP, "10.0.1.5", 9, "10.1.1.5", 53);

	(void)state;
	ping.key.icmp_type = ICMP4_ECHO_REQUEST;
	answer.tcp_flags = TCP_SYN | TCP_ACK;
	expect_stray(&s, 1, answer);
	expect_stray(&s, 1, tcp(TCP_ACK));
	expect_forwarded(&s, 1, syn);
	expect_forwarded(&s, 1, answer);
	expect_forwarded(&s, 1, tcp(TCP_ACK));
	expect_stray(&s, 2, answer);
	expect_stray(&s, 1, answer_to(&ping));
	expect_forwarded(&s, 1, ping);
	expect_forwarded(&s, 1, answer_to(&ping));
	expect_forwarded(&s, 1, answer_to(&ask));
	stand_down(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_appliance_knows_what_it_has_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
