/*
 * dump_service.c - services: those that one statement can have declared are one statement.
 */
#include <stdlib.h>

#include "dump_part.h"

struct service {
    uint64_t place;
    uint32_t request, condition, description, at;
    bool unlisted; /* it is what is required of services that are not listed */
};

static int compare_services(const void *a, const void *b)
{
    const struct service *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->unlisted != y->unlisted)
        return x->unlisted ? -1 : 1;
    if (x->request != y->request)
        return x->request < y->request ? -1 : 1;
    if (x->condition != y->condition)
        return x->condition < y->condition ? -1 : 1;
    if (x->description != y->description)
        return x->description < y->description ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static bool same_statement(const struct service *a, const struct service *b)
{
    return a->place == b->place && a->unlisted == b->unlisted && a->request == b->request &&
           a->condition == b->condition && a->description == b->description;
}

static struct service *services_read(struct dump *dump, size_t *count)
{
    struct service *services = NULL;
    size_t capacity = 0;
    struct cursor cursor;
    uint32_t length;

    cursor_open(&cursor, dump->table, SECTION_SERVICES, 0);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor) && !dump->failed) {
        struct service service = {.at = cursor_offset(&cursor, SECTION_SERVICES)};
        cursor_str(&cursor, &length);
        service.unlisted = length == 0;
        service.place = dump_read_place(&cursor);
        service.description = cursor_uv(&cursor);
        service.request = cursor_uv(&cursor);
        service.condition = cursor_uv(&cursor);
        if (*count == capacity) {
            struct service *grown = reallocarray(services, capacity == 0 ? 64 : capacity * 2, sizeof *grown);
            if (grown == NULL) {
                dump->failed = true;
                break;
            }
            services = grown;
            capacity = capacity == 0 ? 64 : capacity * 2;
        }
        services[(*count)++] = service;
    }
    return services;
}

static void write_name(struct dump *dump, const struct service *service)
{
    struct cursor cursor;
    uint32_t length;
    const char *name;

    cursor_open(&cursor, dump->table, SECTION_SERVICES, service->at);
    name = cursor_str(&cursor, &length);
    dump_word(dump, name, length);
}

void dump_services(struct dump *dump)
{
    size_t count = 0, i;
    struct service *services = services_read(dump, &count);

    if (count > 0) {
        qsort(services, count, sizeof *services, compare_services);
        fputc('\n', dump->out);
    }
    for (i = 0; i < count && !dump->failed && !ferror(dump->out); i++) {
        dump_place(dump, services[i].place);
        fputs(services[i].unlisted ? "unlisted" : "service ", dump->out);
        if (!services[i].unlisted)
            write_name(dump, &services[i]);
        for (; i + 1 < count && same_statement(&services[i], &services[i + 1]); i++) {
            fputs(", ", dump->out);
            write_name(dump, &services[i + 1]);
        }
        fputs(" requires ", dump->out);
        dump_request(dump, services[i].request);
        if (services[i].condition != 0) {
            fputs(" when ", dump->out);
            dump_condition(dump, services[i].condition - 1);
        }
        dump_description(dump, services[i].description);
        fputc('\n', dump->out);
    }
    free(services);
}
