#ifndef TEST_FUZZ_LEAKS_H
#define TEST_FUZZ_LEAKS_H

/*
 * leaks.h - leaks that are not ours; to be included once in a program
 */

/* libfyaml 0.7.12 loses memory over a text with a dozen quotes in quotes. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so\n";
}

#endif /* TEST_FUZZ_LEAKS_H */
