/*
 * login.c - how whoever runs this command came to the machine.
 *
 * sshd, login and display managers ask PAM about the account that the process below them runs as; sudo about the one
 * that ran it; su and runuser about the one that they start a program as.
 */
#include "login.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "machine/nss/account_lookup.h"
#include "process.h"

#define LINE_MAX_PROCESSES 64

enum subject_side {
    SUBJECT_BELOW,
    SUBJECT_ABOVE
}; /* about whom: the process that it started, or the one that started it */

/* What passing a door means. */
enum door_kind {
    DOOR_REMOTE, /* somebody came in from elsewhere: asked about once for a connection, which may have many sessions */
    DOOR_ENTRY,  /* somebody came in */
    DOOR_INSIDE, /* somebody who was in became another */
    DOOR_JOB     /* nobody came in */
};

/* Programs that ask PAM, by the name that the kernel shows (15 bytes), and the service that they ask for. */
static const struct door {
    const char *program, *service;
    enum subject_side side;
    enum door_kind kind;
} doors[] = {
    {"sshd", "sshd", SUBJECT_BELOW, DOOR_REMOTE},
    {"sshd-session", "sshd", SUBJECT_BELOW, DOOR_REMOTE},
    {"dropbear", "dropbear", SUBJECT_BELOW, DOOR_REMOTE},
    {"login", "login", SUBJECT_BELOW, DOOR_ENTRY},
    {"gdm-session-wor", "gdm-password", SUBJECT_BELOW, DOOR_ENTRY},
    {"lightdm", "lightdm", SUBJECT_BELOW, DOOR_ENTRY},
    {"sddm-helper", "sddm", SUBJECT_BELOW, DOOR_ENTRY},
    {"xrdp-sesman", "xrdp-sesman", SUBJECT_BELOW, DOOR_ENTRY},
    {"cockpit-session", "cockpit", SUBJECT_BELOW, DOOR_ENTRY},
    {"sudo", "sudo", SUBJECT_ABOVE, DOOR_INSIDE},
    {"su", "su", SUBJECT_BELOW, DOOR_INSIDE},
    {"runuser", "runuser", SUBJECT_BELOW, DOOR_INSIDE},
    {"doas", "doas", SUBJECT_ABOVE, DOOR_INSIDE},
    {"cron", "cron", SUBJECT_BELOW, DOOR_JOB},
    {"atd", "atd", SUBJECT_BELOW, DOOR_JOB},
};

#define DOORS (sizeof doors / sizeof doors[0])

static const struct door *door_of(const struct process *process)
{
    size_t i;

    for (i = 0; i < DOORS; i++)
        if (strcmp(process->name, doors[i].program) == 0)
            return &doors[i];
    return NULL;
}

/* Of several processes of one door, one below the other (sshd, sudo with a terminal of its own), the lowest counts. */
static bool is_lowest(const struct process *line, size_t i, const struct door *door)
{
    return i > 0 && door_of(&line[i - 1]) != door;
}

static uid_t subject_uid(const struct process *line, size_t count, size_t i, const struct door *door)
{
    if (door->side == SUBJECT_BELOW)
        return line[i - 1].uid;
    while (i + 1 < count && door_of(&line[i]) == door)
        i++;
    return line[i].uid;
}

/* sshd tells what it starts where the person came from: "ADDRESS PORT ADDRESS PORT". */
static void find_origin(const struct process *started, char origin[LOGIN_ORIGIN_MAX])
{
    process_variable(started->pid, "SSH_CONNECTION", origin, LOGIN_ORIGIN_MAX);
    origin[strcspn(origin, " ")] = '\0';
}

static void add_step(struct login *login, const struct login_step *step)
{
    if (login->count < LOGIN_STEPS_MAX)
        login->steps[login->count++] = *step;
}

/* Adds the doors that he came through; false: none of them is where a person or a job came in. */
static bool find_steps(struct login *login, const struct process *line, size_t count)
{
    bool begun = false;
    size_t i;

    for (i = count; i-- > 1;) {
        const struct door *door = door_of(&line[i]);
        struct login_step step;

        if (door == NULL || !is_lowest(line, i, door))
            continue;
        step = (struct login_step){.service = door->service,
                                   .uid = subject_uid(line, count, i, door),
                                   .since = line[door->kind == DOOR_REMOTE ? i : i - 1].start,
                                   .entry = door->kind == DOOR_REMOTE || door->kind == DOOR_ENTRY};
        if (step.entry)
            find_origin(&line[i - 1], step.origin);
        add_step(login, &step);
        begun = begun || door->kind != DOOR_INSIDE;
    }
    return begun;
}

static bool has_terminal(void)
{
    int fd = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* Who logged in, as the kernel remembers it, or as whom the first of the processes runs. False: nobody did. */
static bool find_person(const struct process *line, size_t count, uid_t *uid)
{
    if (process_login(line[0].pid, uid))
        return true;
    while (count > 1 && line[count - 1].pid == 1)
        count--;
    *uid = line[count - 1].uid;
    return has_terminal();
}

/* He may have come in by any door of the kind that fits: by a remote one if some process still knows from where. */
static void guess_steps(struct login *login, const struct process *line, size_t count)
{
    struct login_step step = {.guessed = true};
    size_t i;

    if (count == 0 || !find_person(line, count, &step.uid))
        return;
    for (i = 0; i < count && step.origin[0] == '\0'; i++)
        find_origin(&line[i], step.origin);
    for (i = 0; i < DOORS; i++) {
        if (doors[i].kind != (step.origin[0] != '\0' ? DOOR_REMOTE : DOOR_ENTRY) ||
            (i > 0 && strcmp(doors[i].service, doors[i - 1].service) == 0))
            continue;
        step.service = doors[i].service;
        add_step(login, &step);
    }
}

void login_find(struct login *login)
{
    struct process line[LINE_MAX_PROCESSES];
    size_t count = process_line(line, LINE_MAX_PROCESSES);
    struct login seen = {.count = 0};
    size_t i;

    *login = (struct login){.uid = getuid()};
    if (!find_steps(&seen, line, count))
        guess_steps(login, line, count);
    for (i = 0; i < seen.count; i++)
        add_step(login, &seen.steps[i]);
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
    struct arena *arena = arena_new();
    struct account account = account_uid(arena, uid);
    char *name;

    if (account.answer == ACCOUNT_FOUND)
        name = strdup(account.name);
    else if (asprintf(&name, "%lu", (unsigned long)uid) < 0)
        name = NULL;
    arena_free(arena);
    return name;
}
