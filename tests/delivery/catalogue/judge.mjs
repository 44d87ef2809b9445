// Reads {path: entity} on stdin; writes {path: ""} or {path: what Backstage's model says is wrong}.
// Run in the folder that holds node_modules.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";

const require = createRequire(pathToFileURL(`${process.cwd()}/package.json`));
const model = require("@backstage/catalog-model");

const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
]);
const kinds = [
  model.apiEntityV1alpha1Validator,
  model.componentEntityV1alpha1Validator,
  model.groupEntityV1alpha1Validator,
  model.locationEntityV1alpha1Validator,
  model.resourceEntityV1alpha1Validator,
  model.systemEntityV1alpha1Validator,
];

// As a catalogue does it: the policies first, then the one validator that knows the kind.
async function judged(entity) {
  try {
    const enforced = await policy.enforce(entity);
    for (const kind of kinds) if (await kind.check(enforced)) return "";
    return `no kind of Backstage: ${entity.apiVersion} ${entity.kind}`;
  } catch (error) {
    return String(error.message ?? error);
  }
}

const entities = JSON.parse(await text(process.stdin));
const answers = {};
for (const [path, entity] of Object.entries(entities)) answers[path] = await judged(entity);
process.stdout.write(JSON.stringify(answers));
