/*
 * first_policy.c - a policy to start from: what root needs, who logs in, who becomes root, claims and tests.
 */
#include "first_policy.h"

#include <string.h>

#include "explain/policy_text.h"

static void put(void *to, const char *bytes, size_t length)
{
    fwrite(bytes, 1, length, to);
}

static void put_name(FILE *out, const char *name)
{
    const struct policy_text text = {put, out};

    policy_text_word(&text, name, (uint32_t)strlen(name));
}

static void put_string(FILE *out, const char *string)
{
    const struct policy_text text = {put, out};

    policy_text_string(&text, string, (uint32_t)strlen(string));
}

/* Names with commas between them; count is how many stand before them in their list. */
static size_t put_list(FILE *out, const char *const *names, size_t count)
{
    for (; *names != NULL; names++, count++) {
        fputs(count > 0 ? ", " : "", out);
        put_name(out, *names);
    }
    return count;
}

static void put_head(FILE *out, const struct first_facts *facts)
{
    fputs("# Who may do what on this machine: a first policy, to be changed. `rolegate help STATEMENT` explains each\n"
          "# kind of statement, `rolegate check FILE` says what is wrong, `rolegate can USER` what somebody may do.\n\n"
          "policy ",
          out);
    put_string(out, facts->host);
    fputs("\nzone ", out);
    if (facts->zone == NULL)
        fputs("utc", out);
    else
        put_string(out, facts->zone);
    fputs("\ncontact \"Ask the administrators of this machine\"\n\n", out);
}

static void put_services(FILE *out, const struct first_facts *facts)
{
    const char *const console[] = {facts->console, facts->cron, NULL};

    fputs("# ---- What programs ask for: services of PAM, or names of your own ----\n\nservice ", out);
    put_list(out, console, 0);
    if (*facts->logins != NULL) {
        fputs("\nservice ", out);
        put_list(out, facts->logins, 0);
    }
    if (*facts->becomes != NULL) {
        fputs("\nservice ", out);
        put_list(out, facts->becomes, 0);
    }
    fputs("\n\n", out);
}

static void put_roles(FILE *out, const struct first_facts *facts)
{
    const char *const console[] = {facts->console, NULL};

    fputs("# ---- Roles ----\n\n# What root must reach whatever happens: his console, and his jobs.\n"
          "role machine \"The machine itself\" { allow ",
          out);
    put_list(out, console, 0);
    fputs(", ", out);
    put_name(out, facts->cron);
    fputs(" }\nrole staff \"Logs in\" { allow ", out);
    put_list(out, facts->logins, put_list(out, console, 0));
    fputs(" }\nrole administrator \"Becomes root\" extends staff {", out);
    if (*facts->becomes != NULL) {
        fputs(" allow ", out);
        put_list(out, facts->becomes, 0);
    }
    fputs(" }\n\n", out);
}

static void put_assignments(FILE *out, const char *role, const char *const *groups)
{
    for (; *groups != NULL; groups++) {
        fprintf(out, "assign %s to group ", role);
        put_name(out, *groups);
        fputc('\n', out);
    }
}

static void put_claims(FILE *out, const struct first_facts *facts)
{
    const char *const console[] = {facts->console, facts->cron, NULL};

    fputs("\n# ---- What holds whatever is added: proved by each check ----\n\nalways user root may ", out);
    put_list(out, console, 0);
    if (*facts->becomes != NULL) {
        fputs("\nnever role staff may ", out);
        put_list(out, facts->becomes, 0);
    }
    fputs("\n\n", out);
}

/* A test of one person: in a group, or in none where that is NULL. */
static void put_test(FILE *out, const char *name, const char *user, const char *group, const char *const *may,
                     const char *const *may_not)
{
    fprintf(out, "test \"%s\" {\n given user %s", name, user);
    if (group != NULL) {
        fputs(" in ", out);
        put_name(out, group);
    }
    if (*may != NULL) {
        fputs("\n may ", out);
        put_list(out, may, 0);
    }
    if (*may_not != NULL) {
        fputs("\n may not ", out);
        put_list(out, may_not, 0);
    }
    fputs("\n}\n", out);
}

static void put_tests(FILE *out, const struct first_facts *facts)
{
    const char *const none[] = {NULL}, *const root[] = {facts->console, facts->cron, NULL};
    const char *const console[] = {facts->console, NULL};

    fputs("# ---- Tests ----\n\n", out);
    put_test(out, "root reaches the console, and root's jobs run", "root", NULL, root, none);
    put_test(out, "staff log in, and do not become root", "someone", facts->staff[0],
             *facts->logins == NULL ? console : facts->logins, facts->becomes);
    if (*facts->becomes != NULL)
        put_test(out, "administrators become root", "someone", facts->admins[0], facts->becomes, none);
    put_test(out, "whoever is in none of these groups stays out", "stranger", NULL, none,
             *facts->logins == NULL ? console : facts->logins);
}

void first_policy_write(FILE *out, const struct first_facts *facts)
{
    put_head(out, facts);
    put_services(out, facts);
    put_roles(out, facts);
    fputs("assign machine to user root\n", out);
    if (facts->example)
        fputs("# Put your own groups here; rolegate init --from-accounts takes those of this machine.\n", out);
    put_assignments(out, "administrator", facts->admins);
    put_assignments(out, "staff", facts->staff);
    put_claims(out, facts);
    put_tests(out, facts);
}
