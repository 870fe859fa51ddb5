/*
 * format.h - every number of the table format, for the writer and the readers.
 *
 * rolegate-table(5) describes the same in prose. A change here is a new TABLE_VERSION.
 * Nothing in this file depends on the machine: all integers are little-endian bytes, no struct is laid
 * over a file.
 *
 * Words used below:
 *   u8 u32 u64   fixed little-endian integers
 *   uv           unsigned LEB128 in its shortest form, at most 32 bits of value unless said
 *   sv           signed, zigzag (0 -1 1 -2 ...) then LEB128 in its shortest form, 64 bits
 *   str          an inline string: uv length, the bytes, one 0 byte (not counted)
 *   STR          uv (u32 in fixed arrays): offset of a str in the STRINGS section; 0 is the empty string
 *   ref          uv: offset of a record in its section;  ref?  the same plus 1, and 0 for none
 *   rules        the allow and deny statements of an owner: uv n; n <= RULES_INLINE: n x ref STATEMENTS (allow and
 *                deny, ascending); more: nothing here, they stand in RULE_LISTS
 *   by bytes     as memcmp() orders them, the shorter first where one begins the other
 *   owner        uv: (offset in NODES << 1) for a subject, (role number << 1 | 1) for a role
 *   place        uv file number, uv line
 *   n|k          uv: n << KIND_BITS | k, where k is a kind or flags, of KIND_BITS bits
 *   refs         uv n, n x uv step: n references that ascend, each the one before (0 before the first) plus its step
 *   owners       the same of owners
 *   set          uv: (pattern << 1) for that one alone, (offset in SETS << 1 | 1) for more, or with exceptions
 *
 * The content:  header, sections. In the file it is cut in blocks: BLOCK_CONTENT bytes of it, the last block less but
 * at least one, and behind them their sum, a u64. So a block can be checked alone. A block's sum is
 * XXH3_64bits_withSeed(its content, the table's identity + block number), so that blocks cannot change places, nor come
 * from another table. The identity is XXH3_64bits_withSeed(the content behind it, XXH3_64bits(the content before it)).
 *
 * Sections follow each other, and the records in them, without gaps; nothing is aligned. Where no other order is
 * said, a section's records are sorted by bytes. Of equal records there is only one, and nothing is in a section
 * that is not referred to (but for permissions, roles, services and exclusive sets, which stand for themselves).
 */
#ifndef ROLEGATE_FORMAT_H
#define ROLEGATE_FORMAT_H

#define TABLE_MAGIC   "\x89RGT\r\n\x1a\n" /* 8 bytes, no final 0 */
#define TABLE_VERSION 3u

#define BLOCK_SIZE    1024u
#define SUM_SIZE      8u
#define BLOCK_CONTENT (BLOCK_SIZE - SUM_SIZE)

/* The header, by offset. */
#define HEADER_MAGIC    0u  /* 8 bytes */
#define HEADER_VERSION  8u  /* u32 */
#define HEADER_FLAGS    12u /* u32, FLAG_... */
#define HEADER_SIZE     16u /* u32: size of the whole file */
#define HEADER_IDENTITY 20u /* u64 */
#define HEADER_SECTIONS 28u /* SECTION_COUNT x u32: size of each section, in order, without gaps */
#define HEADER_END      (HEADER_SECTIONS + 4u * SECTION_COUNT)

#define FLAG_UNLISTED_IGNORE 1u
#define FLAG_EXCLUSIVE       2u /* there is an exclusive set */
#define FLAG_ROSTER          4u /* there is a roster */
#define FLAG_UNLISTED        8u /* there is a service without a name, for all that are not listed */
#define FLAG_ALL             (FLAG_UNLISTED_IGNORE | FLAG_EXCLUSIVE | FLAG_ROSTER | FLAG_UNLISTED)

enum table_section {
    /*
     * one record: STR policy's name, STR zone's name as the policy says it ("" for utc; "local"), uv zone (0: UTC,
     * else ref? into ZONES), ref? NODES (the node `everyone`), uv n, n x STR contact
     */
    SECTION_META,
    /*
     * fixed, FILE_SIZE each: u32 STR name, 32 bytes SHA-256 of the source. In the order read, main first; behind them
     * the patterns of includes, each once: a name with a slash at its end, SHA-256 of the names that it matched
     */
    SECTION_FILES,
    /* record: uv n, n x uv operation: postfix; REQUEST_AND, REQUEST_OR, REQUEST_PERMISSION + p. Each once */
    SECTION_REQUESTS,
    /*
     * record: str name, place, STR description, ref REQUESTS, ref? CONDITIONS. Sorted by name, bytewise. With
     * FLAG_UNLISTED, and then alone, the first has the empty name, and no description, and is not in INDEX: it is what
     * every service that is not listed requires
     */
    SECTION_SERVICES,
    /*
     * u32 seed, u32 bytes of a value: as few as the largest takes, but at least 1; then for each page and once more
     * u32 keys that come before it. h = XXH3_64bits_withSeed(key, seed); bucket = (h >> 32) * (pages * PAGE_BUCKETS)
     * >> 32, of which each page has PAGE_BUCKETS in a row; tag = h & 255. Keys ascend by h, then by value. The seed is
     * the smallest with no bucket of more than BUCKET_MAX. pages = keys / (PAGE_BUCKETS * BUCKET_MEAN) + 1
     */
    SECTION_INDEX,
    /*
     * fixed, ROLE_SIZE each, parents before children (by level: 0 without parents, else one more than the highest of
     * theirs; then by name): u32 offset in ROLE_DATA, whose records are in the same order
     */
    SECTION_ROLES,
    /*
     * fixed, PERMISSION_SIZE each, sorted by name, bytewise: u32 STR name, u32 STR description, u32 narrowest pattern
     * that holds it, plus 1, or 0
     */
    SECTION_PERMISSIONS,
    /*
     * fixed, PATTERN_SIZE each, sorted by (lo ascending, hi descending, text by bytes): u32 STR text, u32 lo, u32 hi
     * (permissions lo <= p < hi), u32 next wider pattern that contains it plus 1 or 0, u32 OWNERS ref?. Only patterns
     * that a rule uses; each text once. Of two patterns one contains the other or they are apart. A pattern's next
     * wider one, and a permission's narrowest, is the last in this order (before the pattern itself) that contains
     * it: so of patterns with equal ranges the later one counts as the narrower
     */
    SECTION_PATTERNS,
    /*
     * record: STR name, STR description, uv gid (0: none), place, uv n, n x uv parent role, uv n, n x ref EXCLUSIVES,
     * rules, and then, which a decision never reads: uv n, n x uv child role, refs NODES (groups and gids
     * that are assigned it). All lists ascending
     */
    SECTION_ROLE_DATA,
    /* record: place, uv n, n x uv role (ascending). Sorted by place, then by bytes */
    SECTION_EXCLUSIVES,
    /*
     * record: place, uv n, n x u32 NODES (users, ascending), refs NODES (groups and gids, ascending); not both empty.
     * Sorted by place, then by bytes
     */
    SECTION_ROSTERS,
    /*
     * Bounded includes, which a decision never reads. Record: place, STR path (of <NAME>, with its brackets), uv
     * quorum << 1 | 1 for <NAME> (quorum 0: not said), uv n, n x approver, uv n, n x bound, refs of file numbers: those
     * that it named, which no other has. Sorted by place, then by bytes.
     * approver: uv NODE_..., then user, group: STR name; gid: uv gid; everyone: nothing.
     * bound: uv BOUND_... << KIND_BITS | STATEMENT_KIND_..., uv amount << 1 | 1 for hours (0: for ever), then allow,
     * deny: uv n, n x (STR pattern, uv lo, uv hi - lo), and the same of those taken away; assign: uv n, n x uv role
     * (ascending)
     */
    SECTION_DELEGATIONS,
    /* record: ref? CONDITIONS|LIMIT_... flags, sv starting if there, sv until if there (seconds UTC) */
    SECTION_LIMITS,
    /* record: uv length in bytes, that many bytes of program (COND_...) */
    SECTION_CONDITIONS,
    /*
     * record: uv n, n x uv pattern; uv n, n x uv pattern taken away (`except`); ascending. Not those of one pattern
     * alone
     */
    SECTION_SETS,
    /*
     * sorted by name. record: STR name, uv n types, n x sv seconds east of UTC, uv first type, uv n transitions, n x
     * (u64 two's complement UTC seconds, ascending), n x (u8 type), u8 rule kind: 0 the last type holds for ever (the
     * first, without transitions), 1 a daylight rule follows: sv standard offset, sv daylight offset, 2 x (u8 kind,
     * uv a, uv b, uv c, sv second of the day): start and end of daylight time; kind CALENDAR_... At most 256 types,
     * each once
     */
    SECTION_ZONES,
    /*
     * record: owners of deny rules; owners of allow rules: the groups, gids and roles (never users,
     * never everyone) with a rule that names the pattern as one of its positive ones; ascending as numbers, each
     * once. In the order of the patterns, one record each for those that have any owner; two may be equal
     */
    SECTION_OWNERS,
    /*
     * the pages of INDEX: PAGE_BUCKETS x u8 keys in the bucket, then for each key u8 tag, then for each key its value
     */
    SECTION_PAGES,
    /*
     * record: number of assignments|NODE_..., then user, group: str name; gid: uv gid; everyone: nothing; for each
     * assignment its step, as in refs STATEMENTS; rules. Sorted by kind, then by name or number
     */
    SECTION_NODES,
    /*
     * record: owner, uv pattern, refs STATEMENTS: the rules of an owner that name the pattern as
     * one of their positive ones. Sorted by owner, then pattern, as numbers. Only for owners with more than
     * RULES_INLINE rules
     */
    SECTION_RULE_LISTS,
    /*
     * record: file number|STATEMENT_KIND_..., uv line, ref? LIMITS, STR because, allow and deny: set; assign: uv n,
     * n x uv role (ascending). In the order of NODES, then of ROLES: those of each owner that none before it has,
     * first its assignments, then its rules, each by place (file, then line, as numbers), then by bytes. A file is a
     * number in FILES, from 0; lines count from 1. Statements whose records would be equal are one, with the owners of
     * all
     */
    SECTION_STATEMENTS,
    /* str, each once, sorted by their bytes (without length); so the first is the empty one */
    SECTION_STRINGS,
    SECTION_COUNT
};

#define FILE_SIZE       36u
#define PERMISSION_SIZE 12u
#define PATTERN_SIZE    20u
#define ROLE_SIZE       4u
#define DIGEST_SIZE     32u

#define INDEX_FIELDS   2u /* u32, before those of the pages */
#define VALUE_SIZE_MAX 4u

#define PAGE_BUCKETS 64u
#define BUCKET_MEAN  4u
#define BUCKET_MAX   32u

/* Index keys: one kind byte, then what follows (a name without its length); the value is in brackets. */
#define KEY_USER    'u' /* name [NODES offset] */
#define KEY_GROUP   'g' /* name [NODES offset] */
#define KEY_GID     'n' /* u32 gid [NODES offset] */
#define KEY_ROLE    'r' /* name [role number] */
#define KEY_SERVICE 's' /* name [SERVICES offset] */
#define KEY_RULES   'p' /* u32 owner, u32 pattern [RULE_LISTS offset] */

#define KIND_BITS 2u
#define KIND_MASK ((1u << KIND_BITS) - 1)

#define NODE_USER     0u
#define NODE_GROUP    1u
#define NODE_GID      2u
#define NODE_EVERYONE 3u

#define STATEMENT_KIND_ALLOW  1u
#define STATEMENT_KIND_DENY   2u
#define STATEMENT_KIND_ASSIGN 3u

#define BOUND_USERS    1u
#define BOUND_GROUPS   2u
#define BOUND_EVERYONE 4u
#define BOUND_ALL      (BOUND_USERS | BOUND_GROUPS | BOUND_EVERYONE)

#define BOUND_AMOUNT_MAX 3660u /* days or hours */
#define QUORUM_MAX       100u

#define LIMIT_STARTING 1u
#define LIMIT_UNTIL    2u

#define RULES_INLINE 8u

#define REQUEST_AND        0u
#define REQUEST_OR         1u
#define REQUEST_PERMISSION 2u
/* Operands are ordered by the writer so that neither kind of program needs a deeper stack than this. */
#define STACK_MAX 32u

/* Condition programs: postfix over Kleene values. */
#define COND_AND  1u /* pops two, pushes one */
#define COND_OR   2u /* pops two, pushes one */
#define COND_NOT  3u /* turns the top */
#define COND_NAME 4u /* STR: the top is the value of the condition of that name; changes nothing */
#define COND_TIME                                                                                                      \
    5u /* u8 days (bit 0 monday .. bit 6 sunday), uv start minute, uv end minute, uv zone (0: UTC, else ref? ZONES) */
#define COND_FROM                                                                                                      \
    6u               /* u8 1 if `local` is listed, uv n, n x (4 bytes network order, u8 length),                       \
                        uv n, n x (16 bytes, u8 length); ascending, none inside another */
#define COND_HOST 7u /* uv n, n x STR glob, ascending by text; letters lowered by the writer */
#define COND_TTY  8u /* the same, not lowered; the empty glob is `none`: true without a terminal */

#define COND_DATE                                                                                                      \
    9u /* uv zone, the policy's (0: UTC, else ref? ZONES), uv n, n x (uv, uv): ranges of days, ascending, with a day   \
          between any two. First a range's first day, of the first range since 0000-01-01, of each other since the     \
          last day of the one before; then how many days follow in the range. None is behind 9999-12-31 */

#define DATE_ZERO (-719528) /* 0000-01-01, in days since 1970-01-01 */
#define DATE_MOST 3652424u  /* 9999-12-31, in days since 0000-01-01 */

#define COND_BYTES_MAX 1048576u /* the longest program; the compiler reports a longer one */

#define STRING_MAX 65535u      /* longest string: because, description, contact */
#define TABLE_MAX  0x38000000u /* largest table, bytes */

#define GID_MAX 4294967294u

#endif
