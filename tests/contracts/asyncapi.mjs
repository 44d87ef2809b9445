// Reads an AsyncAPI document on stdin; prints what the official parser finds wrong with it, and fails if that is anything.
import { Parser } from "@asyncapi/parser";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { document, diagnostics } = await new Parser().parse(Buffer.concat(chunks).toString("utf8"));
// Severity 0 is an error, 1 a warning; 2 and 3 are advice.
const findings = diagnostics.filter((found) => found.severity <= 1);
for (const found of findings) console.log(`${found.code} at ${found.path.join("/")}: ${found.message}`);
process.exit(findings.length > 0 || document === undefined ? 1 : 0);
