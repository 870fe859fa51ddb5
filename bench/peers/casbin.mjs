// What one enforce() of casbin takes, with N policies of which the last one matches.
// Usage: node casbin.mjs N. Prints the median time in nanoseconds, the least and the greatest.
import { createRequire } from "node:module";
import { measure } from "./measure.mjs";

const { newEnforcer, newModelFromString } = createRequire(process.env.PEERS + "/")("casbin");
const count = Number(process.argv[2]);
const model = newModelFromString(`
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.act == p.act
`);
const enforcer = await newEnforcer(model);
const rules = Array.from({ length: count }, (_, i) => [`group-${i}`, "bench", "use"]);
await enforcer.addPolicies(rules);
await measure(async () => {
  if (!(await enforcer.enforce(`group-${count - 1}`, "bench", "use"))) process.exit(2);
});
