/*
 * access_request.c - a request as JSON, strictly: one object, its keys and no others, each of its kind and within its
 * bounds.
 */
#include "access_request.h"

#include <jansson.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "base/shown.h"
#include "compile/ast/name_syntax.h"
#include "support/digest.h"
#include "support/arena.h"
#include "support/duration.h"

#define BECAUSE_MOST 1000u
#define NAME_MOST    255u

bool access_request_is_plain(const char *text, size_t most)
{
    const char *at = text, *end = text + strlen(text);
    bool shown = true;

    while (at < end && shown)
        at += character_shown(at, (size_t)(end - at), &shown);
    return shown && (size_t)(end - text) <= most && text[strspn(text, " ")] != '\0';
}

static bool is_permission(const char *name)
{
    return name[0] != '\0' && strlen(name) <= NAME_MOST &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.-")] == '\0';
}

const char *access_request_problem(const struct access_request *request)
{
    size_t i;

    if (request->permission_count == 0 || request->permission_count > ACCESS_REQUEST_NAMES_MOST)
        return "it asks for no permission, or for too many";
    for (i = 0; i < request->permission_count; i++)
        if (!is_permission(request->permissions[i]))
            return "it asks for what is no permission's name";
    if (request->service[0] != '\0' && name_syntax_problem(request->service) != NULL)
        return "it does not name a service";
    if (request->seconds < 60 || request->seconds > DURATION_MOST)
        return "it asks for too short or too long a time";
    if (!access_request_is_plain(request->because, BECAUSE_MOST))
        return "its reason is empty, longer than 1000 bytes, or does not show as it is";
    return NULL;
}

const char *access_request_bytes(struct arena *arena, const struct access_request *request)
{
    json_t *object = json_object(), *permissions = json_array();
    const char *bytes;
    char *text;
    size_t i;

    for (i = 0; i < request->permission_count; i++)
        json_array_append_new(permissions, json_string(request->permissions[i]));
    json_object_set_new(object, "version", json_integer(1));
    json_object_set_new(object, "service", json_string(request->service));
    json_object_set_new(object, "permissions", permissions);
    json_object_set_new(object, "seconds", json_integer(request->seconds));
    json_object_set_new(object, "because", json_string(request->because));
    text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    bytes = text == NULL ? NULL : arena_printf(arena, "%s\n", text);
    free(text);
    return bytes;
}

static const char *text_of(struct arena *arena, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? NULL : arena_copy(arena, text, strlen(text));
}

static bool read_permissions(struct arena *arena, const json_t *list, struct access_request *request)
{
    size_t i;

    request->permission_count = json_array_size(list);
    if (request->permission_count > ACCESS_REQUEST_NAMES_MOST)
        return false;
    for (i = 0; i < request->permission_count; i++) {
        const char *name = json_string_value(json_array_get(list, i));

        if (name == NULL)
            return false;
        request->permissions[i] = arena_copy(arena, name, strlen(name));
    }
    return true;
}

bool access_request_read(struct arena *arena, const void *bytes, size_t size, struct access_request *request)
{
    json_t *object = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, NULL);
    bool is = json_is_object(object) && json_object_size(object) == 5 &&
              json_integer_value(json_object_get(object, "version")) == 1 &&
              json_is_integer(json_object_get(object, "seconds")) &&
              read_permissions(arena, json_object_get(object, "permissions"), request);

    if (is) {
        request->service = text_of(arena, object, "service");
        request->because = text_of(arena, object, "because");
        request->seconds = json_integer_value(json_object_get(object, "seconds"));
        is = request->service != NULL && request->because != NULL && access_request_problem(request) == NULL;
    }
    json_decref(object);
    return is;
}

void access_request_identify(struct access_request *request, ino_t inode, const void *bytes, size_t size)
{
    unsigned char digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx context;
    char head[64];
    int length = snprintf(head, sizeof head, "%lu %llu ", (unsigned long)request->uid, (unsigned long long)inode);

    sha256_init(&context);
    sha256_update(&context, (size_t)length, (const uint8_t *)head);
    sha256_update(&context, size, bytes);
    sha256_digest(&context, sizeof digest, digest);
    digest_hex(digest, (ACCESS_REQUEST_ID_TEXT - 1) / 2, request->id);
}

const char *access_request_names(struct arena *arena, const struct access_request *request)
{
    const char *text = "";
    size_t i;

    for (i = 0; i < request->permission_count; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : ", ", request->permissions[i]);
    return text;
}

const char *access_request_text(struct arena *arena, const struct access_request *request)
{
    const char *names = access_request_names(arena, request);
    bool names_service = request->service[0] == '\0' || strcmp(names, request->service) == 0;
    char length[DURATION_TEXT_MAX];

    duration_print(request->seconds, length);
    return arena_printf(arena, "%s%s%s, for %s: %s", names, names_service ? "" : ", for ",
                        names_service ? "" : request->service, length, request->because);
}
