"""hbac.py ROLEGATE FILES SEED: random rules of FreeIPA, as JSON and as LDIF, beside libipa_hbac."""
import base64
import json
import random
import subprocess
import sys
import tempfile

import pyhbac

rolegate, files, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
r = random.Random(seed)
USERS = {"root": [], "ann": ["admins"], "bob": ["admins", "staff"], "cem": ["staff"], "dora": []}
HOSTS = ["web1.example.org", "db.example.org", "other.example.net"]
SERVICES = ["sshd", "login", "sudo"]
FOLDERS = {"memberuser_user": ("memberUser", "uid=%s,cn=users,cn=accounts,dc=example,dc=org"),
           "memberuser_group": ("memberUser", "cn=%s,cn=groups,cn=accounts,dc=example,dc=org"),
           "memberhost_host": ("memberHost", "fqdn=%s,cn=computers,cn=accounts,dc=example,dc=org"),
           "memberhost_hostgroup": ("memberHost", "cn=%s,cn=hostgroups,cn=accounts,dc=example,dc=org"),
           "memberservice_hbacsvc": ("memberService", "cn=%s,cn=hbacservices,cn=hbac,dc=example,dc=org"),
           "memberservice_hbacsvcgroup": ("memberService", "cn=%s,cn=hbacservicegroups,cn=hbac,dc=example,dc=org")}


def some(pool, chance):
    return r.sample(pool, r.randint(1, 2)) if r.random() < chance else []


def make_rule(number):
    rule = {"cn": [f"rule {number}"], "accessruletype": ["allow"],
            "ipaenabledflag": [r.choice(["TRUE", "TRUE", "TRUE", "FALSE", True])],
            "memberuser_user": some(list(USERS), 0.6), "memberuser_group": some(["admins", "staff", "nobody"], 0.6),
            "memberhost_host": some(HOSTS, 0.7), "memberservice_hbacsvc": some(SERVICES, 0.8)}
    for category in ("usercategory", "hostcategory", "servicecategory"):
        if r.random() < 0.15:
            rule[category] = ["all"]
    if r.random() < 0.08:
        rule["memberhost_hostgroup"] = ["web"]
    if r.random() < 0.08:
        rule["memberservice_hbacsvcgroup"] = ["Sudo"]
    return {key: value for key, value in rule.items() if value}


def ldif(rules):
    lines = ["version: 1", ""]
    for rule in rules:
        lines += ["dn: ipaUniqueID=1,cn=hbac,dc=example,dc=org", "objectClass: ipaassociation", "objectClass: ipahbacrule"]
        for key, values in rule.items():
            name, form = FOLDERS.get(key, (key, "%s"))
            for value in values:
                text = form % str(value).upper() if isinstance(value, bool) else form % value
                if r.random() < 0.2:
                    lines.append(f"{name}:: {base64.b64encode(text.encode()).decode()}")
                else:
                    whole = f"{name}: {text}"
                    lines.append("\n ".join([whole[:60], whole[60:]]) if len(whole) > 60 else whole)
        lines.append("")
    return "\n".join(lines) + "\n"


def element(rule, category, names, groups):
    made = pyhbac.HbacRuleElement(names=rule.get(names, []), groups=rule.get(groups, []))
    if category in rule:
        made.category = {pyhbac.HBAC_CATEGORY_ALL}
    return made


def hbac(rules):
    made = []
    for rule in rules:
        one = pyhbac.HbacRule(rule["cn"][0])
        one.enabled = str(rule["ipaenabledflag"][0]).upper() == "TRUE"
        one.users = element(rule, "usercategory", "memberuser_user", "memberuser_group")
        one.targethosts = element(rule, "hostcategory", "memberhost_host", "memberhost_hostgroup")
        one.services = element(rule, "servicecategory", "memberservice_hbacsvc", "memberservice_hbacsvcgroup")
        one.srchosts = pyhbac.HbacRuleElement(category={pyhbac.HBAC_CATEGORY_ALL})
        made.append(one)
    return made


def is_allowed(rules, user, host, service):
    request = pyhbac.HbacRequest()
    request.user = pyhbac.HbacRequestElement(name=user, groups=USERS[user])
    request.targethost = pyhbac.HbacRequestElement(name=host, groups=["web"] if host == HOSTS[0] else [])
    request.service = pyhbac.HbacRequestElement(name=service, groups=["Sudo"] if service == "sudo" else [])
    request.srchost = pyhbac.HbacRequestElement(name="client.example.org")
    return request.evaluate(rules) == pyhbac.HBAC_EVAL_ALLOW


def main():
    asked = differ = narrower = lossy = allowed = 0
    with tempfile.TemporaryDirectory() as folder:
        path, policy = f"{folder}/rules", f"{folder}/policy.rg"
        for number in range(files):
            rules = [make_rule(i) for i in range(r.randint(1, 5))]
            with open(path, "w", encoding="utf-8") as file:
                file.write(ldif(rules) if number % 2 else json.dumps({"result": {"count": len(rules), "result": rules}}))
            services = [word for service in SERVICES for word in ("-s", service)]
            made = subprocess.run([rolegate, "import", "hbac", path, *services], capture_output=True, text=True)
            with open(policy, "w", encoding="utf-8") as file:
                file.write(made.stdout)
            checked = subprocess.run([rolegate, "check", "-Werror", policy], capture_output=True, text=True)
            if made.returncode == 2 or checked.returncode != 0:
                raise SystemExit(f"{open(path).read()}{made.stderr}{checked.stderr}\n0 passed, 1 failed")
            lossy += made.returncode
            questions = [(user, host, service) for user in USERS for host in HOSTS for service in SERVICES]
            requests = "".join(json.dumps({"user": user, "groups": USERS[user], "service": service, "host": host}) + "\n"
                               for user, host, service in questions)
            answers = subprocess.run([rolegate, "replay", "--policy", policy, "-"], input=requests, capture_output=True,
                                     text=True).stdout.splitlines()
            built = hbac(rules)
            for question, answer in zip(questions, answers, strict=True):
                want, got = is_allowed(built, *question), json.loads(answer)["verdict"] == "allow"
                asked += 1
                allowed += want
                if want and not got and made.returncode == 1:
                    narrower += 1
                elif want != got:
                    differ += 1
                    print(f"FAILED  {question}: libipa_hbac {want}, policy {got}\n{open(path).read()}\n{made.stdout}")
    print(f"hbac: {asked} requests by {files} files, {allowed} allowed, {differ} differ; of {lossy} files something is lost, "
          f"and {narrower} answers are narrower")
    print(f"{asked - differ} passed, {differ} failed")


if __name__ == "__main__":
    main()
