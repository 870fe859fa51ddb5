/*
 * stack_fix.h - the command that fixes an account stack which pam_rolegate does not guard.
 */
#ifndef STACK_FIX_H
#define STACK_FIX_H

struct arena;
struct pam_handler;
struct pam_stack;

/*
 * What is to be done so that nothing gets around pam_rolegate: a command, found to do so, or what stands in its way;
 * never a line that is there already. root: as for stack_check_service(). In the arena.
 */
const char *stack_fix(struct arena *arena, const char *root, const struct pam_stack *stack);
/* The control with which a first line closes every way around: "required", or "requisite" where that does not do. */
const char *stack_control(struct arena *arena, const struct pam_stack *stack);
/* The account line that names the module with a carriage return behind it, so that libpam looks for another one; or
 * NULL. */
const struct pam_handler *stack_carriage_return(const struct pam_stack *stack);
/* The command that takes carriage returns out of the file of a line. */
const char *stack_carriage_return_fix(struct arena *arena, const struct pam_handler *handler);

#endif
