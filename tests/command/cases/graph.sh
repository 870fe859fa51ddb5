# graph: a policy's roles, in the language of Graphviz.
cat >roles.rg <<'EOF'
zone utc
service door
role guard "Guards the \"door\"" { allow door }
role chief extends guard { }
assign guard to (user kim, group "night shift", gid 7) until 2098-12-31 because "x"
assign guard, chief to everyone when from local
exclusive guard, other
role other { deny door }
EOF
says "roles, who extends whom, who has them" 0 rolegate graph -Wno-all roles.rg <<'EOF'
digraph roles {
    rankdir=LR;
    node [shape=ellipse];
    "role guard" [shape=box, label="guard\nGuards the \"door\""];
    "role chief" [shape=box, label="chief"];
    "role chief" -> "role guard" [label="extends"];
    "role other" [shape=box, label="other"];
    "user kim" -> "role guard" [label="until 2098-12-31 because \"x\""];
    "group night shift" -> "role guard" [label="until 2098-12-31 because \"x\""];
    "gid 7" -> "role guard" [label="until 2098-12-31 because \"x\""];
    "everyone" -> "role guard" [label="when from local"];
    "everyone" -> "role chief" [label="when from local"];
    "role guard" -> "role other" [dir=none, style=dashed, constraint=false, label="exclusive"];
}
EOF
says "a policy with errors has no graph" 1 rolegate graph wrong.rg <<'EOF'
! wrong.rg:2:23: error: unknown permission "door.opne" [unknown-permission]
!   service door requires door.opne
!                         ^~~~~~~~~
!   did you mean "door.open"?
! wrong.rg:5:8: error: unknown role "portr" [unknown-role]
!   assign portr to user kim
!          ^~~~~
!   did you mean "porter"?
! 2 errors
EOF
