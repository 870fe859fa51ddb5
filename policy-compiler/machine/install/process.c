/*
 * process.c - a process and those it comes from, as /proc shows them (proc(5)).
 */
#include "process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIELD_PARENT 4
#define FIELD_START  22

/* Reads what a small file of /proc says, 0-terminated. */
static bool read_text(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    FILE *file;

    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, name);
    file = fopen(path, "re");
    if (file == NULL)
        return false;
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
    return text[0] != '\0';
}

/* The number in a field behind the name, which is the second; -1 where there is none. */
static long long field(const char *behind_name, unsigned number)
{
    const char *at = behind_name;
    unsigned i;

    for (i = 3; i < number && at != NULL; i++) {
        at = strchr(at + strspn(at, " "), ' ');
    }
    return at == NULL ? -1 : strtoll(at, NULL, 10);
}

/* /proc/PID/stat is "PID (NAME) STATE PPID …", where NAME may hold anything. */
static bool read_stat(pid_t pid, struct process *process)
{
    char text[1024], *open, *close;
    long long parent, start;

    if (!read_text(pid, "stat", text, sizeof text))
        return false;
    open = strchr(text, '(');
    close = strrchr(text, ')');
    if (open == NULL || close == NULL || close < open)
        return false;
    parent = field(close + 1, FIELD_PARENT);
    start = field(close + 1, FIELD_START);
    if (parent < 0 || start < 0)
        return false;
    *close = '\0';
    snprintf(process->name, sizeof process->name, "%s", open + 1);
    process->pid = pid;
    process->parent = (pid_t)parent;
    process->start = start / sysconf(_SC_CLK_TCK);
    return true;
}

static bool read_uid(pid_t pid, struct process *process)
{
    char text[4096];
    const char *line = read_text(pid, "status", text, sizeof text) ? strstr(text, "\nUid:") : NULL;

    if (line == NULL)
        return false;
    process->uid = (uid_t)strtoul(line + strlen("\nUid:"), NULL, 10);
    return true;
}

bool process_read(pid_t pid, struct process *process)
{
    return read_stat(pid, process) && read_uid(pid, process);
}

bool process_login(pid_t pid, uid_t *uid)
{
    char text[32];

    if (!read_text(pid, "loginuid", text, sizeof text))
        return false;
    *uid = (uid_t)strtoul(text, NULL, 10);
    return *uid != (uid_t)-1;
}

void process_variable(pid_t pid, const char *name, char *value, size_t size)
{
    char path[64], *entry = NULL;
    size_t room = 0, length = strlen(name);
    FILE *file;

    value[0] = '\0';
    snprintf(path, sizeof path, "/proc/%ld/environ", (long)pid);
    file = fopen(path, "re");
    if (file == NULL)
        return;
    while (getdelim(&entry, &room, '\0', file) > 0)
        if (strncmp(entry, name, length) == 0 && entry[length] == '=') {
            snprintf(value, size, "%s", entry + length + 1);
            break;
        }
    free(entry);
    fclose(file);
}

size_t process_line(struct process *line, size_t max)
{
    pid_t pid = getpid();
    size_t count = 0;

    while (count < max && pid > 0 && process_read(pid, &line[count]))
        pid = line[count++].parent;
    return count;
}
