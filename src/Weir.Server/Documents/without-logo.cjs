// Writes ReDoc without the logo that it would load from another origin.
const fs = require('fs');

const [from, to] = process.argv.slice(2);
const logo = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const parts = fs.readFileSync(from, 'utf8').split(logo);
if (parts.length !== 2) throw new Error(`The logo of ReDoc was looked for once and found ${parts.length - 1} times.`);
fs.writeFileSync(to, parts.join('/icon.svg'));
