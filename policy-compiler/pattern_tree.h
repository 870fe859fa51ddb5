/*
 * pattern_tree.h - the patterns of a policy's rules as a tree: of any two, one holds the other or they are apart.
 *
 * A node is a stretch of the sorted permissions. Every single permission is one, and so is what any wider pattern
 * matches; a node's parent is the narrowest one that is wider.
 */
#ifndef PATTERN_TREE_H
#define PATTERN_TREE_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct ast_rule;
struct meaning;

#define PATTERN_NONE UINT32_MAX

struct segment;

struct pattern_tree {
    uint32_t permission_count; /* nodes below this are single permissions */
    struct segment *wide;      /* the others, sorted by lo, the wider first */
    uint32_t wide_count;
    uint32_t *parents; /* of every node; or PATTERN_NONE */
};

/* The wide patterns of rules, each text once. Begin with the arena alone: the tree's. */
struct pattern_gathering {
    struct arena *arena;
    struct meaning **list;
    size_t count, capacity;
};

/* Every pattern has been resolved. One tree is made at a time. */
void pattern_gather(struct pattern_gathering *gathering, const struct ast_rule *rule);
struct pattern_tree pattern_tree_make(const struct pattern_gathering *gathering, uint32_t permission_count);
/* The node of lo <= p < hi, which a pattern of a rule matches. */
uint32_t pattern_tree_node(const struct pattern_tree *tree, uint32_t lo, uint32_t hi);

#endif
