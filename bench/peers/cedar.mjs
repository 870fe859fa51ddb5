// What one authorization by Cedar takes, with N policies of which the last one matches, parsed once.
// Usage: node cedar.mjs N. Prints the median time in nanoseconds, the least and the greatest.
import { createRequire } from "node:module";
import { measure } from "./measure.mjs";

const cedar = createRequire(process.env.PEERS + "/")("@cedar-policy/cedar-wasm/nodejs");
const count = Number(process.argv[2]);
const text = Array.from({ length: count },
  (_, i) => `permit(principal in Group::"group-${i}", action == Action::"use", resource == Tool::"bench");`).join("\n");
if (cedar.preparsePolicySet("bench", { staticPolicies: text }).type !== "success") process.exit(2);
const uid = (type, id) => ({ type, id });
const kim = { uid: uid("User", "kim"), attrs: {}, parents: [uid("Group", `group-${count - 1}`)] };
const call = { principal: uid("User", "kim"), action: uid("Action", "use"), resource: uid("Tool", "bench"), context: {},
               preparsedPolicySetId: "bench", entities: [kim] };
await measure(async () => {
  const answer = cedar.statefulIsAuthorized(call);
  if (answer.type !== "success" || answer.response.decision !== "allow") process.exit(2);
});
