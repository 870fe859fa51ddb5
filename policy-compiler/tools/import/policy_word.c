/*
 * policy_word.c - names, globs and strings as the policy language writes them, into a stream.
 */
#include "policy_word.h"

#include <string.h>

#include "explain/policy_text.h"

static void put(void *to, const char *bytes, size_t length)
{
    fwrite(bytes, 1, length, to);
}

static void look_for_quote(void *to, const char *bytes, size_t length)
{
    bool *plain = to;

    *plain = *plain && memchr(bytes, '"', length) == NULL;
}

bool policy_word_is_plain(const char *name)
{
    bool plain = true;

    policy_text_word(&(struct policy_text){look_for_quote, &plain}, name, (uint32_t)strlen(name));
    return plain;
}

void policy_word_name(FILE *out, const char *name)
{
    policy_text_word(&(struct policy_text){put, out}, name, (uint32_t)strlen(name));
}

void policy_word_glob(FILE *out, const char *glob)
{
    policy_text_glob(&(struct policy_text){put, out}, glob, (uint32_t)strlen(glob));
}

void policy_word_string(FILE *out, const char *text)
{
    policy_text_string(&(struct policy_text){put, out}, text, (uint32_t)strlen(text));
}
