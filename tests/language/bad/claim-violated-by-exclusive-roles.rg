# options: -Wno-all
# Who holds two roles of an exclusive set has neither; who may hold only one of them, has it.
permission audit, pay
role auditor { allow audit }
role payer { allow pay }
role head-payer extends payer { }
exclusive auditor, payer
assign auditor to group audit
assign payer to group pay
assign head-payer to group head
service audit-desk requires audit
service desk requires audit or pay
always group audit may audit-desk
always role auditor may audit-desk
always group audit may desk
never group audit may permission pay
