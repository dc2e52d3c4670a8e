// Validates an OpenAPI document, and every example in it against the schema beside it. Says on stderr what is wrong.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const faults = [];
const found = await new Validator().validate(structuredClone(document));
if (!found.valid) faults.push(JSON.stringify(found.errors, null, 1));
else if (!document.openapi.startsWith('3.1')) faults.push(`This is OpenAPI ${document.openapi}.`);

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
formats.default(ajv);
for (const name of ['int32', 'int64', 'float', 'double', 'binary', 'byte']) ajv.addFormat(name, true);
ajv.addSchema({ ...document, $id: 'api' });

const pointer = (parts) => parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
const judge = (place, value) => {
  const check = ajv.compile({ $ref: `api#/${pointer(place)}/schema` });
  if (!check(value)) faults.push(`${place.join(' ')}: ${ajv.errorsText(check.errors)}: ${JSON.stringify(value).slice(0, 300)}`);
};
// Lines of JSON and files are texts in a document, whatever their lines are.
const isText = (type) => !/json$/.test(type) || type.includes('ndjson');
const bodies = (content, place) => {
  for (const [type, media] of Object.entries(content ?? {})) {
    const values = 'example' in media ? [media.example] : Object.values(media.examples ?? {}).map((one) => one.value);
    for (const value of values) if (!(isText(type) && typeof value === 'string') && media.schema) judge([...place, 'content', type], value);
  }
};
for (const [path, item] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    const place = ['paths', path, method];
    (operation.parameters ?? []).forEach((one, at) => { if ('example' in one) judge([...place, 'parameters', String(at)], one.example); });
    bodies(operation.requestBody?.content, [...place, 'requestBody']);
    for (const [code, response] of Object.entries(operation.responses)) bodies(response.content, [...place, 'responses', code]);
  }
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
