// Asks MapLibre's own style specification what it says of Marsad's styles and expressions:
//     node check.cjs FOLDER styles FILE...        each style passes its validator
//     node check.cjs FOLDER expressions TABLE     its expressions give what the table expects
//     node check.cjs FOLDER properties README     the subset's defaults are its defaults
// FOLDER holds node_modules. Prints a line for each fault, then how much was looked at.
'use strict';
const fs = require('fs');
const {createRequire} = require('module');

const [folder, what, ...files] = process.argv.slice(2);
const spec = createRequire(fs.realpathSync(folder) + '/')('@maplibre/maplibre-gl-style-spec');
let faults = 0;

function fault(text) {
    console.log(text);
    faults++;
}

// --- Styles ---

function checkStyles() {
    for (const file of files) {
        for (const error of spec.validateStyleMin(JSON.parse(fs.readFileSync(file, 'utf8')))) {
            fault(`${file}: ${error.message}`);
        }
    }
    return files.length;
}

// --- Expressions ---

// The specification of a property of each kind in the table.
const kinds = {
    any: null,
    number: {type: 'number', default: -1},
    share: {type: 'number', minimum: 0, maximum: 1, default: -1},
    text: {type: 'string', default: ''},
    flag: {type: 'boolean', default: false},
    color: {type: 'color', default: '#000000'},
};

function propertySpec(kind) {
    return kinds[kind] && {
        ...kinds[kind],
        'property-type': 'data-driven',
        expression: {interpolated: true, parameters: ['zoom', 'feature']},
    };
}

function colorText(color) {
    const [r, g, b, a] = [color.r, color.g, color.b, color.a];
    const whole = (channel) => Math.round(a > 0 ? (channel / a) * 255 : 0);
    return `rgba(${whole(r)},${whole(g)},${whole(b)},${Math.round(a * 1000) / 1000})`;
}

function shown(value) {
    return value instanceof spec.Color ? colorText(value) : JSON.stringify(value);
}

// What MapLibre gives for an expression; undefined where it refuses it or has no value.
function evaluate(expression, kind, properties, zoom) {
    const compiled = spec.expression.createExpression(expression, propertySpec(kind) ?? undefined);
    if (compiled.result !== 'success') {
        return undefined;
    }
    let failed = false;
    const warn = console.warn;
    console.warn = () => { failed = true; };
    const value = compiled.value.evaluate({zoom}, {type: 1, properties}, {});
    console.warn = warn;
    return failed ? undefined : value;
}

function same(value, expected) {
    if (shown(value) === expected) {
        return true;
    }
    return typeof value === 'number' && Math.abs(value - Number(expected)) < 1e-3;
}

function checkExpressions() {
    let count = 0;
    for (const line of fs.readFileSync(files[0], 'utf8').split('\n')) {
        const [kind, text, properties, zoom, expected] = line.split('\t');
        if (!text || line.startsWith('#') || !(kind in kinds) || /^(!|none)/.test(expected)) {
            continue;
        }
        const expression = JSON.parse(text);
        if (!Array.isArray(expression)) {
            continue;
        }
        const value = evaluate(expression, kind, JSON.parse(properties), Number(zoom));
        count++;
        if (value === undefined || !same(value, expected)) {
            fault(`${text} as ${kind} at ${zoom} with ${properties}: the table expects ` +
                  `${expected}, MapLibre gives ${value === undefined ? 'nothing' : shown(value)}`);
        }
    }
    return count;
}

// --- Properties ---

// Where Marsad's default is another than MapLibre's, and the README says so.
const ownDefaults = ['fill-outline-color', 'symbol-sort-key', 'text-font', 'text-line-height'];

function referenceOf(name) {
    for (const [group, properties] of Object.entries(spec.latest)) {
        if (/^(layout|paint)_/.test(group) && name in properties) {
            return properties[name];
        }
    }
    return undefined;
}

// A default as the README's table words it.
function worded(reference) {
    const value = reference.default;
    if (value === undefined || value === '') {
        return 'none';
    }
    if (value === 'rgba(0, 0, 0, 0)') {
        return 'transparent';
    }
    return Array.isArray(value) ? JSON.stringify(value).replace(',', ', ') : String(value);
}

function checkProperties() {
    const row = /^\| `((?:background|fill|line|circle|symbol|icon|text)-[a-z-]+)` \|.*\| ([^|]*) \|$/;
    let count = 0;
    for (const line of fs.readFileSync(files[0], 'utf8').split('\n')) {
        const [, name, said] = line.match(row) ?? [];
        if (!name) {
            continue;
        }
        const reference = referenceOf(name);
        count++;
        if (!reference) {
            fault(`${name}: MapLibre has no such property`);
        } else if (!ownDefaults.includes(name) && said.replaceAll('`', '') !== worded(reference)) {
            fault(`${name}: the default is said to be ${said}, MapLibre's is ${worded(reference)}`);
        }
    }
    return count;
}

const checks = {
    styles: checkStyles, expressions: checkExpressions, properties: checkProperties,
};
const count = checks[what]();
console.log(`${count} ${what}, ${faults} faults`);
process.exit(faults ? 1 : 0);
