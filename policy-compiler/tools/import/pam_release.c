/*
 * pam_release.c - which version of Linux-PAM is meant.
 */
#include "pam_release.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "import.h"
#include "support/spawn.h"

unsigned pam_release_read(const char *text)
{
    unsigned long numbers[3] = {0, 0, 0};
    char *end = NULL;
    size_t i;

    for (i = 0; i < 3; i++) {
        if (!isdigit((unsigned char)*text))
            return i < 2 ? 0 : PAM_VERSION((unsigned)numbers[0], (unsigned)numbers[1], 0u);
        numbers[i] = strtoul(text, &end, 10);
        if (numbers[i] > 99)
            return 0;
        text = *end == '.' ? end + 1 : end;
        if (*end != '.')
            break;
    }
    return i == 0 ? 0 : PAM_VERSION((unsigned)numbers[0], (unsigned)numbers[1], (unsigned)numbers[2]);
}

unsigned pam_release_installed(void)
{
    static const char *const ask_dpkg[] = {"dpkg-query", "-W", "-f", "${Version}", "libpam-modules", NULL};
    static const char *const ask_rpm[] = {"rpm", "-q", "--qf", "%{VERSION}", "pam", NULL};
    static const char *const *const asks[] = {ask_dpkg, ask_rpm};
    unsigned version = 0;
    size_t i;

    for (i = 0; i < sizeof asks / sizeof *asks && version == 0; i++) {
        char text[80] = "";
        pid_t child;
        FILE *reader = spawn_reader(asks[i], &child);

        if (reader == NULL)
            continue;
        if (fgets(text, sizeof text, reader) != NULL)
            version = pam_release_read(text);
        spawn_close(reader, child);
    }
    return version;
}
