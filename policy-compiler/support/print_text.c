/*
 * print_text.c - prints texts of unknown contents.
 */
#include "print_text.h"

/* Whether a control character begins here: an ASCII one, or one of U+0080 to U+009F. */
static size_t control_length(const unsigned char *at)
{
    if (at[0] < 0x20 || at[0] == 0x7f)
        return 1;
    return at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0 ? 2 : 0;
}

void print_text(FILE *out, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at != 0) {
        size_t length = control_length(at);

        if (length == 0)
            putc(*at++, out);
        while (length-- > 0)
            fprintf(out, "\\x%02x", *at++);
    }
}
