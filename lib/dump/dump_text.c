/*
 * dump_text.c - words, strings, instants and places, as the language writes them.
 */
#include "base/calendar.h"
#include "dump_part.h"

static void file_put(void *to, const char *bytes, size_t length)
{
    fwrite(bytes, 1, length, to);
}

struct policy_text dump_policy_text(struct dump *dump)
{
    return (struct policy_text){file_put, dump->out};
}

void dump_string(struct dump *dump, const char *text, uint32_t length)
{
    struct policy_text policy_text = dump_policy_text(dump);

    policy_text_string(&policy_text, text, length);
}

void dump_word(struct dump *dump, const char *text, uint32_t length)
{
    struct policy_text policy_text = dump_policy_text(dump);

    policy_text_word(&policy_text, text, length);
}

static const char *text_at(struct dump *dump, uint32_t offset, uint32_t *length)
{
    enum rolegate_status status = ROLEGATE_OK;

    return table_string(dump->table, offset, length, &status);
}

void dump_str(struct dump *dump, uint32_t offset)
{
    uint32_t length;
    const char *text = text_at(dump, offset, &length);

    dump_string(dump, text, length);
}

void dump_name(struct dump *dump, uint32_t offset)
{
    uint32_t length;
    const char *text = text_at(dump, offset, &length);

    dump_word(dump, text, length);
}

void dump_glob(struct dump *dump, uint32_t offset)
{
    struct policy_text policy_text = dump_policy_text(dump);
    uint32_t length;
    const char *text = text_at(dump, offset, &length);

    policy_text_glob(&policy_text, text, length);
}

void dump_description(struct dump *dump, uint32_t offset)
{
    if (offset == 0)
        return;
    fputc(' ', dump->out);
    dump_str(dump, offset);
}

#define YEAR_0     (-62167219200)   /* 0000-01-01T00:00:00Z */
#define YEAR_10000 253402300800     /* 10000-01-01T00:00:00Z */
#define EAST_MOST  (24 * 3600 - 60) /* the largest offset that RFC 3339 can write */

void dump_instant(struct dump *dump, int64_t instant)
{
    int64_t east = 0, days, second;
    unsigned month, day;

    /* The day before year 0, and the one behind year 9999, can be written with another offset. */
    if (instant < YEAR_0)
        east = EAST_MOST;
    else if (instant >= YEAR_10000)
        east = -EAST_MOST;
    days = calendar_day_of(instant + east);
    second = instant + east - days * DAY_SECONDS;
    calendar_date(days, &month, &day);
    fprintf(dump->out, "%04d-%02u-%02uT%02d:%02d:%02d", (int)calendar_year(days), month, day, (int)(second / 3600),
            (int)(second / 60 % 60), (int)(second % 60));
    if (east == 0)
        fputc('Z', dump->out);
    else
        fputs(east < 0 ? "-23:59" : "+23:59", dump->out);
}

uint64_t dump_read_place(struct cursor *cursor)
{
    uint64_t file = cursor_uv(cursor);

    return file << 32 | cursor_uv(cursor);
}

void dump_place(struct dump *dump, uint64_t place)
{
    enum rolegate_status status = ROLEGATE_OK;

    if (place == dump->place)
        return;
    dump->place = place;
    fprintf(dump->out, "#line %u ", (uint32_t)place);
    dump_str(dump, table_field(dump->table, SECTION_FILES, (uint32_t)(place >> 32), FILE_SIZE, 0, &status));
    fputc('\n', dump->out);
}
