/*
 * server.h - the language server.
 */
#ifndef LSP_SERVER_H
#define LSP_SERVER_H

#include <stdio.h>

struct compile_options;

/*
 * Serves until the client says exit, or its stream ends. The status of the program: 0 where shutdown was asked for
 * before, else 1.
 */
int server_run(const struct compile_options *options, int in, FILE *out);

#endif
