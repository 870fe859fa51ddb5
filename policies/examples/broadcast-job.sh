#!/bin/sh
# A batch job, for cron or a systemd timer, that asks before it runs. Nothing but the exit status 0 of `rolegate can`
# lets it go on: 1 is a denial, 2 that no answer could be given, 3 that the policy does not list the service, and a
# command that is missing or was killed has a status of its own. All of them end the job.
#
#     broadcast-job.sh [OPTION OF `rolegate can`]...
#
# ROLEGATE names the command where it is not in the path; options such as --table FILE are for trying it out.
set -u

service=broadcast-job
person=$(id -un) || exit 2

"${ROLEGATE:-rolegate}" can "$person" "$service" "$@"
status=$?
if [ "$status" -ne 0 ]; then
    echo "$service: $person may not run this (status $status); nothing was sent" >&2
    exit "$status"
fi

# The work itself stands here.
echo "$service: the broadcast would be sent now, for $person"
