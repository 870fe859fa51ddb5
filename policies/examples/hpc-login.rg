# A cluster under Slurm: who may log in to which of its machines, and who may submit to which partition.
#
# sshd on every machine asks PAM; Slurm's job_submit plugin asks the library, or `rolegate can`, for the service
# submit-PARTITION. On compute nodes pam_slurm_adopt says who has a job there; here it is said who may be let in at all.

policy "Cluster: login and partitions"
zone "Europe/Berlin"
contact "Help desk of the cluster: hpc-help@university.example"

service sshd, sftp, submit-debug, submit-standard, submit-long, submit-gpu, sudo, scontrol

condition login-node host login*, dtn*
condition campus     from 192.0.2.0/24, 2001:db8:42::/48, local
# The third Tuesday of every other month: nobody computes, and only those who mend things log in.
condition maintenance date 2027-01-19, 2027-03-16, 2027-05-18, 2027-07-20, 2027-09-21, 2027-11-16
condition quiet       time sat-sun or time mon-fri 20:00-07:00

role account "May log in and compute" {
    allow sshd, sftp when login-node and not maintenance
    allow submit-debug, submit-standard when not maintenance
}
role gpu-user "A project with time on the accelerators" extends account {
    allow submit-gpu when not maintenance
}
role course "A course: small jobs, from the campus" {
    allow sshd when login-node and campus and not maintenance
    allow submit-debug when not maintenance
}
role operator "Keeps the cluster running" {
    allow *
}

assign account  to group hpc-users
assign gpu-user to group proj-climate, group proj-proteins
assign course   to group course-parallel-programming
assign operator to group hpc-operators, user root

# Three days at a time, where others do not wait for it.
allow submit-long to group hpc-users when quiet and not maintenance

deny * to group hpc-suspended

roster group hpc-all, user root

never group hpc-suspended may submit-debug, submit-standard, submit-long, submit-gpu
never role course may submit-gpu, submit-long, sudo
never role account may sudo, scontrol

test "users log in where one logs in" {
    given user ada in hpc-all, hpc-users host login1
    may sshd, sftp, submit-standard
    may not sudo, scontrol, submit-gpu
    given user ada host node017 in hpc-all, hpc-users
    may not sshd
}
test "long jobs have their time" {
    given user ada in hpc-all, hpc-users at 2027-02-06T12:00:00Z
    may submit-long
    given user ada in hpc-all, hpc-users at 2027-02-08T12:00:00Z
    may not submit-long
    given user ada in hpc-all, hpc-users at 2027-02-08T22:00:00Z
    may submit-long
}
test "a project has its accelerators" {
    given user emmy in hpc-all, hpc-users, proj-climate
    may submit-gpu
    given user ada in hpc-all, hpc-users
    may not submit-gpu
}
test "a course stays on the campus" {
    given user kim in hpc-all, course-parallel-programming from 192.0.2.7 host login1
    may sshd, submit-debug
    may not submit-standard
    given user kim in hpc-all, course-parallel-programming from 198.51.100.1 host login1
    may not sshd
}
test "maintenance" {
    given user ada in hpc-all, hpc-users host login1 at 2027-03-16T10:00:00Z
    may not sshd, submit-debug
    given user ole in hpc-all, hpc-operators host login1 at 2027-03-16T10:00:00Z
    may sshd, scontrol, sudo
}
test "whoever is suspended is out, and so is he of whom it is not known" {
    given user ada in hpc-all, hpc-users, hpc-suspended host login1
    may not sshd, submit-debug
    given user ada in hpc-all, hpc-users unknown hpc-suspended host login1
    may not sshd
    given user ada in hpc-users host login1
    may not sshd
}
test "root" {
    given user root host node017 at 2027-03-16T10:00:00Z
    may sshd, sudo
}
