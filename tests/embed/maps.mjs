// Puts maps into web pages, as people do, and looks at them there:
//     node maps.mjs inline NAME SETTING FIND A.svg B.svg   both maps' own text in the page
//     node maps.mjs img|object NAME SETTING FIND A.svg     by reference
// Writes NAME.html and screenshots of the maps, NAME-1.png …, into $MARSAD_BUILD/embed. SETTING names the page
// around them; FIND is what a reader looks for in the page, "-" for nothing. Prints what is wrong, a line each.
import fs from 'node:fs';
import path from 'node:path';
import {finish, lookAt, violations, withBrowser} from './browser.mjs';

const [how, name, setting, find, ...maps] = process.argv.slice(2);
const folder = path.join(process.env.MARSAD_BUILD ?? 'build', 'embed');
const WIDTH = 1640;

// What stands in the pages that maps are put into.
const SETTINGS = {
    plain: {},
    dark: {css: ':root { color-scheme: dark } body { background: #121212; color: #eee }', scheme: 'dark'},
    rtl: {dir: 'rtl', lang: 'ar'},
    // What the well-known frameworks set before anything else.
    preflight: {css: `
        *, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid }
        html { line-height: 1.5; font-family: ui-sans-serif, system-ui, sans-serif; tab-size: 4;
               -webkit-text-size-adjust: 100% }
        body { line-height: inherit; color: #212529 }
        a { color: inherit; text-decoration: inherit }
        img, svg, video, canvas, iframe, object { display: block; vertical-align: middle }
        img, video, svg { max-width: 100%; height: auto }
        svg:not(:root) { overflow: hidden }
        b, strong { font-weight: bolder }`},
    // What texts inherit from an article, a card or a button around the map.
    inherited: {css: `body { letter-spacing: 3px; word-spacing: 8px; text-transform: uppercase; font-style: italic;
        font-weight: bold; font-variant: small-caps; font-stretch: condensed; line-height: 3; text-anchor: middle;
        fill: red; stroke: blue; stroke-width: 3px; text-indent: 30px; text-shadow: 3px 3px red; opacity: 1;
        white-space: pre; word-break: break-all; font-kerning: none; font-feature-settings: "smcp";
        stroke-dasharray: 2 2; fill-opacity: .3; stroke-opacity: .4; fill-rule: evenodd; stroke-linecap: round;
        stroke-linejoin: bevel; paint-order: markers; dominant-baseline: hanging; shape-rendering: crispEdges;
        writing-mode: horizontal-tb; color: red }`},
    // A page whose own charts are styled by the names of SVG's elements.
    charts: {css: `* { font-family: monospace; letter-spacing: 1px }
        text { font-size: 30px; fill: red } svg text { font-weight: bold; text-anchor: middle }
        path, line { fill: none; stroke: red; stroke-width: 5px } svg g circle { r: 30px; fill: blue }
        rect { fill: green; opacity: .5 } use { opacity: .2 } g { stroke-dasharray: 5 5 }`},
    // A page that means the map.
    own: {css: '.incident, .callout { display: none }'},
};

function pageOf({css = '', dir = 'ltr', lang = 'en'}) {
    const figures = maps.map((map, i) => {
        const body = how === 'inline' ? fs.readFileSync(map, 'utf8')
            : how === 'img' ? `<img src="${path.basename(map)}" alt="A map">`
                : `<object data="${path.basename(map)}" type="image/svg+xml" aria-label="A map"></object>`;
        return `<figure id="figure-${i + 1}">${body}<figcaption>Map ${i + 1}</figcaption></figure>`;
    });
    return `<!doctype html>\n<html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>Two maps</title>
<style>h1, figcaption { margin: 0; height: 32px; font-size: 16px } figure { margin: 0 } ${css}</style></head><body><main><h1>Two maps</h1>${figures.join('\n')}</main></body></html>`;
}

// Runs in the page: ids that stand twice, and references that leave the map in which they stand.
function lookAtIds() {
    const complaints = [];
    const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
    for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) {
        complaints.push(`id "${id}" stands twice`);
    }
    let references = 0;
    for (const svg of document.querySelectorAll('figure > svg')) {
        for (const element of svg.querySelectorAll('*')) {
            for (const {name, value} of element.attributes) {
                const direct = /(^|:)href$/.test(name) ? /^#(.+)$/.exec(value) : null;
                const wanted = direct ? [direct[1]] : [...value.matchAll(/url\(#([^)]+)\)/g)].map(m => m[1]);
                for (const id of name.startsWith('aria-labelledby') ? value.split(' ') : wanted) {
                    references++;
                    if (!svg.contains(document.getElementById(id))) {
                        complaints.push(`${element.tagName} ${name}="${value}" leads out of its map`);
                    }
                }
            }
        }
    }
    if (document.querySelector('figure > svg') && references < 20) {
        complaints.push(`only ${references} references were found`);
    }
    return complaints;
}

// Runs in the page: the browser's own search, and what it has selected.
function lookFor(text) {
    getSelection().removeAllRanges();
    const complaints = [];
    const texts = [...document.querySelectorAll('figure > svg text')].map(element => element.textContent);
    const expected = texts.join('\n').split(text).length - 1;
    let found = 0;
    while (found < 100 && window.find(text)) {
        const selected = getSelection();
        if (selected.toString() !== text) {
            complaints.push(`"${selected}" is selected instead of "${text}"`);
        } else if (!selected.anchorNode?.parentElement?.closest('svg text')) {
            complaints.push(`"${text}" was found outside the map`);
        }
        found++;
    }
    if (!expected || found !== expected) {
        complaints.push(`"${text}" is found ${found} times, and stands ${expected} times in the maps`);
    }
    return complaints;
}

const around = SETTINGS[setting];
const file = path.join(folder, `${name}.html`);
fs.writeFileSync(file, pageOf(around));
finish(await withBrowser(browser => lookAt(browser, file,
    {viewport: {width: WIDTH, height: 1300}, colorScheme: around.scheme ?? 'light'}, async page => {
        const complaints = await page.evaluate(lookAtIds);
        for (let i = 1; i <= maps.length; i++) {
            await page.locator(`#figure-${i} > :first-child`).screenshot({path: path.join(folder, `${name}-${i}.png`)});
        }
        complaints.push(...find === '-' ? [] : await page.evaluate(lookFor, find));
        // What the page does to its own words is not looked at.
        complaints.push(...await violations(page, {rules: {'color-contrast': {enabled: setting === 'plain'}}}));
        return complaints;
    })));
