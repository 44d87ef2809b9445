// Reads {name: picture} on stdin; writes {name: {error}} or {name: {nodes, edges, groups}} as Mermaid understood them.
// Run in the folder that holds node_modules.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";

const require = createRequire(pathToFileURL(`${process.cwd()}/package.json`));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import(pathToFileURL(`${process.cwd()}/node_modules/mermaid/dist/mermaid.core.mjs`));
mermaid.initialize({ startOnLoad: false });

// What Mermaid's `decodeEntities` does before it draws a label, and then the browser when it reads that as HTML.
function shown(label) {
  const body = window.document.createElement("div");
  body.innerHTML = (label ?? "").replace(/ﬂ°°/g, "&#").replace(/ﬂ°/g, "&").replace(/¶ß/g, ";");
  body.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
  return { text: body.textContent, elements: body.querySelectorAll("*").length };
}

async function understood(picture) {
  try {
    await mermaid.parse(picture);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(picture);
    const nodes = [...db.getVertices().values()].map((each) => [each.id, shown(each.text)]);
    const groups = db.getSubGraphs().map((each) => [each.id, shown(each.title)]);
    const edges = db.getEdges().map((each) => [each.start, each.end, shown(each.text)]);
    return { nodes: Object.fromEntries(nodes), groups: Object.fromEntries(groups), edges };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
}

const pictures = JSON.parse(await text(process.stdin));
const answers = {};
for (const [name, picture] of Object.entries(pictures)) answers[name] = await understood(picture);
process.stdout.write(JSON.stringify(answers));
