/*
 * solver_driver.c - `rolegate check -Wno-all FILE`, but that every claim is left to the solver.
 */
#include <stdio.h>

#include "compile/compile.h"
#include "compile/diag/diag_render.h"

int main(int argc, char **argv)
{
    struct compile_options options = {.solved = true};
    struct compilation *compilation;
    size_t errors, undecided;
    int i;

    if (argc < 2)
        return 2;
    for (i = 0; i < DIAG_LIMIT; i++)
        options.diag.off[i] = true;
    compilation = compile_file(argv[argc - 1], &options, false);
    diag_print(&compilation->diag, DIAG_TEXT, false, stderr);
    errors = compilation->diag.errors;
    undecided = compilation->undecided;
    compilation_free(compilation);
    return errors == 0 ? 0 : errors == undecided ? 2 : 1;
}
