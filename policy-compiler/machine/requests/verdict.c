/*
 * verdict.c - root's notes on requests, each a small file that appears whole.
 */
#include "verdict.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/json_text.h"
#include "support/message.h"

#define NOTES      "/var/lib/rolegate/requests"
#define NOTES_MODE (S_IRWXU | S_IXGRP | S_IXOTH)
#define NOTE_MOST  65536u
#define DAY        86400
#define AGREED     ".agreed"
#define TOLD       ".told"

const char *verdict_word(enum verdict_kind kind)
{
    static const char *const words[] = {"pending", "granted", "denied"};

    return words[kind];
}

/* The folder, made where it is missing and may be. -1, and errno. */
static int open_notes(bool make)
{
    struct stat kind;
    int fd;

    if (make && mkdir(NOTES, NOTES_MODE) == 0 && chmod(NOTES, NOTES_MODE) != 0)
        return -1;
    fd = open(NOTES, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || (fstat(fd, &kind) == 0 && kind.st_uid == 0 && (kind.st_mode & (S_IWGRP | S_IWOTH)) == 0))
        return fd;
    close(fd);
    errno = EPERM;
    return -1;
}

static bool complain(const char *id)
{
    message_error("cannot write %s/%s: %s", NOTES, id, strerror(errno));
    return false;
}

/* A note as JSON, or NULL. */
static json_t *note_read(const char *id, const char *suffix)
{
    char name[ACCESS_REQUEST_ID_TEXT + 16], bytes[NOTE_MOST];
    int notes = open_notes(false), fd;
    ssize_t size = -1;

    snprintf(name, sizeof name, "%s%s", id, suffix);
    fd = notes < 0 ? -1 : openat(notes, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0)
        size = read(fd, bytes, sizeof bytes);
    if (fd >= 0)
        close(fd);
    if (notes >= 0)
        close(notes);
    return size <= 0 ? NULL : json_loadb(bytes, (size_t)size, 0, NULL);
}

/* Writes a note whole, for its owner alone to read. */
static bool note_put(int notes, const char *name, const char *text, uid_t owner)
{
    const char *fresh = ".new";
    size_t size = strlen(text);
    int fd;
    bool done;

    unlinkat(notes, fresh, 0);
    fd = openat(notes, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR);
    if (fd < 0)
        return false;
    done = write(fd, text, size) == (ssize_t)size && fchown(fd, owner, (gid_t)-1) == 0 && fsync(fd) == 0;
    close(fd);
    done = done && renameat(notes, fresh, notes, name) == 0;
    if (!done)
        unlinkat(notes, fresh, 0);
    return done;
}

static bool note_write(const char *id, const char *suffix, json_t *value, uid_t owner)
{
    char name[ACCESS_REQUEST_ID_TEXT + 16];
    char *text = json_dumps(value, JSON_COMPACT);
    int notes = open_notes(true);
    bool done;

    snprintf(name, sizeof name, "%s%s", id, suffix);
    done = text != NULL && notes >= 0 && note_put(notes, name, text, owner);
    if (!done)
        complain(id);
    if (notes >= 0)
        close(notes);
    free(text);
    json_decref(value);
    return done;
}

static const char *text_of(struct arena *arena, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? "" : arena_copy(arena, text, strlen(text));
}

struct verdict verdict_read(struct arena *arena, const char *id)
{
    json_t *object = note_read(id, "");
    struct verdict verdict = {.by = "", .text = ""};
    const char *word = text_of(arena, object, "answer");

    if (strcmp(word, "granted") == 0)
        verdict.kind = VERDICT_GRANTED;
    else if (strcmp(word, "denied") == 0)
        verdict.kind = VERDICT_DENIED;
    verdict.by = text_of(arena, object, "by");
    verdict.text = text_of(arena, object, "text");
    verdict.at = json_integer_value(json_object_get(object, "at"));
    verdict.until = json_integer_value(json_object_get(object, "until"));
    json_decref(object);
    return verdict;
}

bool verdict_write(struct arena *arena, const struct access_request *request, const struct verdict *verdict)
{
    json_t *object = json_object();
    const char *agreed = arena_printf(arena, NOTES "/%s" AGREED, request->id);

    json_object_set_new(object, "answer", json_string(verdict_word(verdict->kind)));
    json_object_set_new(object, "by", json_text(verdict->by));
    json_object_set_new(object, "text", json_text(verdict->text));
    json_object_set_new(object, "at", json_integer(verdict->at));
    json_object_set_new(object, "until", json_integer(verdict->until));
    if (!note_write(request->id, "", object, request->uid))
        return false;
    if (unlink(agreed) != 0 && errno != ENOENT)
        return complain(request->id);
    return true;
}

size_t agreements_read(struct arena *arena, const char *id, struct agreement list[VERDICT_AGREED_MOST])
{
    json_t *array = note_read(id, AGREED), *one;
    size_t count = 0, i;

    json_array_foreach(array, i, one)
    {
        if (count == VERDICT_AGREED_MOST)
            break;
        list[count++] = (struct agreement){.uid = (uid_t)json_integer_value(json_object_get(one, "uid")),
                                           .login = (uid_t)json_integer_value(json_object_get(one, "login")),
                                           .name = text_of(arena, one, "name"),
                                           .seconds = json_integer_value(json_object_get(one, "seconds")),
                                           .because = text_of(arena, one, "because")};
    }
    json_decref(array);
    return count;
}

bool agreement_add(struct arena *arena, const char *id, const struct agreement *agreement)
{
    json_t *array = note_read(id, AGREED), *one = json_object();

    (void)arena;
    if (!json_is_array(array)) {
        json_decref(array);
        array = json_array();
    }
    json_object_set_new(one, "uid", json_integer((json_int_t)agreement->uid));
    json_object_set_new(one, "login", json_integer((json_int_t)agreement->login));
    json_object_set_new(one, "name", json_text(agreement->name));
    json_object_set_new(one, "seconds", json_integer(agreement->seconds));
    json_object_set_new(one, "because", json_text(agreement->because));
    json_array_append_new(array, one);
    return note_write(id, AGREED, array, 0);
}

bool verdict_is_notified(const char *id, bool *before)
{
    json_t *note = note_read(id, TOLD);

    *before = note != NULL;
    json_decref(note);
    return *before || note_write(id, TOLD, json_pack("{s:b}", "told", 1), 0);
}

void verdict_sweep(int64_t now)
{
    int fd = open(NOTES, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    struct stat file;

    while (entries != NULL && (entry = readdir(entries)) != NULL)
        if (fstatat(fd, entry->d_name, &file, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(file.st_mode) &&
            file.st_mtim.tv_sec < now - (int64_t)VERDICT_DAYS * DAY)
            unlinkat(fd, entry->d_name, 0);
    if (entries != NULL)
        closedir(entries);
    else if (fd >= 0)
        close(fd);
}
