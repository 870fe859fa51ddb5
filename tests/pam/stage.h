/*
 * stage.h - a private PAM configuration, compiled tables and one account transaction, for tests of the module.
 */
#ifndef TESTS_PAM_STAGE_H
#define TESTS_PAM_STAGE_H

#include <stddef.h>

#include <security/pam_appl.h>

#define STAGE_PATH_MAX 512

/* The folder of this test, and the module as it was built; absolute. */
extern char stage_folder[STAGE_PATH_MAX], stage_module[STAGE_PATH_MAX];

/* What the person was told, all messages one after another, each ended by a line end. */
extern char stage_told[4096];

/* Makes the folder, finds the module. 0, or -1 with a message on standard error. */
int stage_open(void);
/* Removes all of it. */
int stage_close(void);

/* Compiles policy text into NAME in the folder; the path. Ends the program if that fails. */
const char *stage_table(const char *name, const char *policy);
/* Writes bytes to NAME in the folder; the path. */
const char *stage_file(const char *name, const void *bytes, size_t size);
/* Reads a whole file; the caller frees. */
char *stage_read(const char *path, size_t *size);

/* Who asks for what, from where. NULL: not said. */
struct stage_request {
    const char *user, *service, *origin, *tty, *caller;
    int flags;
};

/* One transaction through libpam with a stack of the lines given ("%M" stands for the module's path). */
int stage_transaction(const struct stage_request *request, const char *stack);

/* The module's own result, with these options (NULL-terminated), on a handle of libpam. */
int stage_ask(const struct stage_request *request, const char *const *options);

/* What errno was after stage_ask()'s call of the module; it is STAGE_ERRNO before. */
#define STAGE_ERRNO 4711
extern int stage_errno;

/* How many descriptors this process has open. */
int stage_descriptors(void);

/* Whether the conversation answers PAM_CONV_ERR from now on. */
extern int stage_conversation_fails;

#endif
