/*
 * ci_job.h - the job that checks a policy at each push, for a service of CI.
 */
#ifndef CI_JOB_H
#define CI_JOB_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct ci_job {
    const char *path; /* where the service looks for it, below the repository's folder */
    const char *text;
    size_t size;
    const char *missing; /* what only its reader can put in */
};

/* The job of a service, github or gitlab, for a policy; false: there is no such service. */
bool ci_job(struct arena *arena, const char *service, const char *policy, struct ci_job *job);

/* Whether a policy's path can stand in a job as it is: below the repository's folder, and one word of shell and YAML.
 */
bool ci_job_path(const char *policy);

#endif
