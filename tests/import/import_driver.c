/*
 * import_driver.c - a module of the system and an imported policy, asked the same.
 */
#include "peer.h"

#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <security/pam_appl.h>

#include "compile/compile.h"
#include "compile/diag/diag_render.h"
#include "rolegate.h"
#include "support/arena.h"
#include "tools/fmt/fmt.h"
#include "tools/import/pam_release.h"

int64_t peer_now;

static uint64_t state;
static char folder[] = "/tmp/rolegate-import-XXXXXX";
static bool has_folder;

static struct {
    struct arena *arena;
    rolegate_table *table;
    struct compilation *compilation;
    pam_handle_t *pam;
    bool lossy;
    unsigned differing; /* of this file */
} round_state;

static unsigned long asked, allowed, narrower, wrong, files, lossy_files;

void peer_seed(uint64_t seed)
{
    state = seed;
}

unsigned peer_chance(unsigned bound)
{
    uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (unsigned)((z ^ (z >> 31)) % bound);
}

const char *peer_pick(const char *const *list, size_t count)
{
    return list[peer_chance((unsigned)count)];
}

_Noreturn static void give_up(const char *what)
{
    printf("FAILED  %s\n0 passed, 1 failed\n", what);
    exit(1);
}

/* Makes the folder of this run, which is the root of a machine too: its stacks are the folder's files. */
static void make_folder(void)
{
    char account[256], path[128];

    if (mkdtemp(folder) == NULL)
        give_up("no folder can be made");
    has_folder = true;
    snprintf(account, sizeof account, "%s/etc/passwd", getenv("ACCOUNTS_ROOT"));
    snprintf(path, sizeof path, "%s/etc", folder);
    if (mkdir(path, 0755) != 0 || symlink("/tmp", peer_path("tmp")) != 0 ||
        symlink(account, peer_path("etc/passwd")) != 0 || symlink("..", peer_path("etc/pam.d")) != 0)
        give_up("the folder cannot be made a machine's root");
}

const char *peer_path(const char *name)
{
    static char path[128];

    if (!has_folder)
        make_folder();
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

FILE *peer_file(const char *name)
{
    FILE *file = fopen(peer_path(name), "w");

    if (file == NULL)
        give_up("no file can be written");
    return file;
}

void peer_stack(const char *module, const char *const *arguments, size_t count)
{
    FILE *file = peer_file(PEER_SERVICE);
    size_t i;

    fprintf(file, "account required %s", module);
    for (i = 0; i < count; i++) {
        const char *at = arguments[i];
        bool brackets = *at == '\0' || strpbrk(at, " []") != NULL;

        fputs(brackets ? " [" : " ", file);
        for (; *at != '\0'; at++)
            fprintf(file, brackets && *at == ']' ? "\\%c" : "%c", *at);
        fputs(brackets ? "]" : "", file);
    }
    fputs("\naccount required pam_permit.so\n", file);
    fclose(file);
}

static int say_nothing(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    (void)count;
    (void)messages;
    (void)responses;
    (void)data;
    return PAM_CONV_ERR;
}

static void show(const char *name)
{
    FILE *file = fopen(peer_path(name), "r");
    int c;

    printf("---- %s\n", name);
    while (file != NULL && (c = getc(file)) != EOF)
        putchar(c);
    if (file != NULL)
        fclose(file);
}

/* Whether a policy is in the form that fmt gives it. */
static bool is_in_form(void)
{
    static const struct compile_options options = {.include_dirs = NULL};
    struct fmt_file formed;
    bool is_same = fmt_file(peer_path("policy.rg"), &options, &formed) == FMT_DONE && formed.size == formed.length &&
                   memcmp(formed.text, formed.bytes, formed.size) == 0;

    compilation_free(formed.compilation);
    return is_same;
}

/* Compiles the policy and runs its tests: it has neither errors nor warnings, and is in form. */
static void compile_policy(const char *text)
{
    static const struct compile_options options = {.include_dirs = NULL};
    FILE *file = peer_file("policy.rg");

    fputs(text, file);
    fclose(file);
    round_state.compilation = compile_file(peer_path("policy.rg"), &options, true);
    if (round_state.compilation->diag.count > 0 ||
        compilation_open(round_state.compilation, &round_state.table) != ROLEGATE_OK) {
        diag_print(&round_state.compilation->diag, DIAG_TEXT, false, stdout);
        show("policy.rg");
        give_up("an imported policy has errors or warnings");
    }
    if (!is_in_form())
        give_up("an imported policy is not in fmt's form");
}

void peer_import(import_source *source, const struct import_call *call)
{
    static const struct pam_conv conversation = {say_nothing, NULL};
    static const char *const services[] = {PEER_SERVICE};
    struct import import = {.root = folder};
    const char *text;
    size_t i;

    round_state.arena = import.arena = arena_new();
    round_state.lossy = false;
    round_state.differing = 0;
    import.pam_version = pam_release_installed();
    text = import_policy(&import, source, call, services, 1);
    if (text == NULL) {
        show("rules");
        show(PEER_SERVICE);
        give_up(import.failed);
    }
    for (i = 0; i < import.loss_count; i++)
        round_state.lossy = round_state.lossy || import.losses[i].effect == LOSS_NARROWER;
    compile_policy(text);
    if (pam_start_confdir(PEER_SERVICE, "root", &conversation, folder, &round_state.pam) != PAM_SUCCESS)
        give_up("libpam does not start");
}

/* Somebody, and the groups that the module finds. */
static struct person {
    char name[32], groups[16][32];
    gid_t gids[16];
    int count;
} people[32];

static const struct person *person_of(const char *user)
{
    struct person *person = people;
    struct passwd *account;
    int i;

    while (person->name[0] != '\0' && strcmp(person->name, user) != 0)
        person++;
    if (person->name[0] != '\0')
        return person;
    account = getpwnam(user);
    person->count = 16;
    if (account == NULL || getgrouplist(user, account->pw_gid, person->gids, &person->count) < 0)
        give_up("an account is missing");
    for (i = 0; i < person->count; i++)
        snprintf(person->groups[i], sizeof person->groups[i], "%s", getgrgid(person->gids[i])->gr_name);
    snprintf(person->name, sizeof person->name, "%s", user);
    return person;
}

static rolegate_subject *subject_of(const char *user)
{
    const struct person *person = person_of(user);
    rolegate_subject *subject = NULL;
    int i;

    if (rolegate_subject_new(user, &subject) != ROLEGATE_OK)
        return NULL;
    for (i = 0; i < person->count; i++) {
        rolegate_subject_add_gid(subject, person->gids[i], ROLEGATE_MEMBER);
        rolegate_subject_add_group(subject, person->groups[i], ROLEGATE_MEMBER);
    }
    return subject;
}

static bool ask_table(const struct peer_question *asked_for)
{
    struct rolegate_question question;
    rolegate_subject *subject = subject_of(asked_for->user);
    bool is_allowed;

    if (subject == NULL)
        return false;
    rolegate_question_init(&question, PEER_SERVICE);
    question.origin = asked_for->origin;
    question.tty = asked_for->terminal;
    question.now = asked_for->now;
    rolegate_resolve(round_state.table, subject, &question);
    is_allowed = rolegate_check(round_state.table, subject, &question) == ROLEGATE_ALLOW;
    rolegate_subject_free(subject);
    return is_allowed;
}

static bool ask_module(const struct peer_question *question)
{
    pam_set_item(round_state.pam, PAM_USER, question->user);
    pam_set_item(round_state.pam, PAM_RHOST, question->origin);
    pam_set_item(round_state.pam, PAM_TTY, question->terminal);
    peer_now = question->now;
    return pam_acct_mgmt(round_state.pam, 0) == PAM_SUCCESS;
}

void peer_ask(const struct peer_question *question)
{
    bool module = ask_module(question), table = ask_table(question);

    asked++;
    allowed += module;
    if (module == table)
        return;
    if (round_state.lossy && module) {
        narrower++;
        return;
    }
    wrong++;
    if (round_state.differing++ < 3)
        printf("FAILED  user %s, from %s, at %s, %lld: the module %s, the policy %s\n", question->user,
               question->origin == NULL ? "-" : question->origin, question->terminal == NULL ? "-" : question->terminal,
               (long long)question->now, module ? "allows" : "denies", table ? "allows" : "denies");
}

void peer_end(const char *file)
{
    if (round_state.differing > 0) {
        show(file);
        show(PEER_SERVICE);
        show("policy.rg");
    }
    files++;
    lossy_files += round_state.lossy;
    pam_end(round_state.pam, PAM_SUCCESS);
    rolegate_table_close(round_state.table);
    compilation_free(round_state.compilation);
    arena_free(round_state.arena);
}

static void remove_folder(void)
{
    static const char *const names[] = {PEER_SERVICE, "policy.rg", "rules",      "rules0",    "rules1",
                                        "rules2",     "rules3",    "etc/passwd", "etc/pam.d", "tmp"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        unlink(peer_path(names[i]));
    rmdir(peer_path("etc"));
    rmdir(folder);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*round)(void);
    } rounds[] = {{"access", round_access},
                  {"listfile", round_listfile},
                  {"time", round_time},
                  {"succeed_if", round_succeed_if},
                  {"stack", round_stack}};
    unsigned long questions;
    size_t i;

    if (argc != 4)
        return 2;
    questions = strtoul(argv[2], NULL, 10);
    peer_seed(strtoull(argv[3], NULL, 10));
    for (i = 0; i < sizeof rounds / sizeof *rounds; i++)
        while (strcmp(rounds[i].name, argv[1]) == 0 && asked < questions && wrong < 100)
            rounds[i].round();
    remove_folder();
    printf(
        "%s: %lu questions on %lu files, %lu allowed, %lu differ; of %lu files something is lost, and %lu answers are "
        "narrower\n",
        argv[1], asked, files, allowed, wrong, lossy_files, narrower);
    printf("%lu passed, %lu failed\n", asked - wrong, wrong + (asked == 0));
    return wrong > 0 || asked == 0;
}
