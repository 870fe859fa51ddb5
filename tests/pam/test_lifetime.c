/*
 * test_lifetime.c - nothing outlives a call: no memory, no descriptor, no library, and little of the stack is used.
 *
 * ROLEGATE_LIFETIMES sets how many transactions and loadings are made; 10,000 where it is not said.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <security/pam_modules.h>

#include "desk.h"

#define STACK_SIZE 262144u
#define STACK_MAX  8192u
#define PAINT      0xa5

static char table[STAGE_PATH_MAX + 8], shadow[STAGE_PATH_MAX + 8];
static long lifetimes = 10000;

static int set_up(void **state)
{
    (void)state;
    desk_reset();
    return 0;
}

/* A sanitizer keeps memory, libraries and stack for itself. */
static void skip_under_a_sanitizer(void)
{
#if defined(__SANITIZE_ADDRESS__)
    skip();
#endif
}

static int resident_pages(void)
{
    FILE *file = fopen("/proc/self/statm", "re");
    int pages = 0;

    assert_non_null(file);
    assert_int_equal(fscanf(file, "%*d %d", &pages), 1);
    fclose(file);
    return pages;
}

static bool is_loaded(void)
{
    void *module = dlopen(stage_module, RTLD_LAZY | RTLD_NOLOAD);

    if (module != NULL)
        dlclose(module);
    return module != NULL;
}

static void transactions(long count)
{
    char stack[4 * STAGE_PATH_MAX];
    static const char *const services[] = {"inbox", "refund", "nonesuch", "vault"};

    snprintf(stack, sizeof stack, "account required %%M %s %s\n", table, shadow);
    for (long i = 0; i < count; i++) {
        world_forget();
        stage_transaction(
            &(struct stage_request){.user = i % 7 == 0 ? "nobody-at-all" : "kim", .service = services[i % 4]}, stack);
    }
}

static void transactions_leave_no_memory_and_no_descriptor(void **state)
{
    int descriptors, pages;
    long heap;

    (void)state;
    skip_under_a_sanitizer();
    transactions(200);
    descriptors = stage_descriptors();
    heap = world_live_blocks();
    pages = resident_pages();
    transactions(lifetimes);
    assert_int_equal(stage_descriptors(), descriptors);
    assert_int_equal(world_live_blocks(), heap);
    print_message("%ld transactions: %d pages more resident\n", lifetimes, resident_pages() - pages);
    assert_true(resident_pages() - pages < 32);
    assert_false(is_loaded());
}

static void loading_and_unloading_leaves_nothing(void **state)
{
    int descriptors = 0, pages = 0;
    long heap = 0;

    (void)state;
    skip_under_a_sanitizer();
    for (long i = 0; i < lifetimes; i++) {
        void *module = dlopen(stage_module, RTLD_NOW | RTLD_LOCAL);
        assert_non_null(module);
        assert_int_equal(dlclose(module), 0);
        if (i == 100) {
            descriptors = stage_descriptors();
            heap = world_live_blocks();
            pages = resident_pages();
        }
    }
    assert_int_equal(stage_descriptors(), descriptors);
    assert_int_equal(world_live_blocks(), heap);
    assert_true(resident_pages() - pages < 32);
    assert_false(is_loaded());
}

/* ---- the stack ---- */

static unsigned char painted[STACK_SIZE] __attribute__((aligned(4096)));

struct call {
    int (*entry)(pam_handle_t *, int, int, const char **);
    pam_handle_t *pamh;
    const char *options[3];
    int result;
};

static void *call_module(void *data)
{
    struct call *call = data;

    if (call->entry != NULL)
        call->result = call->entry(call->pamh, 0, 3, call->options);
    return NULL;
}

/* How many bytes of a painted stack a call has written to, counted from its deepest. */
static size_t stack_used(struct call *call)
{
    pthread_attr_t attributes;
    pthread_t thread;
    size_t untouched = 0;

    memset(painted, PAINT, sizeof painted);
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstack(&attributes, painted, sizeof painted), 0);
    assert_int_equal(pthread_create(&thread, &attributes, call_module, call), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    pthread_attr_destroy(&attributes);
    while (untouched < sizeof painted && painted[untouched] == PAINT)
        untouched++;
    return sizeof painted - untouched;
}

static int talk(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    (void)messages;
    (void)data;
    *responses = calloc((size_t)count, sizeof **responses);
    return PAM_SUCCESS;
}

/* The world's log formats on the stack, so it is switched off: libc's own needs are not the module's. */
static void a_transaction_stays_within_8_kib_of_stack(void **state)
{
    static const struct pam_conv conversation = {talk, NULL};
    static const char *const services[] = {"inbox", "billing-tool", "refund", "nonesuch",
                                           "vault", "night",        "gate",   "audit"};
    static const char *const users[] = {"kim", "sam", "ola", "maria", "root", "nobody-at-all"};
    void *module = dlopen(stage_module, RTLD_NOW | RTLD_LOCAL), *symbol;
    size_t floor, deepest = 0;

    (void)state;
    skip_under_a_sanitizer();
    assert_non_null(module);
    symbol = dlsym(module, "pam_sm_acct_mgmt");
    assert_non_null(symbol);
    floor = stack_used(&(struct call){0});
    for (size_t i = 0; i < 6 * 8; i++) {
        struct call call = {.options = {table, shadow, "debug"}};
        size_t used;
        memcpy(&call.entry, &symbol, sizeof symbol);
        stage_file(services[i % 8], "", 0);
        assert_int_equal(pam_start_confdir(services[i % 8], users[i / 8], &conversation, stage_folder, &call.pamh),
                         PAM_SUCCESS);
        pam_set_item(call.pamh, PAM_RHOST, "2001:db8::1");
        world.line_count = WORLD_LINES;
        used = stack_used(&call) - floor;
        deepest = used > deepest ? used : deepest;
        pam_end(call.pamh, PAM_SUCCESS);
    }
    dlclose(module);
    print_message("deepest stack: %zu bytes\n", deepest);
    assert_true(deepest <= STACK_MAX);
}

static int open_all(void **state)
{
    const char *said = getenv("ROLEGATE_LIFETIMES");

    (void)state;
    if (said != NULL)
        lifetimes = strtol(said, NULL, 10);
    if (stage_open() != 0)
        return -1;
    snprintf(table, sizeof table, "table=%s", stage_table("desk.rgt", DESK_POLICY));
    snprintf(shadow, sizeof shadow, "shadow=%s", stage_table("other.rgt", DESK_POLICY_OTHER));
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    return stage_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(transactions_leave_no_memory_and_no_descriptor, set_up),
        cmocka_unit_test_setup(loading_and_unloading_leaves_nothing, set_up),
        cmocka_unit_test_setup(a_transaction_stays_within_8_kib_of_stack, set_up),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
