/*
 * stage.c - a private PAM configuration and one account transaction; see stage.h.
 */
#include "stage.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world.h"

#define OPTIONS_MAX 16

char stage_folder[STAGE_PATH_MAX], stage_module[STAGE_PATH_MAX];
char stage_told[4096];
int stage_conversation_fails, stage_errno;

static void die(const char *what)
{
    perror(what);
    exit(99);
}

/* A path from the environment, or one under build/; absolute. */
static int find_path(const char *variable, const char *usual, char *path)
{
    const char *said = getenv(variable);
    char *absolute = realpath(said == NULL ? usual : said, NULL);

    if (absolute == NULL) {
        fprintf(stderr, "%s: not found; set %s\n", said == NULL ? usual : said, variable);
        return -1;
    }
    snprintf(path, STAGE_PATH_MAX, "%s", absolute);
    free(absolute);
    return 0;
}

static char compiler[STAGE_PATH_MAX];

int stage_open(void)
{
    const char *base = getenv("TMPDIR");

    if (find_path("MODULE", "build/pam_rolegate.so", stage_module) != 0 ||
        find_path("ROLEGATE", "build/rolegate", compiler) != 0)
        return -1;
    snprintf(stage_folder, sizeof stage_folder, "%s/rolegate-pam-XXXXXX", base == NULL ? "/tmp" : base);
    return mkdtemp(stage_folder) == NULL ? -1 : 0;
}

int stage_close(void)
{
    char command[STAGE_PATH_MAX + 16];

    snprintf(command, sizeof command, "rm -rf '%s'", stage_folder);
    return system(command);
}

static char *path_of(const char *name)
{
    static char paths[8][2 * STAGE_PATH_MAX];
    static unsigned next;
    char *path = paths[next++ % 8];

    snprintf(path, sizeof paths[0], "%s/%s", stage_folder, name);
    return path;
}

const char *stage_file(const char *name, const void *bytes, size_t size)
{
    const char *path = path_of(name);
    FILE *file = fopen(path, "we");

    if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        die(path);
    if (chmod(path, 0644) != 0)
        die(path);
    return path;
}

const char *stage_table(const char *name, const char *policy)
{
    char command[6 * STAGE_PATH_MAX];
    const char *source = stage_file("policy.rg", policy, strlen(policy)), *table = path_of(name);

    snprintf(command, sizeof command,
             "'%s' compile '%s' -o '%s' 2>'%s/compile.log' || { cat '%s/compile.log' >&2; exit 1; }", compiler, source,
             table, stage_folder, stage_folder);
    if (system(command) != 0) {
        fprintf(stderr, "the test's policy does not compile:\n%s\n", policy);
        exit(99);
    }
    return table;
}

char *stage_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "re");
    struct stat st;
    char *bytes;

    if (file == NULL || stat(path, &st) != 0)
        die(path);
    *size = (size_t)st.st_size;
    bytes = malloc(*size + 1);
    if (bytes == NULL || fread(bytes, 1, *size, file) != *size)
        die(path);
    fclose(file);
    return bytes;
}

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    size_t length = strlen(stage_told);

    (void)data;
    if (stage_conversation_fails)
        return PAM_CONV_ERR;
    for (int i = 0; i < count; i++)
        length += (size_t)snprintf(stage_told + length, sizeof stage_told - length, "%s%s\n",
                                   messages[i]->msg_style == PAM_ERROR_MSG ? "" : "not an error: ", messages[i]->msg);
    *responses = calloc((size_t)count, sizeof **responses);
    return *responses == NULL ? PAM_BUF_ERR : PAM_SUCCESS;
}

/* Writes a stack, with the module's path for %M. */
static void write_stack(const char *service, const char *stack)
{
    char *text = malloc(strlen(stack) + 8 * STAGE_PATH_MAX);
    size_t length = 0;

    if (text == NULL)
        die("stack");
    for (; *stack != '\0'; stack++) {
        if (strncmp(stack, "%M", 2) != 0) {
            text[length++] = *stack;
            continue;
        }
        memcpy(text + length, stage_module, strlen(stage_module));
        length += strlen(stage_module);
        stack++;
    }
    stage_file(service, text, length);
    free(text);
}

static pam_handle_t *start(const struct stage_request *request, const char *stack)
{
    static const struct pam_conv conversation = {converse, NULL};
    pam_handle_t *pamh = NULL;

    stage_told[0] = '\0';
    write_stack(request->service, stack);
    if (pam_start_confdir(request->service, request->user, &conversation, stage_folder, &pamh) != PAM_SUCCESS)
        die("pam_start_confdir");
    if (request->origin != NULL)
        pam_set_item(pamh, PAM_RHOST, request->origin);
    if (request->tty != NULL)
        pam_set_item(pamh, PAM_TTY, request->tty);
    if (request->caller != NULL)
        pam_set_item(pamh, PAM_RUSER, request->caller);
    return pamh;
}

int stage_transaction(const struct stage_request *request, const char *stack)
{
    pam_handle_t *pamh = start(request, stack);
    int result;

    world_arm();
    result = pam_acct_mgmt(pamh, request->flags);
    world_disarm();
    pam_end(pamh, result);
    return result;
}

int stage_ask(const struct stage_request *request, const char *const *options)
{
    pam_handle_t *pamh = start(request, "account required %M\n");
    void *module = dlopen(stage_module, RTLD_NOW | RTLD_LOCAL), *symbol;
    int (*entry)(pam_handle_t *, int, int, const char **);
    const char *vector[OPTIONS_MAX];
    int count = 0, result;

    symbol = module == NULL ? NULL : dlsym(module, "pam_sm_acct_mgmt");
    if (symbol == NULL)
        die(stage_module);
    memcpy(&entry, &symbol, sizeof entry);
    while (options[count] != NULL && count < OPTIONS_MAX) {
        vector[count] = options[count];
        count++;
    }
    world_arm();
    errno = STAGE_ERRNO;
    result = entry(pamh, request->flags, count, vector);
    stage_errno = errno;
    world_disarm();
    dlclose(module);
    pam_end(pamh, PAM_SUCCESS);
    return result;
}

int stage_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;

    if (folder == NULL)
        die("/proc/self/fd");
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count - 3; /* ".", ".." and the one that is reading */
}
