/*
 * columns.c - widths of text, and aligned columns of it
 */

#include "tools/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tools/out.h"
#include "tools/utf8.h"

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(utf8_width(""), 0);
	assert_int_equal(utf8_width("abc"), 3);
	assert_int_equal(utf8_width("B\xc3\xbcro"), 4);
	assert_int_equal(utf8_width("e\xcc\x81"), 1);
	assert_int_equal(utf8_width("\xe6\x9d\xb1\xe4\xba\xac"), 4);
	assert_int_equal(utf8_width("\xff\xfe"), 2);
}

static void
test_invalid(void **state)
{
	static const char *const wrong[] = { "\x80", "\xc0\x80", "\xe0\x80\x80",
		"\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3",
		"\xe2\x82" };
	uint32_t c;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(utf8_next(wrong[i], &c), 1);
		assert_int_equal(c, UTF8_INVALID);
	}
	assert_int_equal(utf8_next("\xf0\x9f\x98\x80", &c), 4);
	assert_int_equal(c, 0x1f600);
}

static void
test_table(void **state)
{
	static const struct column column[] = { { "N", true, 0 },
		{ "NAME", false, 6 }, { "END", false, 0 } };
	const struct cell rows[][3] = {
		{ { "1", STYLE_PLAIN }, { "B\xc3\xbcro", STYLE_BOLD },
		    { "x", STYLE_PLAIN } },
		{ { "1000", STYLE_PLAIN }, { "longer name", STYLE_PLAIN },
		    { NULL, STYLE_PLAIN } },
		{ { "2", STYLE_PLAIN }, { "a\033b", STYLE_PLAIN },
		    { "y", STYLE_PLAIN } },
	};
	struct out *o = out_open_memory(false);
	struct columns t;
	size_t len;

	(void)state;
	columns_init(&t, column, 3);
	for (int i = 0; i < 3; i++)
		columns_measure(&t, rows[i]);
	columns_head(&t, o);
	for (int i = 0; i < 3; i++)
		columns_row(&t, o, rows[i]);
	assert_string_equal(out_memory(o, &len),
	    "   N  NAME    END\n"
	    "   1  B\xc3\xbcro    x\n"
	    "1000  long..  \n"
	    "   2  a?b     y\n");
	out_close(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_invalid),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
