/*
 * round_stack.c - random stacks of modules that can be imported, asked of libpam.
 */
#include "peer.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const people[] = {"root", "ann", "bob", "cem", "dora"};

static void write_control(FILE *file)
{
    static const char *const controls[] = {"required",
                                           "required",
                                           "requisite",
                                           "sufficient",
                                           "optional",
                                           "[success=1 default=ignore]",
                                           "[success=ok default=die]",
                                           "[success=done new_authtok_reqd=done default=bad]",
                                           "[success=1 default=bad]",
                                           "[success=2 auth_err=ignore default=die]",
                                           "[success=ignore perm_denied=1 default=bad]",
                                           "[success=reset default=ok]"};

    fprintf(file, "account %s ", PEER_PICK(controls));
}

/* A line of a module with rules of its own. */
static void write_module(FILE *stack, unsigned number)
{
    static const char *const conditions[] = {"user ingroup wheel",    "user in ann:bob", "tty = tty1",
                                             "user notingroup staff", "service = svc",   "service = sshd",
                                             "user != root"};
    static const char *const lines[] = {"+:root:LOCAL", "-:(staff):ALL", "+:(wheel):10.0.0.0/8",
                                        "-:ALL EXCEPT ann:tty1", "-:bob:ALL"};
    char name[16];
    FILE *file;

    snprintf(name, sizeof name, "rules%u", number);
    write_control(stack);
    switch (peer_chance(4)) {
    case 0: fprintf(stack, "pam_succeed_if.so quiet %s\n", PEER_PICK(conditions)); return;
    case 1:
        fprintf(stack, "pam_access.so noaudit nodefgroup accessfile=%s\n", peer_path(name));
        file = peer_file(name);
        fprintf(file, "%s\n%s\n%s", PEER_PICK(lines), PEER_PICK(lines), peer_chance(2) ? "-:ALL:ALL\n" : "");
        break;
    case 2:
        fprintf(stack, "pam_listfile.so quiet item=user sense=%s file=%s\n", peer_chance(2) ? "allow" : "deny",
                peer_path(name));
        file = peer_file(name);
        fprintf(file, "%s\n%s\n", PEER_PICK(people), PEER_PICK(people));
        break;
    default:
        fprintf(stack, "pam_time.so conffile=%s\n", peer_path(name));
        file = peer_file(name);
        fprintf(file, "svc;%s;%s;Wk0800-1800\n", peer_chance(2) ? "*" : "tty*", PEER_PICK(people));
        break;
    }
    fclose(file);
    chmod(peer_path(name), 0644);
}

static void write_stack(void)
{
    FILE *file = peer_file(PEER_SERVICE);
    unsigned lines = 1 + peer_chance(4), i;
    bool is_open = peer_chance(4) == 0;

    /* A stack that lets nobody in, whatever the imported lines say, does so besides the policy. */
    if (is_open)
        fprintf(file, "account required pam_permit.so\naccount sufficient pam_debug.so acct=%s\n",
                peer_chance(2) ? "success" : "auth_err");
    for (i = 0; i < lines; i++) {
        write_module(file, i);
        if (peer_chance(4) == 0)
            fprintf(file, "account required pam_%s.so\n", is_open || peer_chance(2) ? "permit" : "deny");
    }
    if (peer_chance(2))
        fputs("account required pam_permit.so\n", file);
    fclose(file);
}

static void ask_all(void)
{
    static const int64_t times[] = {INT64_C(1767607200), INT64_C(1767646800)}; /* a monday, at day and at night */
    static const struct {
        const char *origin, *terminal;
    } places[] = {{NULL, "tty1"}, {NULL, "tty2"}, {NULL, NULL}, {"10.1.2.3", "ssh"}, {"8.8.8.8", "ssh"}};
    size_t i, k, time;

    for (i = 0; i < sizeof people / sizeof *people; i++)
        for (k = 0; k < sizeof places / sizeof *places; k++)
            for (time = 0; time < 2; time++)
                peer_ask(&(struct peer_question){people[i], places[k].origin, places[k].terminal, times[time]});
}

void round_stack(void)
{
    write_stack();
    peer_import(import_stack, &(struct import_call){NULL, NULL, 0});
    ask_all();
    peer_end("rules0");
}
