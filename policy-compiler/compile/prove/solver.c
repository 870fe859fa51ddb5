/*
 * solver.c - PicoSAT, in a child that may not take more than so much memory and time.
 *
 * It calls abort() where memory ends, and may be killed: then the child is gone, and nothing was found out. The verdict
 * hangs on the number of propagations; limits of time and memory are for what nobody has thought of.
 */
#include "solver.h"

#include <errno.h>
#include <fcntl.h>
#include <picosat/picosat.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMORY_MOST  ((rlim_t)1 << 30)
#define SECONDS_MOST 120u

/* What the child writes ahead of the values. */
struct told {
    uint64_t steps;
    int32_t result; /* PicoSAT's */
};

/* ---- the child ---- */

static void limit(int resource, rlim_t most)
{
    struct rlimit limits = {most, most};

    setrlimit(resource, &limits);
}

/* Gives the solver each gate, as true where one of its literals is, and only there. */
static void gates_give(PicoSAT *solver, const struct circuit *circuit)
{
    size_t i;
    uint32_t j;

    for (i = LITERAL_TRUE + 1; i < circuit->gate_count; i++) {
        const struct gate *gate = &circuit->gates[i];
        const int32_t *literals = circuit->gate_literals.list + gate->at;
        if (gate->count == 0)
            continue;
        picosat_add(solver, -(int)i);
        for (j = 0; j < gate->count; j++)
            picosat_add(solver, literals[j]);
        picosat_add(solver, 0);
        for (j = 0; j < gate->count; j++) {
            picosat_add(solver, (int)i);
            picosat_add(solver, -literals[j]);
            picosat_add(solver, 0);
        }
    }
}

static void write_whole(int fd, const void *bytes, size_t size)
{
    const char *at = bytes;

    while (size > 0) {
        ssize_t done = write(fd, at, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            _exit(EXIT_FAILURE);
        at += done;
        size -= (size_t)done;
    }
}

static _Noreturn void solve(const struct circuit *circuit, int32_t goal, bool *values, uint64_t steps, int fd)
{
    struct told told;
    PicoSAT *solver;
    size_t i;

    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC); /* it says there what it calls abort() for */

    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    limit(RLIMIT_AS, MEMORY_MOST);
    limit(RLIMIT_CPU, SECONDS_MOST);
    limit(RLIMIT_CORE, 0);
    solver = picosat_init();
    picosat_adjust(solver, (int)circuit->gate_count);
    picosat_set_global_default_phase(solver, 0);
    picosat_set_propagation_limit(solver, steps);
    gates_give(solver, circuit);
    for (i = 0; i < circuit->clauses.count; i++)
        picosat_add(solver, circuit->clauses.list[i]);
    picosat_add(solver, LITERAL_TRUE);
    picosat_add(solver, 0);
    picosat_add(solver, goal);
    picosat_add(solver, 0);
    told = (struct told){.result = picosat_sat(solver, -1)};
    told.steps = picosat_propagations(solver);
    for (i = 1; told.result == PICOSAT_SATISFIABLE && i < circuit->gate_count; i++)
        values[i] = picosat_deref(solver, (int)i) == 1;
    write_whole(fd, &told, sizeof told);
    if (told.result == PICOSAT_SATISFIABLE)
        write_whole(fd, values, circuit->gate_count * sizeof *values);
    _exit(EXIT_SUCCESS);
}

/* ---- the parent ---- */

static bool read_whole(int fd, void *bytes, size_t size)
{
    char *at = bytes;

    while (size > 0) {
        ssize_t got = read(fd, at, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static bool has_ended_well(pid_t child)
{
    int status = -1;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

static enum solved answer_read(const struct circuit *circuit, bool *values, uint64_t *steps, int fd)
{
    struct told told;

    if (!read_whole(fd, &told, sizeof told))
        return SOLVED_NOT;
    *steps -= told.steps < *steps ? told.steps : *steps;
    if (told.result == PICOSAT_UNSATISFIABLE)
        return SOLVED_FALSE;
    if (told.result != PICOSAT_SATISFIABLE || !read_whole(fd, values, circuit->gate_count * sizeof *values))
        return SOLVED_NOT;
    return SOLVED_TRUE;
}

enum solved solver_run(const struct circuit *circuit, int32_t goal, bool *values, uint64_t *steps)
{
    uint64_t most = *steps < SOLVER_STEPS_MOST ? *steps : SOLVER_STEPS_MOST;
    enum solved solved = SOLVED_NOT;
    int ends[2];
    pid_t child;

    if (circuit->full || most == 0 || pipe2(ends, O_CLOEXEC) != 0)
        return SOLVED_NOT;
    child = fork();
    if (child == 0) {
        close(ends[0]);
        solve(circuit, goal, values, most, ends[1]);
    }
    close(ends[1]);
    if (child > 0)
        solved = answer_read(circuit, values, steps, ends[0]);
    close(ends[0]);
    if (child < 0 || has_ended_well(child))
        return solved;
    *steps = 0; /* one that was killed is not tried again */
    return SOLVED_NOT;
}
