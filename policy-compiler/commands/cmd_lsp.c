/*
 * cmd_lsp.c - `rolegate lsp`: a language server for editors, on standard input and output.
 */
#include "command.h"

#include <unistd.h>

#include "tools/lsp/server.h"

static const struct command_option options[] = {POLICY_OPTIONS, {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    return policy_option(&command_lsp, context, key, value);
}

const struct command command_lsp = {
    "lsp", "[options]",
    "Serves editors by the Language Server Protocol on standard input and output: diagnostics while typing,\n"
    "completion, hover, definitions, references, renaming, outline, lenses. Editors start it; see\n"
    "rolegate(1) for how to set up VS Code, Vim, Neovim and Emacs.\n"
    "Exit status: 0 the client asked it to end, 1 the client went away.\n",
    options, set_option};

int cmd_lsp(int argc, char **argv)
{
    struct policy_options policy = {.include_dirs = {NULL}};
    int first;

    switch (command_parse(&command_lsp, &policy, argc, argv, 0, 0, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    return server_run(&policy.compile, STDIN_FILENO, stdout);
}
