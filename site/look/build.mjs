/**
 * Builds the front end: site/look/styles and site/look/scripts go in,
 * site/static/look/ (git-ignored) comes out as one style sheet, one script,
 * the guard that a form fetches when it opens, the walk with a case of one's own, and style sheets for the few pages that need one,
 * the rules for the admin, and the fonts. Run it with `npm run build`, from any folder.
 *
 * PurgeCSS drops what no template and no module of ours names: the design
 * system's style sheets and theme are 350 kB, a page needs a twentieth of it.
 */
import { build, transform } from "esbuild";
import { createRequire } from "node:module";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";

const started = Date.now();
const look = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(look, "../..");
const out = path.resolve(look, "../static/look");
const building = `${out}.new`;
const target = ["chrome109", "firefox115", "safari16.4"];

const fonts = ["400-normal", "400-italic", "600-normal"].flatMap((face) =>
  ["latin", "latin-ext"].map((subset) => `source-sans-3-${subset}-${face}.woff2`),
);

async function styles() {
  const bundle = await build({
    entryPoints: [path.join(look, "styles/main.css")],
    absWorkingDir: root,
    bundle: true,
    external: ["*.woff2"],
    target,
    write: false,
  });
  // The theme puts its tokens on a class; on the root they need no class in any
  // template, and another theme is one line in styles/main.css.
  const css = bundle.outputFiles[0].text.replaceAll(".voorbeeld-theme", ":root");
  const [purged] = await new PurgeCSS().purge({
    content: [
      `${root}/templates/**/*.html`,
      `${root}/{site,handbook,consultation}/**/*.py`,
      `${look}/scripts/**/*.js`,
    ],
    css: [{ raw: css }],
    fontFace: false,
    variables: true,
    // Composed in a template (`badge-{{ tone }}`), so that no file names them whole.
    safelist: [/^utrecht-alert--/, /^badge-/, /^block-/, /^contents-(level-|unread|changed|read|agreed)/, /^nl-button--(primary|secondary|subtle)$/, /^quoted-/],
  });
  const { code } = await transform(purged.css, { loader: "css", minify: true, target });
  return `/* EUPL-1.2; NL Design System: EUPL-1.2; Source Sans 3: OFL-1.1 */\n${code}`;
}

/** A sheet for one page: small, all ours, and nothing in it to drop. */
async function pageStyles(entry) {
  const bundle = await build({ entryPoints: [path.join(look, "styles", entry)], bundle: true, minify: true, target, write: false });
  return `/* EUPL-1.2 */\n${bundle.outputFiles[0].text}`;
}

async function script(entry) {
  const bundle = await build({
    entryPoints: [path.join(look, "scripts", entry)],
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    minify: true,
    target,
    write: false,
    legalComments: "none",
  });
  return bundle.outputFiles[0].text;
}

async function copyFiles() {
  const require = createRequire(import.meta.url);
  const source = path.dirname(require.resolve("@fontsource/source-sans-3/package.json"));
  await mkdir(path.join(building, "fonts"), { recursive: true });
  await Promise.all(
    fonts.map((name) => copyFile(path.join(source, "files", name), path.join(building, "fonts", name))),
  );
  await copyFile(path.join(look, "icon.svg"), path.join(building, "icon.svg"));
  await copyFile(path.join(look, "styles/admin.css"), path.join(building, "admin.css"));
}

function report(name, text) {
  const raw = Buffer.from(text);
  const row = { name, raw: raw.length, gzip: gzipSync(raw, { level: 9 }).length, brotli: brotliCompressSync(raw).length };
  console.log(`  ${name.padEnd(26)}${kilobytes(row.raw)}${kilobytes(row.gzip)}${kilobytes(row.brotli)}`);
  return row;
}

const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(9);

await rm(building, { recursive: true, force: true });
const [css, main, guarding, walking, walkingCss, meetingCss, boardCss] = await Promise.all([
  styles(),
  script("main.js"),
  script("guarding.js"),
  script("walking.js"),
  pageStyles("walking.css"),
  pageStyles("meeting.css"),
  pageStyles("board.css"),
  copyFiles(),
]);
const js = `/* EUPL-1.2; htmx: 0BSD */\n${main}`;
const guard = `/* EUPL-1.2 */\n${guarding}`;
const walk = `/* EUPL-1.2; fflate: MIT */\n${walking}`;
await writeFile(path.join(building, "look.css"), css);
await writeFile(path.join(building, "look.js"), js);
await writeFile(path.join(building, "guard.js"), guard);
await writeFile(path.join(building, "walking.js"), walk);
await writeFile(path.join(building, "walking.css"), walkingCss);
await writeFile(path.join(building, "meeting.css"), meetingCss);
await writeFile(path.join(building, "board.css"), boardCss);

console.log(`  ${"kB".padEnd(26)}${"raw".padStart(9)}${"gzip".padStart(9)}${"brotli".padStart(9)}`);
const rows = [report("look.css", css), report("look.js", js)];
report("guard.js (with a form)", guard);
report("walking.js (one page)", walk);
report("walking.css (one page)", walkingCss);
report("meeting.css (one page)", meetingCss);
report("board.css (the board)", boardCss);
const first = await Promise.all(
  ["400-normal", "600-normal"].map((face) => readFile(path.join(building, "fonts", `source-sans-3-latin-${face}.woff2`))),
);
const compressed = rows.reduce((sum, row) => sum + row.brotli, 0);
const withFonts = compressed + first.reduce((sum, file) => sum + file.length, 0);
console.log(`  style and script           ${(compressed / 1000).toFixed(1)} kB compressed (at most 40)`);
console.log(`  with the first two fonts   ${(withFonts / 1000).toFixed(1)} kB compressed (at most 80)`);
await writeFile(
  path.join(building, "sizes.json"),
  JSON.stringify({ files: rows, compressed, compressed_with_fonts: withFonts }, null, 2),
);

await rm(out, { recursive: true, force: true });
await rename(building, out);
console.log(`  built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
if (compressed > 40_000 || withFonts > 80_000) {
  console.error("  The front end is heavier than a section page may be.");
  process.exit(1);
}
