/*
 * main.c - the command `rolegate`: hands over to one command.
 *
 * Nothing else is decided here.
 */
#include "commands/command.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "rolegate.h"
#include "support/suggest.h"

/* Bytes of memory from which on it goes back to the system as soon as it is freed. malloc() has the same to begin with,
 * but raises it up to 32 MiB when larger ones are freed. */
#define LARGE_PIECE (128 * 1024)

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
#define COMMAND_ENTRY(name, summary) {#name, cmd_##name},
    COMMAND_LIST(COMMAND_ENTRY)
#undef COMMAND_ENTRY
};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

/*
 * Where the caller has closed descriptor 0, 1 or 2, a file opened later would take its place, and be written over
 * by a message. What is opened for reading makes writing fail instead: /dev/null or, where a rescue system has none,
 * the root folder. Nothing is opened where all three are there.
 */
static bool occupy_standard_descriptors(void)
{
    int fd;

    for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd && open("/", O_RDONLY | O_DIRECTORY) != fd)
            return false;
    return true;
}

static int unknown_command(const char *word)
{
    const char *names[COMMAND_COUNT];
    const char *near;
    size_t i;

    for (i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    near = suggest_nearest(word, names, COMMAND_COUNT);
    if (word[0] == '-')
        command_usage_error(NULL, "unknown option '%s' before the command", word);
    else if (near != NULL)
        command_usage_error(NULL, "unknown command '%s'; did you mean '%s'?", word, near);
    else
        command_usage_error(NULL, "unknown command '%s'", word);
    return EXIT_NO_ANSWER;
}

int main(int argc, char **argv)
{
    size_t i;

#ifdef M_MMAP_THRESHOLD /* of glibc alone */
    mallopt(M_MMAP_THRESHOLD, LARGE_PIECE);
#endif
    signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is an error like any other */
    if (!occupy_standard_descriptors())
        return EXIT_NO_ANSWER;
    if (argc < 2) {
        command_usage_error(NULL, "missing command");
        return EXIT_NO_ANSWER;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        printf("rolegate %s\n", rolegate_version());
        return command_finish(EXIT_YES);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        char help[] = "help";
        char *arguments[] = {help, NULL};

        return cmd_help(1, arguments);
    }
    for (i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return unknown_command(argv[1]);
}
