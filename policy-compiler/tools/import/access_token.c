/*
 * access_token.c - one word of a line of access.conf: whom, or from where, exactly as pam_access takes it.
 */
#include "access_token.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "network.h"
#include "support/arena.h"

/* Says that a word is not carried over, and what it counts as. */
static void lose_word(const struct access_reading *reading, const char *word, const char *what)
{
    import_lose(reading->import, LOSS_NARROWER, &reading->origin, "`%s' (%s) is not carried over; it counts as %s",
                word, what, reading->widens ? "a match" : "no match");
}

static void lose_user(const struct access_reading *reading, const char *word, const char *what,
                      struct subjects *subjects)
{
    lose_word(reading, word, what);
    if (reading->widens)
        subjects_add(reading->import->arena, subjects, SUBJECT_EVERYONE, NULL);
}

static const struct proviso *lose_place(const struct access_reading *reading, const char *word, const char *what)
{
    lose_word(reading, word, what);
    return proviso_constant(reading->widens);
}

static bool is_number(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* A group by number, from Linux-PAM 1.7.0 on. False: it is none of those that a policy can name. */
static bool add_gid(struct arena *arena, const char *text, struct subjects *subjects)
{
    unsigned long number = strtoul(text, NULL, 10);

    if (number == 0 || number > 4294967294UL)
        return false;
    subjects_add(arena, subjects, SUBJECT_GID, arena_printf(arena, "%lu", number));
    return true;
}

static void group_in_brackets(const struct access_reading *reading, const char *word, struct subjects *subjects)
{
    struct arena *arena = reading->import->arena;
    size_t length = strlen(word);
    const char *name;

    if (length < 3)
        return;
    name = arena_copy(arena, word + 1, length - 2);
    if (import_name_fits(name))
        subjects_add(arena, subjects, SUBJECT_GROUP, name);
    else if (!is_number(name) || reading->import->pam_version < PAM_VERSION(1, 7, 0) || !add_gid(arena, name, subjects))
        lose_user(reading, word, "no name that a group can have in a policy", subjects);
}

/* A user, whatever the case of the letters, and a group. */
static void bare_name(const struct access_reading *reading, const char *word, struct subjects *subjects)
{
    if (!import_name_fits(word)) {
        lose_user(reading, word, is_number(word) ? "a number" : "no name that a user can have in a policy", subjects);
        return;
    }
    import_add_user_folded(reading->import, word, subjects);
    if (word[strcspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] != '\0')
        import_lose(
            reading->import, LOSS_NONE, &reading->origin,
            "`%s': letters' case counts in a policy, and not in this file: the users who are meant are those of "
            "this name, also in small letters, and accounts of this machine that differ from it in the case of letters",
            word);
    if (!reading->groups_in_brackets)
        subjects_add(reading->import->arena, subjects, SUBJECT_GROUP, word);
}

void access_user(const struct access_reading *reading, const char *word, struct subjects *subjects)
{
    size_t length = strlen(word);

    if (word[0] == '(' && word[length - 1] == ')' && length > 1)
        group_in_brackets(reading, word, subjects);
    else if (strchr(word + strspn(word, "@"), '@') != NULL)
        lose_user(reading, word, "a user at a host", subjects);
    else if (word[0] == '@')
        lose_user(reading, word, "a netgroup", subjects);
    else if (strcasecmp(word, "ALL") == 0)
        subjects_add(reading->import->arena, subjects, SUBJECT_EVERYONE, NULL);
    else
        bare_name(reading, word, subjects);
}

/* ---- places ---- */

/* The bits that count by what stands behind the slash; -1: nothing matches; -2: a mask with holes. */
static int bits_of_mask(const char *text, const struct network *network)
{
    struct network mask;
    char *end;
    long number;

    if (network_read_address(text, &mask)) {
        int bits = mask.size == network->size ? network_mask_bits(&mask) : (int)network->bits;

        return bits < 0 ? -2 : bits;
    }
    number = strtol(text, &end, 0);
    if (end == text || *end != '\0' || number < 0 || number > (long)network->bits)
        return -1;
    return number == 0 ? (int)network->bits : (int)number;
}

/* From a network; since 1.7.0 either of the loopback addresses stands for both. */
static const struct proviso *from_network(const struct access_reading *reading, const struct network *network)
{
    struct arena *arena = reading->import->arena;
    const struct proviso *place = proviso_text(arena, PROVISO_FROM, network_text(arena, network));
    static const char *const loopback[] = {"127.0.0.1", "::1"};
    struct network address;
    size_t i;

    for (i = 0; i < 2 && reading->import->pam_version >= PAM_VERSION(1, 7, 0); i++)
        if (network_read_address(loopback[i], &address) && address.size == network->size &&
            memcmp(address.bytes, network->bytes, sizeof address.bytes) == 0)
            return proviso_both(arena, PROVISO_OR, place, proviso_text(arena, PROVISO_FROM, loopback[1 - i]));
    return place;
}

/* An address, with or without a mask. NULL: it is none. */
static const struct proviso *address_place(const struct access_reading *reading, const char *word)
{
    size_t length = strcspn(word, "/");
    const char *address = arena_copy(reading->import->arena, word, length);
    struct network network;
    int bits;

    if (!network_read_address(address, &network))
        return NULL;
    bits = word[length] == '/' ? bits_of_mask(word + length + 1, &network) : (int)network.bits;
    if (bits == -1) {
        import_lose(reading->import, LOSS_NONE, &reading->origin, "`%s' matches nothing: invalid mask", word);
        return proviso_constant(false);
    }
    if (bits == -2)
        return lose_place(reading, word, "a mask with holes");
    network.bits = (unsigned)bits;
    if (network_is_mapped(&network))
        return lose_place(reading, word, "an IPv4 address in IPv6 form");
    return from_network(reading, &network);
}

/* The first numbers of an IPv4 address, each with a dot behind. NULL: it is no such text. */
static const struct proviso *prefix_place(const struct access_reading *reading, const char *word)
{
    struct network network = {.size = 4};
    const char *at = word;

    while (*at != '\0') {
        size_t digits = strspn(at, "0123456789");
        unsigned long number = strtoul(at, NULL, 10);

        if (digits == 0 || digits > 3 || at[digits] != '.' || number > 255 || (at[0] == '0' && digits > 1) ||
            network.bits == 32)
            return NULL;
        network.bytes[network.bits / 8] = (unsigned char)number;
        network.bits += 8;
        at += digits + 1;
    }
    return proviso_text(reading->import->arena, PROVISO_FROM, network_text(reading->import->arena, &network));
}

/* Whether a word is a terminal's name, or what a program says in its place, and no host's. */
static bool is_terminal(const struct access_reading *reading, const char *word)
{
    static const char *const begins[] = {"tty", "pts/", "vc/", "hvc", "xvc", "lxc/"};
    static const char *const words[] = {"console", "cron", "crond", "atd", "ssh",
                                        "su",      "sudo", "login", "ftp", "NODEVssh"};
    size_t i;

    for (i = 0; i < sizeof begins / sizeof *begins; i++)
        if (strncmp(word, begins[i], strlen(begins[i])) == 0)
            return strchr(word, '.') == NULL;
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(word, words[i]) == 0)
            return true;
    return (word[0] == ':' && isdigit((unsigned char)word[1])) || strcasecmp(word, reading->import->service) == 0;
}

/* At a terminal; whoever has none is where the service's name says. */
static void add_terminal(const struct access_reading *reading, const char *word, const struct proviso **terminals)
{
    struct arena *arena = reading->import->arena;

    *terminals = proviso_both(arena, PROVISO_OR, *terminals, proviso_text(arena, PROVISO_TTY, word));
    if (strcasecmp(word, reading->import->service) == 0)
        *terminals = proviso_both(arena, PROVISO_OR, *terminals, proviso_no_tty(arena));
}

const struct proviso *access_place(const struct access_reading *reading, const char *word,
                                   const struct proviso **terminals)
{
    const struct proviso *place;

    if (word[0] == '@')
        return lose_place(reading, word, "a netgroup");
    if (strcasecmp(word, "ALL") == 0)
        return proviso_constant(true);
    if (strcasecmp(word, "LOCAL") == 0)
        return proviso_text(reading->import->arena, PROVISO_FROM, "local");
    if (word[0] == '.')
        return lose_place(reading, word, "a domain");
    if (word[strlen(word) - 1] == '.')
        place = prefix_place(reading, word);
    else
        place = address_place(reading, word);
    if (place != NULL)
        return place;
    if (strpbrk(word, "*?\"\\") != NULL)
        return lose_place(reading, word, "no host and no terminal");
    if (!is_terminal(reading, word))
        return lose_place(reading, word, "the name of a host");
    add_terminal(reading, word, terminals);
    return proviso_constant(false);
}
