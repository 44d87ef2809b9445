// Reads {name: picture} on stdin, draws each with Mermaid, and writes {name: [text of each label in the drawing]}.
// jsdom has no layout, so that sizes are reckoned from the length of a text. Run in the folder that holds node_modules.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";

const require = createRequire(pathToFileURL(`${process.cwd()}/package.json`));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!doctype html><body></body>");
Object.assign(globalThis, { window, document: window.document, CSSStyleSheet: window.CSSStyleSheet });
for (const name of ["Element", "SVGElement", "HTMLElement", "DOMParser", "XMLSerializer"]) globalThis[name] = window[name];

function size() {
  return { x: 0, y: 0, width: 10 + 7 * this.textContent.length, height: 20 };
}
window.CSSStyleSheet.prototype.replaceSync ??= () => {};
window.Element.prototype.getBoundingClientRect = size;
Object.assign(window.SVGElement.prototype, {
  getBBox: size,
  getComputedTextLength() {
    return size.call(this).width;
  },
});

const { default: mermaid } = await import(pathToFileURL(`${process.cwd()}/node_modules/mermaid/dist/mermaid.core.mjs`));
mermaid.initialize({ startOnLoad: false });

async function labels(picture, number) {
  const { svg } = await mermaid.render(`drawing${number}`, picture);
  const drawing = window.document.createElement("div");
  drawing.innerHTML = svg;
  drawing.querySelectorAll("foreignObject br").forEach((line) => line.replaceWith("\n"));
  return [...drawing.querySelectorAll("foreignObject")].map((each) => each.textContent).filter((each) => each.trim());
}

const pictures = Object.entries(JSON.parse(await text(process.stdin)));
const answers = {};
for (const [number, [name, picture]] of pictures.entries()) answers[name] = await labels(picture, number);
process.stdout.write(JSON.stringify(answers));
