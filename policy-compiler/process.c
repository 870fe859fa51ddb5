/*
 * process.c - a process and those it comes from, as /proc shows them (proc(5)).
 */
#include "process.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads /proc/PID/stat: "PID (NAME) STATE PPID …", where NAME may hold anything, and the 22nd field is the start. */
static bool read_stat(pid_t pid, struct process *process)
{
    char path[64], text[1024], *open, *close;
    long long start;
    int parent;
    FILE *file;
    size_t length;

    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    file = fopen(path, "re");
    if (file == NULL)
        return false;
    length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    open = strchr(text, '(');
    close = strrchr(text, ')');
    if (open == NULL || close == NULL || close < open ||
        sscanf(close + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %lld", &parent,
               &start) != 2)
        return false;
    *close = '\0';
    snprintf(process->name, sizeof process->name, "%s", open + 1);
    process->pid = pid;
    process->parent = parent;
    process->start = start / sysconf(_SC_CLK_TCK);
    return true;
}

static bool read_uid(pid_t pid, struct process *process)
{
    char path[64], line[256];
    unsigned uid;
    bool found = false;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    file = fopen(path, "re");
    if (file == NULL)
        return false;
    while (!found && fgets(line, sizeof line, file) != NULL)
        found = sscanf(line, "Uid: %u", &uid) == 1;
    fclose(file);
    if (found)
        process->uid = uid;
    return found;
}

bool process_read(pid_t pid, struct process *process)
{
    return read_stat(pid, process) && read_uid(pid, process);
}

size_t process_line(struct process *line, size_t max)
{
    pid_t pid = getpid();
    size_t count = 0;

    while (count < max && pid > 0 && process_read(pid, &line[count]))
        pid = line[count++].parent;
    return count;
}
