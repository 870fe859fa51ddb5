/*
 * globs.c - the classes of terminals and host names: what globs can say of a text, each with a shortest such text.
 *
 * All globs are run at once, as sets of places in them, over texts that grow a byte at a time: so each class is met
 * first by one of its shortest texts. Of the bytes that no glob names one stands for all. A host is matched by its
 * first label, too: what matched there is kept at the first dot.
 */
#include <string.h>

#include "axis.h"
#include "support/arena.h"
#include "support/interner.h"

#define PLACES_MAX 4096u  /* in all globs together */
#define STATES_MAX 50000u /* sets that are looked at */
#define DEV_LENGTH 5u     /* of "/dev/" */

/* A set of places that some text leads to. */
struct reached {
    uint32_t from; /* the state before, or IR_NONE */
    uint32_t length;
    unsigned char byte;
};

struct product {
    const struct axis_cuts *cuts;
    struct classes classes;
    bool is_host;
    const struct ir_text **globs; /* of all atoms, each once per atom */
    uint32_t *starts;             /* where a glob's places begin */
    uint32_t glob_count, places;
    unsigned char alphabet[257];
    unsigned letters;
    size_t words; /* of a state: places; of a host the globs that have matched its label, and whether it ended; begin */
    uint64_t *states;
    size_t state_capacity;
    struct reached *reached;
    size_t reached_capacity;
    struct interner known;
};

static bool bit_get(const uint64_t *bits, uint32_t i)
{
    return (bits[i / 64] >> (i % 64) & 1) != 0;
}

static void bit_set(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= (uint64_t)1 << (i % 64);
}

/* ---- globs and letters ---- */

static void globs_collect(struct product *product)
{
    uint32_t count = 0, j;
    size_t i;

    for (i = 0; i < product->cuts->atom_count; i++)
        count += product->cuts->atoms[i].op->glob_count;
    product->globs = arena_array(product->cuts->arena, count, sizeof(const struct ir_text *));
    product->starts = arena_array(product->cuts->arena, count + 1, sizeof *product->starts);
    for (i = 0; i < product->cuts->atom_count; i++)
        for (j = 0; j < product->cuts->atoms[i].op->glob_count; j++) {
            const struct ir_text *glob = &product->cuts->atoms[i].op->globs[j];
            if (glob->length == 0)
                continue;
            product->starts[product->glob_count] = product->places;
            product->globs[product->glob_count++] = glob;
            product->places += glob->length + 1;
        }
    product->starts[product->glob_count] = product->places;
}

static void letters_collect(struct product *product)
{
    static const char others[] = "xyzabcdefghijklmnopqrstuvw0123456789-_~!%&+=@^";
    bool named[256] = {false};
    uint32_t i, j;
    unsigned byte;

    for (i = 0; i < product->glob_count; i++)
        for (j = 0; j < product->globs[i]->length; j++)
            named[(unsigned char)product->globs[i]->bytes[j]] = true;
    named['*'] = named['?'] = false;
    named['.'] = named['.'] || product->is_host;
    for (byte = 1; byte < 256; byte++)
        if (named[byte])
            product->alphabet[product->letters++] = (unsigned char)byte;
    for (i = 0; others[i] != '\0' && named[(unsigned char)others[i]];)
        i++;
    if (others[i] != '\0')
        product->alphabet[product->letters++] = (unsigned char)others[i];
    for (byte = 1; others[i] == '\0' && byte < 256; byte++)
        if (!named[byte] && !(product->is_host && byte >= 'A' && byte <= 'Z')) {
            product->alphabet[product->letters++] = (unsigned char)byte;
            break;
        }
}

/* ---- states ---- */

static uint64_t *state_at(const struct product *product, uint32_t number)
{
    return product->states + number * product->words;
}

/* Puts a place into a state, and those that stars in front of it let follow. */
static void place_add(const struct product *product, uint64_t *state, uint32_t glob, uint32_t place)
{
    for (;; place++) {
        bit_set(state, product->starts[glob] + place);
        if (place == product->globs[glob]->length || product->globs[glob]->bytes[place] != '*')
            return;
    }
}

static bool glob_ends(const struct product *product, const uint64_t *state, uint32_t glob)
{
    return bit_get(state, product->starts[glob + 1] - 1);
}

static void step(const struct product *product, const uint64_t *from, unsigned char byte, uint64_t *to)
{
    uint32_t glob, place;

    memset(to, 0, product->words * sizeof *to);
    for (glob = 0; glob < product->glob_count; glob++) {
        const struct ir_text *text = product->globs[glob];
        for (place = 0; place < text->length; place++) {
            if (!bit_get(from, product->starts[glob] + place))
                continue;
            if (text->bytes[place] == '*')
                place_add(product, to, glob, place);
            else if (text->bytes[place] == '?' || (unsigned char)text->bytes[place] == byte)
                place_add(product, to, glob, place + 1);
        }
    }
    if (!product->is_host)
        return;
    for (glob = 0; glob <= product->glob_count; glob++)
        if (bit_get(from, product->places + glob))
            bit_set(to, product->places + glob);
    if (byte != '.' || bit_get(from, product->places + product->glob_count))
        return;
    bit_set(to, product->places + product->glob_count);
    for (glob = 0; glob < product->glob_count; glob++)
        if (glob_ends(product, from, glob))
            bit_set(to, product->places + glob);
}

static bool same_state(const void *context, uint32_t number)
{
    const struct product *product = context;

    return memcmp(state_at(product, number), state_at(product, product->known.count),
                  product->words * sizeof *product->states) == 0;
}

/* Room for the state behind the last one. */
static uint64_t *state_room(struct product *product)
{
    if (product->known.count >= product->state_capacity) {
        size_t capacity = product->state_capacity * 2 + 64;
        uint64_t *states = arena_array_room(product->cuts->arena, capacity, product->words * sizeof *states);
        if (product->known.count > 0)
            memcpy(states, product->states, product->known.count * product->words * sizeof *states);
        product->states = states;
        product->state_capacity = capacity;
    }
    product->reached = arena_grow(product->cuts->arena, product->reached, product->known.count,
                                  &product->reached_capacity, sizeof *product->reached);
    return state_at(product, product->known.count);
}

/* ---- texts ---- */

/* The text that led to a state. */
static const char *state_text(const struct product *product, uint32_t number)
{
    uint32_t length = product->reached[number].length;
    char *text = arena_room(product->cuts->arena, length + 1);

    text[length] = '\0';
    for (; product->reached[number].from != IR_NONE; number = product->reached[number].from)
        text[--length] = (char)product->reached[number].byte;
    return text;
}

/* A state's text as a fact. One that can be said to a terminal only behind a second /dev/ may be too long for that. */
static void meet_state(struct product *product, uint32_t number)
{
    struct fact fact = {.text = state_text(product, number)};
    size_t length = strlen(fact.text);

    if (!product->is_host && length > AXIS_TEXT_MAX - DEV_LENGTH && strncmp(fact.text, "/dev/", DEV_LENGTH) == 0)
        product->classes.axis.failed = true;
    classes_meet(&product->classes, &fact);
}

static void states_begin(struct product *product)
{
    uint64_t *first;
    uint32_t glob;
    bool fresh;
    uint32_t begin = product->places + (product->is_host ? product->glob_count + 1 : 0);

    product->words = begin / 64 + 1;
    product->known = interner_new(product->cuts->arena);
    first = state_room(product);
    memset(first, 0, product->words * sizeof *first);
    for (glob = 0; glob < product->glob_count; glob++)
        place_add(product, first, glob, 0);
    bit_set(first, begin); /* no text leads here again: the empty one is none */
    product->reached[0] = (struct reached){.from = IR_NONE};
    interner_number(&product->known, interner_hash(first, product->words * sizeof *first), same_state, product, &fresh);
}

/* Goes on from a state by each letter. */
static void state_expand(struct product *product, uint32_t number)
{
    uint32_t length = product->reached[number].length;
    unsigned i;
    bool fresh;

    for (i = 0; i < product->letters && length < AXIS_TEXT_MAX; i++) {
        uint64_t *to = state_room(product);
        uint32_t fresh_number = product->known.count;
        step(product, state_at(product, number), product->alphabet[i], to);
        interner_number(&product->known, interner_hash(to, product->words * sizeof *to), same_state, product, &fresh);
        if (!fresh)
            continue;
        product->reached[fresh_number] = (struct reached){number, length + 1, product->alphabet[i]};
        meet_state(product, fresh_number);
    }
}

struct axis axis_text(const struct axis_cuts *cuts, enum axis_kind kind)
{
    struct fact none = {.text = NULL}, usual = {.text = kind == AXIS_HOST ? "localhost" : "pts/0"};
    struct product product = {.cuts = cuts, .is_host = kind == AXIS_HOST};
    uint32_t number;

    classes_begin(&product.classes, cuts, kind, TEXT_CLASSES_MAX);
    if (cuts->atom_count == 0) {
        classes_meet(&product.classes, kind == AXIS_HOST ? &usual : &none);
        return product.classes.axis;
    }
    classes_meet(&product.classes, &usual);
    globs_collect(&product);
    letters_collect(&product);
    if (product.places > PLACES_MAX) {
        product.classes.axis.failed = true;
        return product.classes.axis;
    }
    states_begin(&product);
    for (number = 0; number < product.known.count && !product.classes.axis.failed; number++) {
        product.classes.axis.failed = product.known.count > STATES_MAX;
        state_expand(&product, number);
    }
    classes_meet(&product.classes, &none);
    return product.classes.axis;
}
