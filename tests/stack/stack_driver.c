/*
 * stack_driver.c - random PAM stacks: does the checker see in them what libpam does with them?
 *
 * Usage: stack_driver COUNT SEED STUB_FOLDER. /etc/pam.d is written to: it must be one of our own (run.sh mounts it).
 * Of each stack: libpam and pam_dispatch_answers() must call the same modules and give the same result for many random
 * answers; a way around that the checker finds must be one in libpam; where it finds none, no random answers may be
 * one.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <security/pam_appl.h>

#include "support/arena.h"
#include "machine/pam/pam_stack.h"
#include "options.h"
#include "machine/pam/pam_dispatch.h"

#define FILES       4 /* the service's own, other, and two to include */
#define MODULES_MAX 512
#define RUNS        12
#define FOLDER      "/etc/pam.d/"

static const char *const files[FILES] = {"guarded", "shared", "deep", "other"};

static uint64_t seed;
static const char *stubs;
static int module_count;
static int answers[MODULES_MAX]; /* by module's number */
static bool called[MODULES_MAX], is_rolegate[MODULES_MAX], only_logs[MODULES_MAX];

int stub_answer(int number);

__attribute__((visibility("default"))) int stub_answer(int number)
{
    called[number] = true;
    return answers[number] == PAM_CODE_OUT_OF_RANGE ? 77 : answers[number];
}

/* Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014: splitmix64. */
static unsigned chance(unsigned bound)
{
    uint64_t z = (seed += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (unsigned)((z ^ (z >> 31)) % bound);
}

static const char *pick(const char *const *list, size_t count)
{
    return list[chance((unsigned)count)];
}

#define PICK(list) pick(list, sizeof list / sizeof list[0])

/* ---- a random stack ---- */

static void write_action(FILE *out)
{
    static const char *const actions[] = {"ignore", "ok", "done", "bad", "die", "reset"};

    if (chance(3) == 0)
        fprintf(out, "%u", chance(4) == 0 ? chance(12) : 1 + chance(3));
    else
        fputs(PICK(actions), out);
}

static void write_control(FILE *out)
{
    static const char *const words[] = {"required",   "requisite",    "sufficient",    "optional",
                                        "REQUIRED",   "nonsense",     "[default=bad",  "[]",
                                        "[success=]", "[ok=success]", "[success=okay]"};
    static const char *const common[] = {"success", "new_authtok_reqd", "ignore", "perm_denied", "default"};
    unsigned i, pairs;

    if (chance(3) != 0) {
        fputs(pick(words, chance(12) == 0 ? sizeof words / sizeof words[0] : 4), out);
        return;
    }
    putc('[', out);
    for (i = 0, pairs = 1 + chance(4); i < pairs; i++) {
        fprintf(out, "%s%s%s", i ? " " : "", chance(2) ? PICK(common) : pam_code_name((int)chance(PAM_CODES)),
                chance(6) == 0 ? " = " : "=");
        write_action(out);
    }
    putc(']', out);
}

static void write_module(FILE *out)
{
    static const char *const odd[] = {"pam_not_there.so", "[broken", "/not/there.so", "pam_stub.so"};
    bool rolegate = chance(4) == 0;

    if (chance(25) == 0) {
        fprintf(out, " %s %d", PICK(odd), module_count);
        return;
    }
    if (module_count == MODULES_MAX)
        return;
    is_rolegate[module_count] = rolegate;
    only_logs[module_count] = rolegate && chance(4) == 0;
    fprintf(out, " %s/%s.so %d", stubs, rolegate ? "pam_rolegate" : "pam_stub", module_count++);
}

static void write_include(FILE *out, unsigned file)
{
    static const char *const forms[] = {"account include",    "account substack", "@include",
                                        "-account\tsubstack", "auth include",     "[account] include"};

    fprintf(out, "%s ", PICK(forms));
    if (chance(15) == 0)
        fputs(chance(2) ? "missing" : "/not/there", out);
    else if (file + 1 < FILES)
        fprintf(out, "%s%s", chance(4) == 0 ? FOLDER : "", files[file + 1 + chance(FILES - file - 1)]);
    else
        fputs("missing", out);
}

static void write_line(FILE *out, unsigned file)
{
    static const char *const odd[] = {"",
                                      "# a comment",
                                      "   # another \\",
                                      "account",
                                      "account required",
                                      "nonsense required x",
                                      "auth required pam_deny.so",
                                      "\\",
                                      "account # required",
                                      "session optional pam_permit.so"};
    unsigned kind = chance(16);

    if (kind == 0) {
        fputs(PICK(odd), out);
    } else if (kind <= 3) {
        write_include(out, file);
    } else {
        fprintf(out, "%s%s ", chance(8) == 0 ? "-" : "", chance(10) == 0 ? "ACCOUNT" : "account");
        if (chance(12) == 0)
            fputs("\\\n# between\n\n  ", out);
        write_control(out);
        write_module(out);
        if (chance(10) == 0)
            fputs(" [an argument \\] of two] # and a comment", out);
    }
    putc('\n', out);
}

static bool write_stack(void)
{
    unsigned i, line, lines;

    module_count = 0;
    for (i = 0; i < FILES; i++) {
        char path[64];
        FILE *out;

        snprintf(path, sizeof path, FOLDER "%s", files[i]);
        unlink(path);
        if (i != 0 && chance(12) == 0)
            continue;
        out = fopen(path, "w");
        if (out == NULL)
            return false;
        for (line = 0, lines = chance(i == 0 ? 8 : 5); line < lines; line++)
            write_line(out, i);
        if (chance(10) == 0)
            fputs(chance(3) == 0 ? "account required \\" : "account optional pam_not_there.so", out);
        if (fclose(out) != 0)
            return false;
    }
    return true;
}

/* ---- what libpam does ---- */

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    (void)count;
    (void)messages;
    (void)responses;
    (void)data;
    return PAM_CONV_ERR;
}

static int ask_libpam(pam_handle_t *pamh)
{
    memset(called, 0, sizeof called);
    return pam_acct_mgmt(pamh, 0);
}

static int number_of(const struct pam_handler *handler)
{
    return handler->kind == PAM_HANDLER_MODULE && handler->argument_count > 0 ? atoi(handler->arguments[0]) : -1;
}

/* Whether a module's file can be loaded: else libpam takes it for one that answers module_unknown. */
static bool is_there(const struct pam_handler *handler)
{
    return strncmp(handler->module, stubs, strlen(stubs)) == 0;
}

static void random_answers(void)
{
    static const int common[] = {PAM_SUCCESS, PAM_SUCCESS, PAM_NEW_AUTHTOK_REQD, PAM_IGNORE, PAM_PERM_DENIED};
    static const int rolegate[] = {PAM_SUCCESS, PAM_PERM_DENIED, PAM_SYSTEM_ERR, PAM_BUF_ERR};
    int i;

    for (i = 0; i < module_count; i++) {
        if (only_logs[i])
            answers[i] = PAM_IGNORE;
        else if (is_rolegate[i])
            answers[i] = rolegate[chance(4)];
        else
            answers[i] = chance(2) ? common[chance(5)] : (int)chance(PAM_CODES + 1);
        if (answers[i] == PAM_INCOMPLETE)
            answers[i] = PAM_SUCCESS;
    }
}

static bool lets_in(int result)
{
    return result == PAM_SUCCESS || result == PAM_NEW_AUTHTOK_REQD;
}

/* Of what was called: somebody let in although no pam_rolegate consented, or one refused. */
static bool is_around(int result)
{
    bool given = false, refused = false;
    int i;

    for (i = 0; i < module_count; i++)
        if (called[i] && is_rolegate[i] && !only_logs[i]) {
            given = given || answers[i] == PAM_SUCCESS;
            refused = refused || answers[i] != PAM_SUCCESS;
        }
    return lets_in(result) && (!given || refused);
}

static bool complain(unsigned long number, const char *what)
{
    printf("FAIL  stack %lu: %s\n", number, what);
    if (system("cd " FOLDER " && head -n 40 guarded shared deep other") != 0)
        puts("(its files are not there)");
    return false;
}

/* The same answers, asked of the model: same result, same modules called? */
static bool agrees(const struct pam_stack *stack, int result)
{
    int by_handler[MODULES_MAX * 8];
    bool asked[MODULES_MAX * 8] = {false}, wanted[MODULES_MAX] = {false};
    size_t i;

    if (stack->count > sizeof by_handler / sizeof by_handler[0])
        return true;
    for (i = 0; i < stack->count; i++) {
        const struct pam_handler *handler = &stack->handlers[i];
        int number = number_of(handler);

        by_handler[i] = PAM_MODULE_UNKNOWN;
        if (number >= 0 && is_there(handler))
            by_handler[i] = answers[number];
    }
    if (pam_dispatch_answers(stack, by_handler, asked) != result)
        return false;
    for (i = 0; i < stack->count; i++)
        if (asked[i] && is_there(&stack->handlers[i]))
            wanted[number_of(&stack->handlers[i])] = true;
    return memcmp(wanted, called, sizeof wanted) == 0;
}

/*
 * The way around, walked with libpam. A module that would have to answer two things (it is included twice), or one that
 * is not there, cannot be made to walk it: *walked is false then.
 */
static bool witness_holds(pam_handle_t *pamh, const struct pam_way *way, bool *walked)
{
    bool set[MODULES_MAX] = {false};
    size_t i;

    *walked = false;
    for (i = 0; i < way->count; i++) {
        const struct pam_handler *handler = way->steps[i].handler;
        int number = number_of(handler);

        if (handler->kind == PAM_HANDLER_FAILS)
            continue;
        if (!is_there(handler) ? way->steps[i].code != PAM_MODULE_UNKNOWN
                               : set[number] && answers[number] != way->steps[i].code)
            return true;
        if (is_there(handler)) {
            answers[number] = way->steps[i].code;
            set[number] = true;
        }
    }
    *walked = true;
    return ask_libpam(pamh) == way->result && is_around(way->result);
}

/*
 * The stack as the checker reads it. The stubs' arguments are no options of pam_rolegate, so those are made up here:
 * some stubs only log, unless all would.
 */
static struct pam_stack *read_stack(struct arena *arena)
{
    static const struct options decides = {.table = ""}, logs = {.table = "", .permissive = true};
    struct pam_stack *stack = pam_stack_read(arena, "", files[0]);
    bool some_decide = false;
    size_t i;

    for (i = 0; i < stack->count; i++)
        if (pam_handler_is_rolegate(&stack->handlers[i]))
            some_decide = some_decide || !only_logs[number_of(&stack->handlers[i])];
    for (i = 0; i < stack->count; i++) {
        struct pam_handler *handler = &stack->handlers[i];

        if (!pam_handler_is_rolegate(handler))
            continue;
        only_logs[number_of(handler)] = some_decide && only_logs[number_of(handler)];
        handler->rolegate = only_logs[number_of(handler)] ? &logs : &decides;
    }
    return stack;
}

struct tally {
    unsigned long guarded, around, walked, refused, odd;
};

static bool try_one(pam_handle_t *pamh, struct arena *arena, unsigned long number, struct tally *tally)
{
    struct pam_stack *stack = read_stack(arena);
    struct pam_way way;
    bool around, walked = false;
    unsigned run;

    if (stack->indeterminate != NULL) {
        tally->odd++;
        return true;
    }
    around = pam_dispatch_around(arena, stack, &way);
    if ((pamh == NULL) != (stack->fault != NULL))
        return complain(number, stack->fault ? "libpam does not refuse it" : "libpam refuses it");
    *(stack->fault ? &tally->refused : around ? &tally->around : &tally->guarded) += 1;
    for (run = 0; pamh != NULL && run < RUNS; run++) {
        int result;

        random_answers();
        result = ask_libpam(pamh);
        if (!agrees(stack, result))
            return complain(number, "libpam calls other modules, or ends otherwise");
        if (!around && is_around(result))
            return complain(number, "there is a way around, and it was not found");
    }
    if (around && !witness_holds(pamh, &way, &walked))
        return complain(number, "the way around is none");
    tally->walked += walked;
    return true;
}

int main(int argc, char **argv)
{
    static const struct pam_conv conversation = {converse, NULL};
    unsigned long count, i, failed = 0;
    struct tally tally = {.odd = 0};

    if (argc != 4)
        return 2;
    count = strtoul(argv[1], NULL, 10);
    stubs = argv[3];
    for (i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        pam_handle_t *pamh = NULL;

        seed = strtoull(argv[2], NULL, 10) + (i << 20);
        if (!write_stack()) {
            perror("stack_driver");
            return 2;
        }
        /* libpam reads the files here already, and gives no handle where it refuses them. */
        if (pam_start(files[0], "nobody", &conversation, &pamh) != PAM_SUCCESS)
            pamh = NULL;
        failed += !try_one(pamh, arena, i, &tally);
        if (pamh != NULL)
            pam_end(pamh, PAM_SUCCESS);
        arena_free(arena);
        if (failed > 5)
            break;
    }
    printf(
        "%lu guarded, %lu with a way around (%lu of them walked with libpam), %lu refused by libpam, %lu that cannot "
        "be told\n",
        tally.guarded, tally.around, tally.walked, tally.refused, tally.odd);
    printf("%lu passed, %lu failed\n", i - failed, failed);
    return failed != 0;
}
