/*
 * login.c - how whoever runs this command came to the machine.
 *
 * sshd, login and display managers ask PAM about the account that the process below them runs as; sudo about the one
 * that ran it; su and runuser about the one that they start a program as.
 */
#include "login.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "process.h"

#define LINE_MAX_PROCESSES 64

enum asked { ASKED_BELOW, ASKED_ABOVE }; /* about whom: the process that it started, or the one that started it */

/* Programs that ask PAM, by the name that the kernel shows (15 bytes), and the service that they ask for. */
static const struct door {
    const char *program, *service;
    enum asked asked;
    bool entry;
} doors[] = {
    {"sshd", "sshd", ASKED_BELOW, true},
    {"sshd-session", "sshd", ASKED_BELOW, true},
    {"dropbear", "dropbear", ASKED_BELOW, true},
    {"login", "login", ASKED_BELOW, true},
    {"gdm-session-wor", "gdm-password", ASKED_BELOW, true},
    {"lightdm", "lightdm", ASKED_BELOW, true},
    {"sddm-helper", "sddm", ASKED_BELOW, true},
    {"xrdp-sesman", "xrdp-sesman", ASKED_BELOW, true},
    {"cockpit-session", "cockpit", ASKED_BELOW, true},
    {"sudo", "sudo", ASKED_ABOVE, false},
    {"su", "su", ASKED_BELOW, false},
    {"runuser", "runuser", ASKED_BELOW, false},
    {"doas", "doas", ASKED_ABOVE, false},
    {"cron", "cron", ASKED_BELOW, false},
};

static const struct door *door_of(const struct process *process)
{
    size_t i;

    for (i = 0; i < sizeof doors / sizeof doors[0]; i++)
        if (strcmp(process->name, doors[i].program) == 0)
            return &doors[i];
    return NULL;
}

/* Of several processes of one door, one below the other (sshd, sudo with a terminal of its own), the lowest counts. */
static bool is_lowest(const struct process *line, size_t i, const struct door *door)
{
    return i > 0 && door_of(&line[i - 1]) != door;
}

static uid_t asked_uid(const struct process *line, size_t count, size_t i, const struct door *door)
{
    if (door->asked == ASKED_BELOW)
        return line[i - 1].uid;
    while (i + 1 < count && door_of(&line[i]) == door)
        i++;
    return line[i].uid;
}

/* sshd tells what it starts where the person came from: "ADDRESS PORT ADDRESS PORT". */
static void find_origin(const struct process *started, struct login_step *step)
{
    process_variable(started->pid, "SSH_CONNECTION", step->origin, sizeof step->origin);
    step->origin[strcspn(step->origin, " ")] = '\0';
}

void login_find(struct login *login)
{
    struct process line[LINE_MAX_PROCESSES];
    size_t count = process_line(line, LINE_MAX_PROCESSES), i;

    login->count = 0;
    login->uid = getuid();
    for (i = count; i-- > 1 && login->count < LOGIN_STEPS_MAX;) {
        const struct door *door = door_of(&line[i]);

        if (door == NULL || !is_lowest(line, i, door))
            continue;
        login->steps[login->count] = (struct login_step){.service = door->service,
                                                         .uid = asked_uid(line, count, i, door),
                                                         .since = line[i - 1].start,
                                                         .entry = door->entry};
        if (door->entry)
            find_origin(&line[i - 1], &login->steps[login->count]);
        login->count++;
    }
    if (login->count > 0)
        login->uid = login->steps[0].uid;
}

bool login_is_new(const struct login *login, int64_t since)
{
    size_t i;

    for (i = 0; i < login->count; i++)
        if (login->steps[i].entry && login->steps[i].since > since)
            return true;
    return false;
}

char *login_name(uid_t uid)
{
    size_t size = 1024;
    struct passwd account, *found = NULL;
    char *buffer = NULL, *grown, *name = NULL;

    do {
        grown = realloc(buffer, size);
        if (grown == NULL)
            break;
        buffer = grown;
        size *= 2;
    } while (getpwuid_r(uid, &account, buffer, size / 2, &found) == ERANGE && size <= 2 * 1024 * 1024);
    if (found != NULL)
        name = strdup(account.pw_name);
    else if (asprintf(&name, "%lu", (unsigned long)uid) < 0)
        name = NULL;
    free(buffer);
    return name;
}
