// The browser for the checks of pages: Debian's Chromium, driven by playwright-core, without a network.
// The packages lie where `make check-embed` put them, in $MARSAD_BUILD/embed/node_modules.
import {createRequire} from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const build = fs.realpathSync(process.env.MARSAD_BUILD ?? 'build');
const need = createRequire(path.join(build, 'embed') + '/');

/**
 * Opens `file` and calls `look(page)`, whose result it returns; the browser is closed in any case.
 * Options are those of playwright's newContext(): viewport, colorScheme, javaScriptEnabled, …
 * A script's error in the page, and any request that leaves the machine's files, is an error here.
 */
export async function withPage(file, options, look) {
    return withBrowser(async browser => lookAt(browser, file, options, look));
}

/** Calls `work(browser)`, to be used with lookAt() for several pages in one browser. */
export async function withBrowser(work) {
    const {chromium} = need('playwright-core');
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--force-color-profile=srgb'],
    });
    try {
        return await work(browser);
    } finally {
        await browser.close();
    }
}

export async function lookAt(browser, file, options, look) {
    const context = await browser.newContext(options);
    try {
        const page = await context.newPage();
        const wrong = [];
        page.on('pageerror', error => wrong.push(`script: ${error.message}`));
        page.on('request', request => {
            if (!/^(file|data|blob|about):/.test(request.url())) {
                wrong.push(`asks for ${request.url()}`);
            }
        });
        page.on('requestfailed', request => wrong.push(`cannot load ${request.url()}`));
        await page.goto(pathToFileURL(path.resolve(file)).href, {waitUntil: 'load'});
        const result = await look(page);
        if (wrong.length) {
            throw new Error(`${file}: ${wrong.join('; ')}`);
        }
        return result;
    } finally {
        await context.close();
    }
}

/** The violations that axe-core finds in the page, a line each: rule, how bad, where. */
export async function violations(page, axeOptions = {}) {
    await page.addScriptTag({path: need.resolve('axe-core/axe.min.js')});
    const found = await page.evaluate(
        options => axe.run(document, {resultTypes: ['violations'], ...options}), axeOptions);
    return found.violations.map(violation => `${violation.id} (${violation.impact}): ${violation.help}: ` +
        violation.nodes.slice(0, 5).map(node => node.target.join(' ')).join(', '));
}

/** Ends the program: the complaints, a line each, and status 1; or "fine" and 0. */
export function finish(complaints) {
    console.log(complaints.length ? complaints.join('\n') : 'fine');
    process.exitCode = complaints.length ? 1 : 0;
}
