/*
 * pam_use.c - whether a program asks PAM at all: the program itself is asked, since it knows its configuration's files,
 * defaults and compile-time choices. Where it does not run (sshd -T wants its host keys, and so root), its file is
 * read.
 */
#include "pam_use.h"

#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "support/spawn.h"

/* Reads the program's settings for the one of UsePAM. An sshd without PAM does not know the word: that is off. */
static enum pam_use read_settings(FILE *settings)
{
    enum pam_use use = PAM_USE_UNKNOWN;
    size_t room = 0, lines = 0;
    char *line = NULL;

    while (getline(&line, &room, settings) > 0) {
        lines++;
        if (strncasecmp(line, "usepam ", strlen("usepam ")) == 0)
            use = strncasecmp(line + strlen("usepam "), "yes", strlen("yes")) == 0 ? PAM_USE_ON : PAM_USE_OFF;
    }
    free(line);
    return use == PAM_USE_UNKNOWN && lines > 0 ? PAM_USE_OFF : use;
}

/* -T wants what sshd itself wants, host keys too; -G of later versions only the configuration. */
static enum pam_use run_sshd(const char *option)
{
    const char *const arguments[] = {"sshd", option, NULL};
    enum pam_use use;
    pid_t child;
    FILE *settings = spawn_reader(arguments, &child);

    if (settings == NULL)
        return PAM_USE_UNKNOWN;
    use = read_settings(settings);
    return spawn_close(settings, child) == 0 ? use : PAM_USE_UNKNOWN;
}

#define CONFIG_FOLDER  "/etc/ssh/"
#define INCLUDES_DEPTH 16

static enum pam_use read_config(const char *path, unsigned depth);

/* `Include PATTERN`: the first of its files that says something counts. */
static enum pam_use read_included(const char *pattern, unsigned depth)
{
    enum pam_use use = PAM_USE_ABSENT;
    char path[PATH_MAX];
    glob_t found;
    size_t i;

    snprintf(path, sizeof path, "%s%s", pattern[0] == '/' ? "" : CONFIG_FOLDER, pattern);
    if (glob(path, 0, NULL, &found) != 0)
        return PAM_USE_ABSENT;
    for (i = 0; i < found.gl_pathc && use == PAM_USE_ABSENT; i++)
        use = read_config(found.gl_pathv[i], depth + 1);
    globfree(&found);
    return use;
}

/* One line: PAM_USE_ABSENT where it says nothing of UsePAM. */
static enum pam_use read_config_line(char *line, unsigned depth)
{
    static const char between[] = " \t=\"\r\n";
    char *rest = NULL, *word = strtok_r(line, between, &rest), *value;
    enum pam_use use = PAM_USE_ABSENT;

    if (word == NULL)
        return PAM_USE_ABSENT;
    value = strtok_r(NULL, between, &rest);
    if (value != NULL && strcasecmp(word, "UsePAM") == 0)
        return strcasecmp(value, "yes") == 0 ? PAM_USE_ON : PAM_USE_OFF;
    for (; value != NULL && use == PAM_USE_ABSENT && strcasecmp(word, "Include") == 0;
         value = strtok_r(NULL, between, &rest))
        use = read_included(value, depth);
    return use;
}

/* The first line that says something counts, as for sshd. */
static enum pam_use read_config(const char *path, unsigned depth)
{
    FILE *file = depth < INCLUDES_DEPTH ? fopen(path, "re") : NULL;
    enum pam_use use = PAM_USE_ABSENT;
    char *line = NULL;
    size_t room = 0;

    if (file == NULL)
        return PAM_USE_UNKNOWN;
    while (use == PAM_USE_ABSENT && getline(&line, &room, file) > 0)
        use = read_config_line(line, depth);
    free(line);
    fclose(file);
    return use;
}

/* Where no line says so, sshd does not use PAM. */
static enum pam_use read_main_config(void)
{
    enum pam_use use = read_config(CONFIG_FOLDER "sshd_config", 0);

    return use == PAM_USE_ABSENT ? PAM_USE_OFF : use;
}

enum pam_use pam_use_of_sshd(void)
{
    enum pam_use use;

    if (access("/usr/sbin/sshd", F_OK) != 0 && access("/usr/bin/sshd", F_OK) != 0 && access("/sbin/sshd", F_OK) != 0)
        return PAM_USE_ABSENT;
    use = run_sshd("-T");
    if (use == PAM_USE_UNKNOWN)
        use = run_sshd("-G");
    return use != PAM_USE_UNKNOWN ? use : read_main_config();
}
