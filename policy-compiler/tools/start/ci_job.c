/*
 * ci_job.c - the files of packaging/ci, made for one policy.
 */
#include "tools/start/ci_job.h"

#include <string.h>

#include "support/arena.h"

static const unsigned char github[] = {
#include "tools/start/github_yml.inc"
};
static const unsigned char gitlab[] = {
#include "tools/start/gitlab_yml.inc"
};

/* The line that names the policy has it behind this. */
static const struct {
    const char *service, *path, *key, *missing;
    const unsigned char *bytes;
    size_t size;
} services[] = {
    {"github", ".github/workflows/policy.yml",
     "\n          policy: ", "put where you have rolegate in the place of OWNER", github, sizeof github},
    {"gitlab", ".gitlab-ci.yml", "\n  POLICY: ", "set ROLEGATE_IMAGE to an image that has rolegate", gitlab,
     sizeof gitlab},
};

bool ci_job(struct arena *arena, const char *service, const char *policy, struct ci_job *job)
{
    size_t i = 0;
    const char *bytes, *key, *rest;
    char *text;

    while (i < sizeof services / sizeof services[0] && strcmp(services[i].service, service) != 0)
        i++;
    if (i == sizeof services / sizeof services[0])
        return false;
    bytes = arena_copy(arena, (const char *)services[i].bytes, services[i].size);
    key = strstr(bytes, services[i].key) + strlen(services[i].key);
    rest = key + strcspn(key, "\n");
    text = arena_printf(arena, "%.*s%s%s", (int)(key - bytes), bytes, policy, rest);
    *job = (struct ci_job){services[i].path, text, strlen(text), services[i].missing};
    return true;
}

bool ci_job_path(const char *policy)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-";

    return policy[0] != '/' && policy[0] != '-' && strncmp(policy, "../", 3) != 0 &&
           policy[strspn(policy, plain)] == '\0';
}
